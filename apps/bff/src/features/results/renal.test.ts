import type { Bundle, Observation } from '@medplum/fhirtypes';
import { nobody } from '@keneyapp/fhir-model/observation/range';
import { expect, it } from 'vitest';
import { buildRenal } from './renal.ts';

const observation = (
  id: string,
  code: string,
  value: number,
  unit: string,
  more: Partial<Observation> = {},
) => ({
  resource: {
    resourceType: 'Observation',
    id,
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code }] },
    effectiveDateTime: '2026-11-20T08:00:00Z',
    valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
    ...more,
  } as Observation,
  search: { mode: 'match' as const },
});
const bundle = (...entry: Bundle['entry'] & object): Bundle => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry,
});

it('takes the newest of each, in the unit it was recorded in, and none that was taken back', async () => {
  const { egfr, creatinine, potassium } = await buildRenal(
    [
      bundle(
        observation('wrong', '14682-9', 900, 'umol/L', { status: 'entered-in-error' }),
        observation('old', '14682-9', 80, 'umol/L', { effectiveDateTime: '2025-01-01' }),
        observation('new', '2160-0', 1.5, 'mg/dL', { status: 'preliminary' }),
        observation('urine', '2161-8', 90, 'mg/dL', { effectiveDateTime: '2026-11-21' }),
      ),
      bundle(
        observation('k-old', '2823-3', 4.1, 'mmol/L', { effectiveDateTime: '2026-11-01' }),
        observation('k', '6298-4', 5.4, 'mmol/L'),
      ),
    ],
    nobody,
  );
  expect(creatinine?.point).toMatchObject({
    observationId: 'new',
    value: 1.5,
    status: 'preliminary',
    recorded: null,
    shown: { amount: { unit: 'mg/dL' } },
  });
  expect(creatinine?.freshForDays).toBe(90);
  expect(egfr).toBeNull();
  expect(potassium?.point).toMatchObject({ observationId: 'k', value: 5.4 });
});

import type { Observation } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { nobody } from '@keneyapp/fhir-model/observation/range';
import { readResults } from './observation.ts';

it('a recording with all its leads is one row, with what was concluded of it; what was measured of it another', () => {
  const loinc = (code: string, text: string) => ({ text, coding: [{ system: 'http://loinc.org', code }] });
  const lead = (text: string) => ({
    code: { text },
    valueSampledData: { origin: { value: 0 }, period: 4, dimensions: 1, data: '0 1' },
  });
  const ecg: Observation = {
    resourceType: 'Observation',
    id: 'ecg',
    status: 'final',
    code: loinc('11524-6', 'ECG 12 dérivations'),
    effectiveDateTime: '2026-11-20T08:00:00Z',
    component: [
      lead('I'),
      lead('II'),
      { code: loinc('76282-3', 'Fréquence'), valueQuantity: { value: 128, unit: '/min' } },
      {
        code: { text: 'Conclusion' },
        valueString: 'Fibrillation atriale',
        interpretation: [
          {
            coding: [
              { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', code: 'A' },
            ],
          },
        ],
      },
    ],
  };
  expect(readResults(ecg, nobody, new Date('2026-11-24T10:00:00Z'))).toMatchObject([
    {
      test: '11524-6',
      name: { text: 'ECG 12 dérivations' },
      value: { kind: 'sampled', sampled: { dimensions: 2 } },
      concluded: [{ kind: 'text', text: 'Fibrillation atriale' }],
      level: 'abnormal',
    },
    { test: '76282-3', concluded: [] },
  ]);
});

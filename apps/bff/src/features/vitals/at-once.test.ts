import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Observation } from '@medplum/fhirtypes';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { FlowsheetView } from './view.ts';
import {
  all,
  ask,
  correct,
  doctor,
  fhir,
  nurse,
  one,
  patient,
  record,
  set,
  stored,
} from './testing-vitals.ts';

/** A set of somebody new without a score: its pulse came as “< 70”, which no score counts. */
async function setWithoutScore(measured: readonly Observation[]): Promise<string> {
  const id = await patient();
  for (const observation of measured) {
    const isPulse = observation.code.coding?.some(({ code }) => code === '8867-4') ?? false;
    await fhir.update({
      ...observation,
      id: randomUUID(),
      subject: { reference: patientReference(id) },
      ...(isPulse ? { valueQuantity: { ...observation.valueQuantity, comparator: '<' as const } } : {}),
    });
  }
  return id;
}

it('a score that two corrections bring at once rests on both', async () => {
  const whole = await record(await patient(), set());
  const measured: Observation[] = [];
  for (const measure of all(whole))
    if (!measure.isDerived) measured.push(await stored(measure.observationId));
  for (let round = 0; round < 5; round += 1) {
    const id = await setWithoutScore(measured);
    const before = await ask<FlowsheetView>(nurse, 'vitals.flowsheet', { patientId: id });
    expect(all(before).map(({ name }) => name)).not.toContain('news2');
    const [pulse, temperature] = [one(before, 'heartRate'), one(before, 'temperature')];
    await Promise.all([
      correct(id, {
        changes: [{ observationId: pulse.observationId, version: pulse.version, values: { heartRate: 72 } }],
      }),
      correct(
        id,
        {
          changes: [
            {
              observationId: temperature.observationId,
              version: temperature.version,
              values: { temperature: 39.5 },
            },
          ],
        },
        doctor,
      ),
    ]);
    const after = await ask<FlowsheetView>(nurse, 'vitals.flowsheet', { patientId: id });
    // 39.5 °C counts 2, everything else 0 (Royal College of Physicians, NEWS2, 2017)
    expect(one(after, 'news2').value).toBe(2);
  }
});

import type { Provenance } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { signedHash } from '../../writing/freeze.ts';
import {
  correct,
  fhir,
  full,
  nurse,
  doctor,
  one,
  patient,
  record,
  retract,
  set,
  stored,
} from './testing-vitals.ts';

/** What the page is told of a refusal. */
const refusalOf = (call: Promise<unknown>) =>
  call.then(
    () => 'was accepted',
    ({ code, reason }: { code: string; reason: string | null }) => `${code} ${reason ?? ''}`,
  );
const provenanceOf = (id: string, more: Partial<Provenance>): Promise<Provenance> =>
  fhir.create({
    resourceType: 'Provenance',
    target: [{ reference: `Observation/${id}` }],
    recorded: '2026-03-01T08:31:00Z',
    agent: [{ who: { display: 'Another system' } }],
    ...more,
  });
const signature: NonNullable<Provenance['signature']> = [
  {
    type: [{ system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.1' }],
    when: '2026-03-01T08:31:00Z',
    who: { display: 'Another system' },
  },
];

it('what was signed is neither corrected nor taken back, whoever signed it, and stays as it is', async () => {
  const id = await patient();
  const { observationId, version } = one(await record(id, set()), 'heartRate');
  const change = { changes: [{ observationId, version, values: { heartRate: 80 } }] };
  const back = { observations: [{ observationId, version }], reason: 'erreur' };
  await provenanceOf(observationId, { signature });
  expect(await refusalOf(correct(id, change))).toBe('FORBIDDEN signed');
  expect(await refusalOf(retract(id, back, doctor))).toBe('FORBIDDEN signed');
  const now = await stored(observationId);
  expect([now.meta?.versionId, now.valueQuantity?.value, now.status]).toEqual(['1', full.heartRate, 'final']);
});

it('what was signed here is as signed as what another system signed', async () => {
  const id = await patient();
  const { observationId, version } = one(await record(id, set()), 'heartRate');
  await provenanceOf(observationId, { extension: signedHash(await stored(observationId)) });
  const change = { changes: [{ observationId, version, values: { heartRate: 80 } }] };
  expect(await refusalOf(correct(id, change))).toBe('FORBIDDEN signed');
});

it('a score that was signed keeps its values from being corrected', async () => {
  const id = await patient();
  const view = await record(id, set());
  const { observationId, version } = one(view, 'respiratoryRate');
  await provenanceOf(one(view, 'news2').observationId, { signature });
  const change = { changes: [{ observationId, version, values: { respiratoryRate: 30 } }], confirmed: [] };
  expect(await refusalOf(correct(id, { ...change, confirmed: ['respiratoryRate'] }))).toBe(
    'FORBIDDEN signed',
  );
  expect((await stored(observationId)).meta?.versionId).toBe('1');
});

it('what others say of it without a signature keeps nobody from correcting it', async () => {
  const id = await patient();
  const { observationId, version } = one(await record(id, set()), 'heartRate');
  await provenanceOf(observationId, {});
  const change = { changes: [{ observationId, version, values: { heartRate: 80 } }] };
  expect(one(await correct(id, change), 'heartRate').value).toBe(80);
});

it('what was taken back is not taken back again', async () => {
  const id = await patient();
  const rate = one(await record(id, set()), 'heartRate');
  const { observationId } = rate;
  const back = (version: string) => ({ observations: [{ observationId, version }], reason: 'erreur' });
  await retract(id, back(rate.version), nurse);
  expect(await refusalOf(retract(id, back('2'), doctor))).toBe('FORBIDDEN entered-in-error');
  expect((await stored(observationId)).note).toHaveLength(1);
});

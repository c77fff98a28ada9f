import { connectFhir, type FhirClient } from '@keneyapp/fhir-client';
import {
  besideIt,
  callMutation,
  callQuery,
  sandboxSystemToken,
  signInOverHttp,
  startTestBff,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { hasBraceletMark } from '@keneyapp/fhir-model/bracelet';
import { correctionMark, withCorrectionMark } from '@keneyapp/fhir-model/correction-mark';
import { readIdentity } from '@keneyapp/fhir-model/identity';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { IdentityFormView, RegisteredView } from './view.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let secretary: Visitor, colleague: Visitor;
let fhir: FhirClient;

beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await startTestBff(sandbox, { env: await besideIt() });
  const token = await sandboxSystemToken(sandbox);
  fhir = connectFhir({ baseUrl: sandbox.fhirUrl }).client({ token: async () => token });
  [secretary, colleague] = (await Promise.all(
    ['secretaire', 'infirmier'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor];
}, 180_000);
afterAll(() => bff?.stop());

const data = async <T>(response: Response): Promise<T> => {
  const body = (await response.json()) as { result?: { data: T }; error?: unknown };
  expect(body.error).toBeUndefined();
  return (body.result as { data: T }).data;
};
const unique = () =>
  [...crypto.getRandomValues(new Uint8Array(8))]
    .map((byte) => 'BCDFGLMPRT'[byte % 10])
    .join('A')
    .slice(0, 13);

const two = (from: number, to: number) =>
  String(from + ((crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) % (to - from + 1))).padStart(2, '0');

const contact = { usedName: null, usedGivenName: null, home: null, telephones: [], email: null };
const traits = () => ({
  ...{ birthName: `U${unique()}`, firstGivenName: `Z${unique()}`, givenNames: [], sex: 'female' as const },
  birthDate: { known: `19${two(10, 99)}-${two(1, 9)}-${two(10, 28)}`, isEstimated: false },
  birthPlace: { code: '75112', name: 'Paris 12e' },
});
const formOf = async (patientId: string) =>
  data<IdentityFormView>(await callQuery(bff, secretary, 'identities.form', { patientId }));

/** Somebody validated by a paper, whose name and date somebody corrected by mistake. */
async function corrected() {
  const before = traits();
  const { patientId } = await data<RegisteredView>(
    await callMutation(bff, secretary, 'identities.register', {
      ...{ key: crypto.randomUUID(), traits: before, contact, insi: null, attributes: [], others: [] },
      proof: { document: 'passport', holder: 'anybody' },
    }),
  );
  const { version } = await formOf(patientId);
  const change = {
    patientId,
    key: crypto.randomUUID(),
    version,
    traits: traits(),
    reason: 'correction',
    contact,
  };
  const response = await callMutation(bff, secretary, 'identities.correct', {
    ...change,
    ...{ proof: null, insi: null, attributes: [] },
  });
  expect(response.status).toBe(200);
  return { patientId, before };
}
const undo = (visitor: Visitor, patientId: string, version: string) =>
  callMutation(bff, visitor, 'identities.undoCorrection', { patientId, key: crypto.randomUUID(), version });

it('puts back what was before one’s own correction, as a new version, with the bracelet to redo', async () => {
  const { patientId, before } = await corrected();
  const { version, correctedAt, state } = await formOf(patientId);
  expect(correctedAt).not.toBeNull();
  expect(state.status).toBe('PROV');
  expect((await undo(secretary, patientId, version)).status).toBe(200);
  const after = await fhir.read('Patient', patientId);
  expect(readIdentity(after, new Date())).toMatchObject({
    birthName: before.birthName.toUpperCase(),
    insStatus: 'VALI',
    validation: { document: 'passport' },
  });
  expect(Number(after.meta?.versionId)).toBeGreaterThan(Number(version));
  expect([hasBraceletMark(after), correctionMark(after)]).toEqual([true, null]);
  const form = await formOf(patientId);
  expect(form.correctedAt).toBeNull();
  // what is undone once is not undone twice
  expect((await undo(secretary, patientId, form.version)).status).toBe(409);
});

it('is undone by nobody else, and no more once somebody changed the record or a day went by', async () => {
  const { patientId } = await corrected();
  const first = await formOf(patientId);
  // nothing ties this nurse to the patient
  expect((await undo(colleague, patientId, first.version)).status).toBe(403);
  // that the bracelet was redone changes nothing of who somebody is
  const redone = { patientId, key: crypto.randomUUID(), version: (await formOf(patientId)).version };
  expect((await callMutation(bff, secretary, 'identities.redoBracelet', redone)).status).toBe(200);
  const second = await formOf(patientId);
  expect((await undo(secretary, patientId, first.version)).status).toBe(412);
  const stored = await fhir.read('Patient', patientId);
  await fhir.update({ ...stored, maritalStatus: { text: 'Mariée' } });
  const third = await formOf(patientId);
  expect(third.version).not.toBe(second.version);
  expect((await undo(secretary, patientId, third.version)).status).toBe(412);

  const other = await corrected();
  const marked = await fhir.read('Patient', other.patientId);
  const mark = correctionMark(marked);
  if (!mark) throw new Error('no mark');
  await fhir.update(
    withCorrectionMark(marked, { ...mark, at: new Date(Date.now() - 25 * 3_600_000).toISOString() }),
  );
  const late = await formOf(other.patientId);
  expect(late.correctedAt).toBeNull();
  expect((await undo(secretary, other.patientId, late.version)).status).toBe(409);
});

it('outlives that the bracelet was redone', async () => {
  const { patientId, before } = await corrected();
  const redone = { patientId, key: crypto.randomUUID(), version: (await formOf(patientId)).version };
  expect((await callMutation(bff, secretary, 'identities.redoBracelet', redone)).status).toBe(200);
  const { version } = await formOf(patientId);
  expect((await undo(secretary, patientId, version)).status).toBe(200);
  expect((await formOf(patientId)).traits.birthName).toBe(before.birthName.toUpperCase());
  expect((await formOf(patientId)).isBraceletToRedo).toBe(true);
});

import { createHash } from 'node:crypto';
import { insKey, readDatamatrix } from '@keneyapp/clinical';
import { newPatient, type IdentityChanges } from '@keneyapp/fhir-model/identity-write';
import { callQuery, entrustPatients, signInOverHttp, type Visitor } from '@keneyapp/config/testing';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import { beforeAll, expect, it } from 'vitest';
import { connectAsSystem } from '../testing-http.ts';
import { labelWordsInFrench } from './testing-labels.ts';
import { readPdf } from './testing-pdf.ts';
import { codesOn, scanned } from './testing-scan.ts';

const [sandbox, bff] = [await sharedSandbox(), await sharedBff()];
const visitors: Record<string, Visitor> = {};
const number = '2840775012345';
const matricule = `${number}${insKey(number)}`;
const now = new Date('2026-11-28T09:00:00Z');

const identity = (
  birthName: string,
): IdentityChanges & Required<Pick<IdentityChanges, 'traits' | 'state'>> => ({
  traits: {
    birthName,
    firstGivenName: 'MARIE',
    givenNames: ['MARIE', 'LOUISE'],
    birthDate: { known: '1984-07-12', written: '1984-07-12', isEstimated: false },
    sex: 'female',
    birthPlace: { code: '75056', name: null },
  },
  state: { status: 'QUAL', attributes: [] },
  validation: { document: 'passport', on: '2026-11-01' },
  collection: { method: 'INSI', on: '2026-11-01' },
  ins: { matricule, oid: '1.2.250.1.213.1.4.8' },
});

beforeAll(async () => {
  const { fhir, close } = await connectAsSystem(sandbox);
  await fhir.update({ ...newPatient(identity("L'ÉTIQUETTE"), now), id: 'labels-mine' });
  await fhir.update({ ...newPatient(identity('BRACELET'), now), id: 'labels-foreign' });
  await close();
  await entrustPatients(sandbox, ['labels-mine']);
  for (const name of ['medecin', 'infirmier', 'secretaire', 'pharmacien', 'dpo'])
    visitors[name] = await signInOverHttp(bff, sandbox, name);
});

const secret = bff.env['INTERNAL_SECRET'] ?? '';
const ask = (
  name: string,
  { headers = {}, ...more }: { headers?: Record<string, string> } & Record<string, unknown> = {},
) =>
  fetch(`${bff.internalUrl}/labels`, {
    method: 'POST',
    headers: {
      ...visitors[name]?.headers,
      'content-type': 'application/json',
      'x-keneya-internal': secret,
      ...headers,
    },
    body: JSON.stringify({
      ...{ patientId: 'labels-mine', layout: 'label-sheet', copies: 2, first: 4, language: 'fr' },
      ...{ words: labelWordsInFrench, content: 'étiquettes' },
      ...more,
    }),
  });
const wordOf = async (answer: Response) => [
  answer.status,
  ((await answer.json()) as { error: string }).error,
];

interface Found {
  rows: { seq: string }[];
}
/** The latest record of this chart, as the officer reads it. */
async function lastRecord(patientId: string): Promise<string> {
  const officer = visitors['dpo'] as Visitor;
  const found = await callQuery(bff, officer, 'audit.search', { filter: { patientId } });
  const { result } = (await found.json()) as { result: { data: Found } };
  const [row] = result.data.rows;
  const detail = await callQuery(bff, officer, 'audit.get', { seq: row?.seq });
  return JSON.stringify({ row, detail: await detail.json() });
}

it('prints the identity that is recorded, and the trail knows the hash of the file', async () => {
  const answer = await ask('infirmier');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(decodeURIComponent(answer.headers.get('x-document-name') ?? '')).toMatch(
    /^L-ETIQUETTE-MARIE_etiquettes_\d{4}-\d\d-\d\d\.pdf$/,
  );
  const file = Buffer.from(await answer.arrayBuffer());
  const { pages } = await readPdf(file);
  expect(pages[0]?.text.match(/L'ETIQUETTE/g)).toHaveLength(2);
  expect(pages[0]?.text).toContain('2 84 07 75 012 345');
  const [matrix] = await codesOn(file);
  const read = readDatamatrix((matrix && scanned(matrix)) ?? '');
  expect(read.ok && read.read).toMatchObject({ matricule, traits: { birthName: "L'ETIQUETTE" } });
  const record = await lastRecord('labels-mine');
  for (const told of [
    'identities.print',
    '"export"',
    'Patient/labels-mine',
    `sha256:${createHash('sha256').update(file).digest('hex')}`,
  ])
    expect(record).toContain(told);
});

it('is for doctors, nurses and secretaries, of anybody who is in the house', async () => {
  for (const name of ['medecin', 'infirmier', 'secretaire'])
    expect((await ask(name, { patientId: 'labels-foreign', layout: 'bracelet', copies: 1 })).status).toBe(
      200,
    );
  for (const name of ['pharmacien', 'dpo']) expect(await wordOf(await ask(name))).toEqual([403, 'role']);
  expect(await lastRecord('labels-mine')).toContain('"denied"');
});

it('is for the web server alone: no browser has labels made', async () => {
  expect((await ask('infirmier', { headers: { 'x-keneya-internal': 'guessed' } })).status).toBe(401);
});

it('refuses what is no order, whoever is not signed in, and nobody’s labels', async () => {
  for (const wrong of [{ copies: 0 }, { copies: 97 }, { first: 25 }, { layout: 'poster' }, { words: {} }])
    expect(await wordOf(await ask('infirmier', wrong))).toEqual([400, 'invalid']);
  expect(await wordOf(await ask('infirmier', { headers: { cookie: 'keneya-session=none' } }))).toEqual([
    401,
    'unauthorized',
  ]);
  expect(await wordOf(await ask('infirmier', { patientId: 'labels-nobody' }))).toEqual([404, 'not-found']);
});

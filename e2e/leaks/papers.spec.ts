import { randomUUID } from 'node:crypto';
import { expect, expectClosed, test, type Answer } from './world.ts';

const pdf = (word: string) =>
  Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n% ${word} ${' '.repeat(80)}\n%%EOF\n`).toString(
    'base64',
  );
const dataOf = <T>({ text }: Answer): T => (JSON.parse(text) as { result: { data: T } }).result.data;
type Papers = { papers: { id: string }[] };

/** Families 1 and 12: a copy of an identity paper is for who looks after identities; it is in no chart, and opens none. */
test('1 another patient: copies of identity papers are for who looks after identities, and nothing else is read by them', async ({
  as,
  fhir,
  world: { theirs },
}) => {
  const secretary = await as('secretaire');
  const added = await secretary.mutate('identities.addPaper', {
    ...{ patientId: theirs.id, key: randomUUID(), document: 'passport', validUntil: null },
    pages: [{ data: pdf(theirs.word) }],
  });
  expect(added.status).toBe(200);
  const list = await secretary.query('identities.papers', { patientId: theirs.id });
  const [paper] = dataOf<Papers>(list).papers;
  const address = `/bff/papers/${theirs.id}/${paper?.id ?? ''}/0`;
  expect((await secretary.get(address)).status).toBe(200);
  for (const username of ['medecin', 'infirmier', 'pharmacien', 'radiologue', 'patient', 'dpo', 'admin']) {
    const other = await as(username);
    expectClosed(await other.query('identities.papers', { patientId: theirs.id }), theirs, [403]);
    expectClosed(await other.get(address), theirs, [403]);
  }
  // a letter whose file belongs to it as a page belongs to a paper
  const { id: binaryId } = await fhir.create({
    ...{ resourceType: 'Binary', contentType: 'application/pdf', data: pdf(theirs.word) },
  });
  const { id: letterId } = await fhir.create({
    ...{ resourceType: 'DocumentReference', status: 'current', subject: { reference: theirs.reference } },
    description: theirs.word,
    content: [{ attachment: { contentType: 'application/pdf', url: `Binary/${binaryId}` } }],
  });
  await fhir.update({
    ...{ resourceType: 'Binary', id: binaryId, contentType: 'application/pdf', data: pdf(theirs.word) },
    securityContext: { reference: `DocumentReference/${letterId}` },
  });
  expectClosed(await secretary.get(`/bff/papers/${theirs.id}/${letterId}/0`), theirs, [404]);
  expect((await secretary.query('identities.papers', { patientId: theirs.id })).text).not.toContain(letterId);
});

test('12 papers: a copy of an identity paper is in no chart, whoever opens it', async ({
  as,
  world: { mine },
}) => {
  const patientId = mine.id;
  const word = `P${randomUUID()}`;
  const secretary = await as('secretaire');
  const added = await secretary.mutate('identities.addPaper', {
    ...{ patientId, key: randomUUID(), document: 'passport', validUntil: null },
    pages: [{ data: pdf(word) }],
  });
  expect(added.status).toBe(200);
  const [paper] = dataOf<Papers>(await secretary.query('identities.papers', { patientId })).papers;
  const id = paper?.id ?? '';
  const doctor = await as('medecin');
  for (const [path, input] of [
    ['documents.list', { patientId }],
    ['timeline.list', { patientId }],
    ['record.list', { patientId, type: 'DocumentReference' }],
  ] as const) {
    const { status, text } = await doctor.query(path, input);
    expect([path, status]).toEqual([path, 200]);
    expect(text).not.toContain(id);
  }
  expect((await doctor.query('record.read', { patientId, type: 'DocumentReference', id })).status).toBe(404);
  expect((await doctor.get(`/bff/documents/${patientId}/${id}/0`)).status).toBe(404);
});

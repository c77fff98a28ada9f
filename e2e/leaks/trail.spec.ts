import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, instancePath, makeRecord, ownPatient, send, test, vitalSet } from './world.ts';
import type { Record_, Visitor } from './world.ts';

/** Families 24 and 25: the trail, input that is meant to hurt, and tokens. */
test('24 trail: a refusal is in it before the answer, and the trail is for the officer', async ({
  as,
  world: { theirs },
}) => {
  const refused = await (await as('medecin')).query('allergies.list', { patientId: theirs.id });
  const requestId = /"requestId":"([^"]+)"/.exec(refused.text)?.[1] ?? '';
  expect(requestId).not.toBe('');
  const found = await (await as('dpo')).query('audit.search', { requestId });
  expect(found.status).toBe(200);
  expect(found.text).toContain('no-relation');
  for (const username of ['medecin', 'admin', 'patient', 'secretaire'])
    expect((await (await as(username)).query('audit.search', {})).status, username).toBe(403);
});
test('24 trail: a line break in what is asked makes no second line, and the logs name nobody', async ({
  as,
  stack,
  world: { mine, theirs },
}) => {
  const marked = `${mine.family}\n{"level":50,"msg":"forged-${mine.word}"}`;
  await (await as('medecin')).query('patients.search', { query: marked.slice(0, 100) });
  await (await as('medecin')).query('summary.get', { patientId: mine.id });
  const folder = path.join(stack.dataDir, 'logs');
  test.skip(!existsSync(folder), 'this stack keeps its logs elsewhere');
  const doctor = await as('medecin');
  for (const file of readdirSync(folder)) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    for (const secret of [
      mine.word,
      theirs.word,
      mine.family,
      theirs.family,
      mine.ipp,
      doctor.cookie,
      doctor.accessToken,
    ])
      expect(text.includes(secret), `${file} holds ${secret.slice(0, 6)}…`).toBe(false);
  }
});
test('25 size: what is too large or packed to burst is refused', async ({ as, stack, world: { mine } }) => {
  const { headers } = await as('medecin'),
    json = { ...headers, 'content-type': 'application/json' };
  expect(
    (
      await send(stack, '/trpc/vitals.record', {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ ...vitalSet(mine.id), note: 'x'.repeat(2_000_000) }),
      })
    ).status,
  ).toBe(413);
  expect([400, 415]).toContain(
    (
      await send(stack, '/trpc/vitals.record', {
        method: 'POST',
        headers: { ...json, 'content-encoding': 'gzip' },
        body: gzipSync(Buffer.alloc(5_000_000, 32)),
      })
    ).status,
  );
  expect([400, 413]).toContain(
    (await send(stack, '/trpc/vitals.record', { method: 'POST', headers: json, body: '['.repeat(400_000) }))
      .status,
  );
  expect(
    (await (await as('medecin')).query('problems.list', { patientId: mine.id })).status,
    'and it goes on',
  ).toBe(200);
});
test('tokens: no answer carries one', async ({ as, world: { mine } }) => {
  const doctor = await as('medecin');
  for (const address of [
    '/trpc/session.me',
    '/bff/session',
    '/ohif/app-config.js',
    '/api/health',
    `/trpc/summary.get?input=${encodeURIComponent(JSON.stringify({ patientId: mine.id }))}`,
  ]) {
    const { text, headers } = await doctor.get(address);
    for (const secret of [doctor.accessToken, doctor.cookie])
      expect(text + JSON.stringify(headers), address).not.toContain(secret);
  }
  expect(ownPatient()).toBe('pat-demo');
});
for (const [what, open, operation] of [
  [
    'a page',
    (visitor: Visitor, { id }: Record_) => visitor.query('problems.list', { patientId: id }),
    'problems.list',
  ],
  [
    'a file',
    (visitor: Visitor, { id, document }: Record_) => visitor.get(`/bff/documents/${id}/${document}/0`),
    'documents.content',
  ],
  [
    'an image',
    (visitor: Visitor, { study }: Record_) => visitor.get(`${instancePath(study)}/frames/1`),
    'dicom-web.open',
  ],
] as const) {
  test(`24 trail: ${what} that was opened is in it with the answer`, async ({ as, fhir, stack }) => {
    const own = await makeRecord(stack, fhir, ['medecin']);
    expect((await open(await as('medecin'), own)).status).toBe(200);
    const found = await (await as('dpo')).query('audit.search', { patientId: own.id });
    expect(found.status).toBe(200);
    expect(found.text).toContain(`"${operation}"`);
  });
}

import { randomBytes } from 'node:crypto';
import { temporaryDatabase } from '@keneyapp/config/database-image';
import { startFakeProvider, type FakeProvider } from '@keneyapp/config/fake-provider';
import { postTokens, freePort, startTestBff, type RunningBff } from '@keneyapp/config/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noteContext } from '../audit/dealt-with.ts';
import { opinionContext } from '../emergency/opinions.ts';
import { encryptedColumns } from '../reencryption.ts';
import { createDataCipher } from './data-cipher.ts';
import { shareDatabase, type SharedDatabase } from '../testing-shared-database.ts';

/** A database that somebody writes to beside the application. */
let provider: FakeProvider;
let files: Awaited<ReturnType<typeof temporaryDatabase>>;
let database: SharedDatabase;
let url = '';
const running: RunningBff[] = [];
const [oldKey, newKey] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];

async function start(env: Record<string, string>): Promise<RunningBff> {
  const bff = await startTestBff(
    {
      env: {
        PUBLIC_URL: `http://localhost:${await freePort()}`,
        BFF_INTERNAL_URL: `http://127.0.0.1:${await freePort()}`,
      },
      issuer: provider.issuer,
      fhirUrl: 'http://127.0.0.1:9/fhir',
      dicomwebUrl: 'http://127.0.0.1:9/dicom-web',
    },
    { env: { DATABASE_URL: url, AUDIT_SIGNING_KEY: Buffer.alloc(32, 3).toString('base64'), ...env } },
  );
  running.push(bff);
  return bff;
}
let bff: RunningBff;
beforeAll(async () => {
  provider = await startFakeProvider();
  files = await temporaryDatabase('bff');
  database = await shareDatabase(files.folder);
  url = database.url;
  bff = await start({ DATA_KEY: oldKey });
}, 120_000);
afterAll(async () => {
  await Promise.allSettled(running.map((one) => one.stop()));
  await database.stop();
  await files.remove();
  await provider.stop();
});

const signIn = async (of: RunningBff): Promise<Record<string, string>> => {
  const response = await postTokens(of, await provider.tokens(300));
  expect(response.status).toBe(201);
  const { cookie } = (await response.json()) as { cookie: string };
  return { cookie: `keneya-session=${cookie}`, 'x-keneya-request': '1' };
};
const status = async (of: RunningBff, headers: Record<string, string>) =>
  (await fetch(`${of.url}/bff/session`, { headers })).status;

test.each([
  ['another role', `role = 'admin'`],
  ['another person', `subject = 'somebody-else'`],
  ['another person in the record', `fhir_user = 'Practitioner/2'`],
  ['another name', `display_name = 'Somebody Else'`],
  ['a longer life', `absolute_expires_at = absolute_expires_at + interval '1 day'`],
  ['no mark', `row_mark = NULL`],
])(
  'a session that was given %s in the table is none any more, and the trail says so',
  async (_what, change) => {
    const headers = await signIn(bff);
    expect(await status(bff, headers)).toBe(200);
    const { rows } = await database.pglite.query<{ id: string }>(
      `UPDATE session SET ${change} RETURNING id::text`,
    );
    expect(rows).toHaveLength(1);
    expect(await status(bff, headers)).toBe(401);
    const trail = await database.pglite.query<{ outcome: string; reason: string }>(
      `SELECT outcome, reason FROM audit_event WHERE operation = 'session.altered' ORDER BY seq DESC LIMIT 1`,
    );
    expect(trail.rows).toEqual([
      { outcome: 'denied', reason: change.startsWith('row_mark') ? 'unmarked' : 'altered' },
    ]);
    expect((await database.pglite.query('SELECT 1 FROM session')).rows).toEqual([]);
  },
);
test('somebody else’s cookie is not put to a session', async () => {
  const [victim, own] = [await signIn(bff), await signIn(bff)];
  await database.pglite.query(
    `UPDATE session SET cookie_hash = 'x' WHERE id = (SELECT id FROM session ORDER BY created_at DESC LIMIT 1);`,
  );
  expect(await status(bff, own)).toBe(401);
  expect(await status(bff, victim)).toBe(200);
  await database.pglite.query('DELETE FROM session');
});

test('the data key is changed without anybody losing a session, and the old one can go', async () => {
  const headers = await signIn(bff);
  await database.pglite.query(
    `INSERT INTO draft (id, user_id, patient_id, form, base, counter, content, updated_at, expires_at)
     VALUES (gen_random_uuid(), 'u', 'p', 'f', 'b', 1, '\\x0200', now(), now() + interval '1 day')`,
  );
  const both = await start({ DATA_KEY: newKey, DATA_KEYS_OLD: oldKey });
  expect(await status(both, headers)).toBe(200);
  const warnings = async () =>
    ((await (await fetch(`${both.url}/api/health`)).json()) as { warnings?: string[] }).warnings ?? [];
  // what cannot be read is told, and keeps nothing else from being sealed again
  await expect.poll(warnings, { timeout: 20_000 }).toContain('data-keys-old-not-all');
  const alone = await start({ DATA_KEY: newKey });
  expect(await status(alone, headers)).toBe(200);
  expect(await status(bff, headers)).toBe(401); // it knows the old key alone, and takes the row for altered
}, 60_000);

test('whatever is sealed is sealed again: notes and opinions too, and no column is forgotten', async () => {
  const id = '00000000-0000-4000-8000-000000000001',
    old = createDataCipher(oldKey);
  await database.pglite.query('DELETE FROM draft');
  await database.pglite.query(
    `INSERT INTO unusual_dealt (id, subject, seen, note, by_id, by_name, at) VALUES ($1, 's', '', $2, 'u', 'U', now())`,
    [id, old.encrypt('a note', noteContext(id))],
  );
  await database.pglite.query(
    `INSERT INTO emergency_grant (id, user_id, user_name, role, patient_id, kind, denial, created_at, expires_at, ended_at)
     VALUES ($1, 'u', 'U', 'nurse', 'p', 'vital', 'no-relation', now(), now(), now())`,
    [id],
  );
  await database.pglite.query(
    `INSERT INTO emergency_opinion (id, grant_id, practitioner, practitioner_name, asked_by, asked_by_name, asked_at, answer, comment)
     VALUES ($1, $1, 'Practitioner/1', 'P', 'u', 'U', now(), 'needed', $2)`,
    [id, old.encrypt('a word', opinionContext(id))],
  );
  const both = await start({ DATA_KEY: newKey, DATA_KEYS_OLD: oldKey });
  const warnings = async () =>
    ((await (await fetch(`${both.url}/api/health`)).json()) as { warnings?: string[] }).warnings ?? [];
  await expect.poll(warnings, { timeout: 20_000 }).toContain('data-keys-old-unused');
  const alone = createDataCipher(newKey);
  const [dealt] = (await database.pglite.query<{ note: Uint8Array }>('SELECT note FROM unusual_dealt')).rows,
    [opinion] = (
      await database.pglite.query<{ comment: Uint8Array }>('SELECT comment FROM emergency_opinion')
    ).rows;
  expect(dealt && alone.decrypt(dealt.note, noteContext(id))).toBe('a note');
  expect(opinion && alone.decrypt(opinion.comment, opinionContext(id))).toBe('a word');
  // hashes and marks are sealed with nothing; who may be the same person is found anew under another key (src/identities)
  const { rows } = await database.pglite.query<{ name: string }>(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type = 'bytea' AND table_name NOT LIKE 'identity\\_%' AND column_name NOT LIKE '%hash' AND column_name NOT IN ('row_mark', 'signature', 'previous')`,
  );
  expect(rows.map(({ name }) => name).sort()).toEqual([...encryptedColumns].sort());
}, 60_000);

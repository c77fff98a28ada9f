import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { besideIt, signInOverHttp, startTestBff, type RunningSandbox } from '@keneyapp/config/testing';
import { sharedSandbox } from '@keneyapp/config/shared-servers';

const seed = randomBytes(32).toString('base64');
let folder: string;
let sandbox: RunningSandbox;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'keneyapp-verify-'));
  await writeFile(`${folder}/secrets.env`, `AUDIT_SIGNING_KEY=${seed}\n`);
  sandbox = await sharedSandbox();
});
afterAll(async () => {
  await sandbox?.stop();
  await rm(folder, { recursive: true, force: true });
});

function command(...args: string[]): Promise<{ code: number; text: string }> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [path.resolve(import.meta.dirname, '../audit-verify.mjs'), ...args],
      { env },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, text: stdout + stderr }),
    );
  });
}
async function tamper(statement: string): Promise<void> {
  const pglite = await PGlite.create(`${folder}/bff`);
  await pglite.exec(
    `ALTER TABLE audit_event DISABLE TRIGGER ALL; ${statement}; ALTER TABLE audit_event ENABLE TRIGGER ALL`,
  );
  await pglite.close();
}

test('the trail of a running application, of a stopped one, and one that was tampered with', async () => {
  const bff = await startTestBff(sandbox, {
    env: {
      ...(await besideIt()),
      DATABASE_URL: `pglite:${folder}/bff`,
      AUDIT_SIGNING_KEY: seed,
      AUDIT_ANCHOR_FILE: `${folder}/audit-anchors.jsonl`,
    },
  });
  for (const name of ['medecin', 'infirmier']) await signInOverHttp(bff, sandbox, name);
  // somebody who does not say where the application listens is told what to do
  expect(await command('--data', folder)).toMatchObject({
    code: 2,
    text: expect.stringMatching(/in use by process \d+.*stop it/),
  });
  await writeFile(
    `${folder}/stack.env`,
    `PROFILE=sandbox\nBFF_INTERNAL_URL=${bff.internalUrl}\nINTERNAL_SECRET=${bff.env['INTERNAL_SECRET']}\nAUDIT_ANCHOR_FILE=${folder}/audit-anchors.jsonl\n`,
  );
  const running = await command('--data', folder);
  expect(running).toMatchObject({
    code: 0,
    text: expect.stringMatching(
      /application runs[\s\S]*2 records[\s\S]*✓ the audit trail is as it was written/,
    ),
  });
  await bff.stop();

  // what was left to sign was signed on the way out, and is in the anchor file
  const stopped = await command('--data', folder);
  expect(stopped).toMatchObject({
    code: 0,
    text: expect.stringMatching(/2 records, 1 checkpoints \(1 of them[\s\S]*signed up to record 2 on/),
  });
  expect((await readFile(`${folder}/audit-anchors.jsonl`, 'utf8')).trim().split('\n')).toHaveLength(1);

  await tamper("UPDATE audit_event SET user_name = 'Personne' WHERE seq = 1");
  expect(await command('--data', folder)).toMatchObject({
    code: 1,
    text: expect.stringContaining('✗ record 1 was changed'),
  });
  await tamper('DELETE FROM audit_event WHERE seq = 2');
  expect(await command('--data', folder)).toMatchObject({
    code: 1,
    text: expect.stringContaining('✗ record 2 was cut off'),
  });
  await appendFile(`${folder}/audit-anchors.jsonl`, 'x\n');
  expect((await command('--data', folder)).text).toContain('✗ line 2 of the anchor file is forged');
}, 240_000); // starts the embedded database nine times

test('says what it needs, and shows the public key', async () => {
  const key = await command('--data', folder, '--public-key');
  expect(key).toMatchObject({ code: 0, text: expect.stringMatching(/^-----BEGIN PUBLIC KEY-----/) });
  await writeFile(`${folder}/old.pem`, key.text);
  expect(await command('--data', `${folder}/nowhere`)).toMatchObject({
    code: 2,
    text: expect.stringContaining('AUDIT_SIGNING_KEY'),
  });
  expect(await command('--data', `${folder}/nowhere`, '--key', `${folder}/old.pem`)).toMatchObject({
    code: 2,
    text: expect.stringContaining('there is no database in'),
  });
  expect(await command('--profile', 'nope')).toMatchObject({
    code: 2,
    text: expect.stringContaining('There is no profile'),
  });
  expect(await command('--what')).toMatchObject({ code: 2, text: expect.stringContaining('--what') });
});

import { randomBytes, randomUUID } from 'node:crypto';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { sandboxSystemToken } from '@keneyapp/config/testing';
import { expect, it } from 'vitest';
import { createDataCipher } from '../session/data-cipher.ts';
import { Intents, type IntentContent } from './intents.ts';
import { Settler } from './settler.ts';
import { requestOf, startWriting } from './testing-writing.ts';

it('what cannot be opened keeps nobody else from being settled, and is reported once', async () => {
  const sandbox = await sharedSandbox();
  const token = await sandboxSystemToken(sandbox);
  const writing = await startWriting({
    databaseUrl: 'pglite:memory',
    fhirUrl: sandbox.fhirUrl,
    token: () => Promise.resolve(token),
  });
  const { intents, fhir, database } = writing;
  const lostKey = new Intents(database, createDataCipher(randomBytes(32).toString('base64')));
  const contentOf = (key: string): IntentContent => ({
    patientId: 'p',
    sessionId: 'session',
    bundle: JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry: [] }),
    audit: requestOf(fhir, 'p', {}, key).audit(),
  });
  const add = async (to: Intents, key: string) => {
    const id = randomUUID();
    await to.add({ id, writeId: randomUUID(), attempt: 0, inputHash: 'hash', says: null }, contentOf(key));
    return id;
  };
  const unopenable = await Promise.all(Array.from({ length: 205 }, () => add(lostKey, 'lost')));
  const readable = randomUUID();
  await add(intents, readable);
  await database.rows(`UPDATE chart_intent SET created_at = created_at - interval '2 minutes'`, []);
  const errors: unknown[] = [];
  const settler = new Settler({
    intents,
    writer: writing.writer,
    fhirOf: () => Promise.resolve(fhir),
    onError: (error) => errors.push(error),
  });
  await settler.look();
  await settler.look();
  await settler.stop();
  expect(await database.db.auditEvent.findMany({ where: { requestId: readable } })).toMatchObject([
    { outcome: 'failure', reason: 'lost', resources: [] },
  ]);
  expect((await intents.open(1_000)).map(({ id }) => id).sort()).toEqual(unopenable.sort());
  expect(errors).toHaveLength(205);
  await writing.close();
  await sandbox.stop();
});

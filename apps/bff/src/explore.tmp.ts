import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { connectFhir } from '@keneyapp/fhir-client';
import { startTestSandbox, sandboxSystemToken } from '../../../packages/config/src/testing.ts';
import { appRouter } from './app-router.ts';
import { createCallerFactory } from './trpc.ts';
import { openDatabase } from './database/client.ts';
import { DatabaseAuditRecorder } from './audit/recorder.ts';
import type { Context } from './context.ts';

const dir = process.argv[2] ?? '/tmp/chart/data';
const sandbox = await startTestSandbox({ dataDir: dir });
console.log(sandbox.fhirUrl);
const token = await sandboxSystemToken(sandbox);
const server = connectFhir({ baseUrl: sandbox.fhirUrl });
const fhir = server.client({ token: async () => token });
const folder = '/work/shared/data/synthea';
if (process.argv[3] === 'import') for (const f of readdirSync(folder).filter((f) => f.endsWith('.json'))) {
  const t = performance.now();
  await fhir.transaction(JSON.parse(readFileSync(`${folder}/${f}`, 'utf8')));
  console.log(f, Math.round(performance.now() - t));
}
const { db, close } = await openDatabase('pglite:memory');
const session = { id: 's', userId: 'u', username: 'medecin', displayName: 'Dr', role: 'doctor' as const, fhirUser: null, idleExpiresAt: '', absoluteExpiresAt: '', accessToken: async () => token };
const ctx = { services: { db, audit: new DatabaseAuditRecorder(db), fhirFor: () => fhir, systemFhir: fhir } as unknown as Context['services'], session, requestId: 'r', remoteAddress: '::1', signal: new AbortController().signal } as Context;
const call = createCallerFactory(appRouter)(ctx);
const out: Record<string, unknown> = {};
const all = await fhir.searchAll('Patient', { _count: 200 }, 500);
const time = async <T>(name: string, run: () => Promise<T>): Promise<T | null> => { const t = performance.now(); try { const r = await run(); console.log(name.padEnd(24), (performance.now() - t).toFixed(1), JSON.stringify(r).length); return r; } catch (e) { console.log(name, 'ERR', e instanceof Error ? `${e.message} ${String((e.cause as {outcome?: unknown})?.outcome ? JSON.stringify((e.cause as {outcome?: unknown}).outcome) : '')}` : e); return null; } };
for (const p of all) {
  const patientId = p.id ?? '';
  console.log('==', patientId, p.name?.[0]?.family);
  out[`${p.name?.[0]?.family} ${patientId}`] = {
    banner: await time('banner', () => call.patients.banner({ patientId })), summary: await time('summary', () => call.summary.get({ patientId })),
    problems: await time('problems', () => call.problems.list({ patientId })), allergies: await time('allergies', () => call.allergies.list({ patientId })),
    medications: await time('medications', () => call.medications.list({ patientId })), encounters: await time('encounters', () => call.encounters.list({ patientId })),
    immunizations: await time('immunizations', () => call.immunizations.list({ patientId })),
  };
}
for (const query of ['barton', 'Kuhn gab', 'dino 11/08/1941', '11/08/1941', '08/1941', 'zz', 'toy', 'S99938349', '1', '💥'])
  out[`search ${query}`] = await time(`search ${query}`, () => call.patients.search({ query, limit: 20 }));
out['recent'] = await time('recent', () => call.patients.recent());
writeFileSync('/tmp/chart/out.json', JSON.stringify(out, null, 1));
await close(); await server.close(); await sandbox.stop();

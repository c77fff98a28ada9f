import { performance } from 'node:perf_hooks';
import { connectFhir } from '@keneyapp/fhir-client';
import { startTestSandbox, sandboxSystemToken } from '../../../packages/config/src/testing.ts';
import { summarySearches } from './features/summary/searches.ts';
import { bannerSearches } from './features/patients/banner.ts';
const sandbox = await startTestSandbox({ dataDir: process.argv[2] ?? '/tmp/chart/data' });
const token = await sandboxSystemToken(sandbox);
const server = connectFhir({ baseUrl: sandbox.fhirUrl });
const fhir = server.client({ token: async () => token });
const all = await fhir.searchAll('Patient', { _count: 200, family: 'Toy,Becker' }, 500);
const stat = async (name: string, run: () => Promise<unknown>) => { const ts: number[] = []; for (let i = 0; i < 40; i++) { const t = performance.now(); await run(); ts.push(performance.now() - t); } ts.sort((a, b) => a - b); console.log(name.padEnd(30), ts[20]?.toFixed(1), ts[38]?.toFixed(1)); };
for (const p of all) {
  const id = p.id ?? '';
  console.log(p.name?.[0]?.family);
  await stat('read patient', () => fhir.read('Patient', id));
  const s = summarySearches(id);
  await stat('summary', () => fhir.batchSearch(Object.values(s)));
  await stat('banner', () => fhir.batchSearch([{ type: 'Patient', params: { _id: id } }, ...bannerSearches(id)]));
  for (const [k, v] of Object.entries(s)) await stat(k, () => fhir.batchSearch([v]));
  for (const v of bannerSearches(id)) await stat('b ' + v.type, () => fhir.batchSearch([v]));
}
await server.close(); await sandbox.stop();

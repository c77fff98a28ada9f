import { performance } from 'node:perf_hooks';
import { connectFhir } from '@keneyapp/fhir-client';
import { startTestSandbox, sandboxSystemToken } from '../../../packages/config/src/testing.ts';
const sandbox = await startTestSandbox({ dataDir: process.argv[2] ?? '/tmp/chart/data' });
const token = await sandboxSystemToken(sandbox);
const server = connectFhir({ baseUrl: sandbox.fhirUrl });
const fhir = server.client({ token: async () => token });
const all = await fhir.searchAll('Patient', { _count: 200, family: 'Becker' }, 500);
const stat = async (name: string, run: () => Promise<unknown>) => { const ts: number[] = []; for (let i = 0; i < 30; i++) { const t = performance.now(); await run(); ts.push(performance.now() - t); } ts.sort((a, b) => a - b); console.log(name.padEnd(30), ts[15]?.toFixed(1), ts[28]?.toFixed(1)); };
const patient = all[0]?.id ?? '';
const v = { type: 'Observation' as const };
for (const params of [{ patient, category: 'laboratory', _count: 40, _sort: '-date', _total: 'accurate' }, { patient, category: 'laboratory', _count: 40, _sort: '-date' }, { patient, category: 'laboratory', _count: 40, _total: 'accurate' }, { patient, category: 'laboratory', _count: 40, _sort: '-date', _elements: 'code,value,effective,status,interpretation,referenceRange' },
  { patient, category: 'vital-signs', _count: 120, _sort: '-date' }, { patient, category: 'vital-signs', _count: 120, _sort: '-date', _elements: 'code,value,effective,status,interpretation,component' }])
  await stat(JSON.stringify(params).slice(45), () => fhir.batchSearch([{ ...v, params }]));
await server.close(); await sandbox.stop();

import { systems } from '@keneyapp/fhir-model/systems';
import { connectFhir, type FhirServer } from '@keneyapp/fhir-client';
import { sandboxSystemToken, startTestSandbox, type RunningSandbox } from '@keneyapp/config/testing';
import type { CodeSystem } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openDatabase, type Database } from '../database/client.ts';
import { TerminologyCache } from './cache.ts';
import { TerminologyServer } from './terminology-server.ts';
import { Terminology } from './terminology.ts';

let sandbox: RunningSandbox, server: FhirServer, database: Database, terminology: Terminology;
const errors: unknown[] = [];
const owners = ['user:a', 'service:cardio'];

const cim10 = (version: string, ...codes: [string, string][]): CodeSystem & { id: string } => ({
  resourceType: 'CodeSystem',
  id: 'cim',
  url: systems.cim10,
  version,
  title: 'CIM-10',
  status: 'active',
  content: 'complete',
  concept: codes.map(([code, display]) => ({ code, display })),
});
const fhir = () => server.client({ token: () => sandboxSystemToken(sandbox) });
const codes = async (typed: string) =>
  (await terminology.suggest('Condition.code', typed, owners)).lines.map(({ code }) => code);

beforeAll(async () => {
  sandbox = await startTestSandbox();
  server = connectFhir({ baseUrl: sandbox.fhirUrl, timeoutMs: 5_000 });
  database = await openDatabase('pglite:memory');
  terminology = await new Terminology({
    server: new TerminologyServer(fhir()),
    cache: new TerminologyCache(null),
    db: database.db,
    onError: (error) => errors.push(error),
  }).start();
});
afterAll(async () => {
  await terminology.stop();
  await database.close();
  await server.close();
  await sandbox.stop().catch(() => undefined);
});

it('says that nothing is loaded, which is not the same as nothing found', async () => {
  await terminology.refresh();
  expect(await terminology.suggest('Condition.code', 'hta', owners)).toEqual({ lines: [], state: 'empty' });
});

it('searches a release once it has read it, and the next one when it is loaded', async () => {
  await fhir().update(cim10('1', ['I10', 'Hypertension essentielle'], ['K35', 'Appendicite']));
  await terminology.refresh();
  expect(await codes('hta')).toEqual(['I10']);
  expect(await terminology.displayOf('Condition.code', systems.cim10, 'K35')).toBe('Appendicite');
  await fhir().update(cim10('2', ['I10', 'Hypertension essentielle'], ['K37', 'Appendicite']));
  await terminology.refresh();
  expect(await codes('append')).toEqual(['K37']);
  expect(await terminology.displayOf('Condition.code', systems.cim10, 'K35')).toBeNull();
});

it('knows no code of a system that the field does not take', async () => {
  expect(await terminology.displayOf('Procedure.code', systems.cim10, 'I10')).toBeNull();
});

it('puts first what was written, of this person and service alone', async () => {
  await fhir().update(
    cim10(
      '3',
      ['I10', 'Hypertension essentielle'],
      ['K76.6', 'Hypertension portale'],
      ['K37', 'Appendicite'],
    ),
  );
  await terminology.refresh();
  expect((await codes('hypertension'))[0]).toBe('I10');
  const bundle = {
    resourceType: 'Bundle' as const,
    type: 'transaction' as const,
    entry: [
      {
        resource: {
          resourceType: 'Condition' as const,
          subject: { reference: 'Patient/x' },
          code: { coding: [{ system: systems.cim10, code: 'K76.6' }] },
        },
      },
    ],
  };
  for (let time = 0; time < 8; time += 1) await terminology.wereWritten(bundle, owners);
  expect((await codes('hypertension'))[0]).toBe('K76.6');
  expect(await codes('')).toEqual(['K76.6']);
  const others = await terminology.suggest('Condition.code', 'hypertension', ['user:b']);
  expect(others.lines[0]?.code).toBe('I10');
  const rows = JSON.stringify(await database.db.codedUse.findMany());
  expect(rows).not.toContain('Patient');
});

it('goes on with what it read while the server is away, and says so where it read nothing', async () => {
  await sandbox.kill();
  await terminology.refresh();
  expect(terminology.isReachable).toBe(false);
  expect((await codes('append'))[0]).toBe('K37');
  expect(await terminology.displayOf('Condition.code', systems.cim10, 'K37')).toBe('Appendicite');
  const unread = await terminology.suggest('Procedure.code', 'coro', owners);
  expect(unread).toEqual({ lines: [], state: 'away' });
  await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0));
});

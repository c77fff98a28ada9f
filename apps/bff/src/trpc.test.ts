import { FhirError } from '@keneyapp/fhir-client';
import { callTRPCProcedure, getErrorShape, TRPCError } from '@trpc/server';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { InputParser } from './audit/asked.ts';
import type { AuditEntry } from './audit/audit.ts';
import type { Context } from './context.ts';
import { asTrpcError } from './errors.ts';
import { accessServices, careTeamOf, factsFhir, testPolicy } from './testing-access.ts';
import { mergeBatches } from './fhir/batches.ts';
import { chartOperation, router, unitOperation } from './trpc.ts';

const secret = 'Jeanne DURAND';
let answered = 0;
const tested = router({
  fine: chartOperation('summary.read').query(({ ctx }) => {
    answered += 1;
    ctx.auditResources('Condition', 'Patient/p1');
    return secret;
  }),
  broken: chartOperation('summary.read').query(() => {
    throw new Error(`no such column for ${secret}`);
  }),
  refused: chartOperation('summary.read').query(() => {
    throw new FhirError(412, {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'conflict', diagnostics: secret }],
    });
  }),
  searched: unitOperation('patients.search')
    .input(z.object({ query: z.string().max(3) }))
    .query(() => null),
  none: unitOperation('audit.read').query(() => null),
  written: chartOperation('vitals.record')
    .input(z.object({ text: z.string() }))
    .mutation(() => 'done'),
});

const parsers = tested._def.procedures as unknown as Record<
  string,
  { _def: { inputs: InputParser[] } } | undefined
>;
const policy = await testPolicy();
const facts = factsFhir([careTeamOf('p1', 'Practitioner/1')]);

function contextOf(record: (entry: AuditEntry) => Promise<void>): Context {
  const session = {
    id: 's',
    userId: 'u',
    username: 'medecin',
    displayName: 'Dr',
    role: 'doctor' as const,
    fhirUser: 'Practitioner/1',
    idleExpiresAt: '',
    absoluteExpiresAt: '',
    authenticatedAt: null,
    accessToken: () => Promise.resolve('t'),
  };
  const services = {
    ...accessServices(policy, facts),
    audit: { record },
    fhirFor: () => ({}),
  } as unknown as Context['services'];
  return {
    services,
    session,
    access: services.accessFor(session),
    reads: () => mergeBatches(facts),
    endedBy: null,
    parsersOf: (path) => parsers[path]?._def.inputs ?? [],
    requestId: 'req-9',
    remoteAddress: '::1',
    signal: new AbortController().signal,
  };
}

async function call(
  path: keyof (typeof tested)['_def']['procedures'],
  input: unknown,
  record: (entry: AuditEntry) => Promise<void> = () => Promise.resolve(),
) {
  const ctx = contextOf(record);
  const type = path === 'written' ? 'mutation' : 'query';
  try {
    return {
      data: (await callTRPCProcedure({
        router: tested,
        path,
        getRawInput: () => Promise.resolve(input),
        ctx,
        type,
        signal: undefined,
        batchIndex: 0,
      })) as unknown,
      shape: null,
    };
  } catch (error) {
    return {
      data: null,
      shape: getErrorShape({
        config: tested._def._config,
        error: error as TRPCError,
        type,
        path,
        input,
        ctx,
      }),
    };
  }
}

describe('the trail', () => {
  it('is written before the answer, with what was touched', async () => {
    const entries: AuditEntry[] = [];
    const { data } = await call('fine', { patientId: 'p1' }, async (entry) => {
      await new Promise((r) => setTimeout(r, 5));
      entries.push(entry);
    });
    expect(data).toBe(secret);
    expect(entries).toEqual([
      expect.objectContaining({
        operation: 'fine',
        outcome: 'success',
        patientId: 'p1',
        resources: ['Condition', 'Patient/p1'],
        action: 'R',
        query: '{"patientId":"p1"}',
        requestId: 'req-9',
      }),
    ]);
  });
  it('that cannot be written keeps the answer back, without a word of why', async () => {
    answered = 0;
    const { data, shape } = await call('fine', { patientId: 'p1' }, () =>
      Promise.reject(new Error(`disk full at ${secret}`)),
    );
    expect([answered, data]).toEqual([1, null]);
    expect(shape).toMatchObject({
      message: 'audit',
      data: { code: 'SERVICE_UNAVAILABLE', reason: 'audit', requestId: 'req-9' },
    });
    expect(JSON.stringify(shape)).not.toContain(secret);
  });
  it('keeps of a question what the procedure knows, whatever came along', async () => {
    const entries: AuditEntry[] = [];
    const record = (entry: AuditEntry) => {
      entries.push(entry);
      return Promise.resolve();
    };
    const junk = 'x'.repeat(1_000_000);
    await call('fine', { patientId: 'p1', junk }, record);
    await call('fine', { patientId: 'nobody', junk }, record);
    await call('searched', { query: 'dur', junk }, record);
    await call('searched', { query: junk, junk }, record);
    await call('none', { junk }, record);
    expect(entries.map((e) => [e.operation, e.outcome, e.query])).toEqual([
      ['fine', 'success', '{"patientId":"p1"}'],
      ['fine', 'denied', '{"patientId":"nobody"}'],
      ['searched', 'success', '{"query":"dur"}'],
      ['searched', 'failure', '{"invalid":["query"]}'],
      ['none', 'denied', undefined],
    ]);
  });
  it('names failures, and of a write not its text', async () => {
    const entries: AuditEntry[] = [];
    const record = (entry: AuditEntry) => {
      entries.push(entry);
      return Promise.resolve();
    };
    await call('broken', { patientId: 'p1' }, record);
    await call('written', { patientId: 'p1', text: secret }, record);
    await call('searched', { query: 'dur' }, record);
    expect(entries.map((e) => [e.operation, e.outcome, e.action])).toEqual([
      ['broken', 'failure', 'R'],
      ['written', 'success', 'C'],
      ['searched', 'success', 'E'],
    ]);
    expect(JSON.stringify(entries[1])).not.toContain(secret);
  });
});

describe('what leaves when something fails', () => {
  it('has no text from the inside, no stack, but the request id', async () => {
    for (const path of ['broken', 'refused'] as const) {
      const { shape } = await call(path, { patientId: 'p1' });
      expect(JSON.stringify(shape)).not.toMatch(/DURAND|no such column|at .*\.ts|stack/);
      expect(shape).toMatchObject({ data: { requestId: 'req-9', path } });
    }
    expect((await call('broken', { patientId: 'p1' })).shape?.message).toBe('internal error');
    expect((await call('refused', { patientId: 'p1' })).shape).toMatchObject({
      message: 'fhir 412',
      data: { code: 'PRECONDITION_FAILED', httpStatus: 412 },
    });
  });
  it('names the field that is wrong, not what was typed', async () => {
    const { shape } = await call('searched', { query: secret });
    expect(shape).toMatchObject({
      data: { code: 'BAD_REQUEST', issues: [expect.objectContaining({ path: ['query'], code: 'too_big' })] },
    });
    expect(JSON.stringify(shape)).not.toContain(secret);
  });
  it.each(['..', 'a/b', '', 'x'.repeat(65), '../Patient', 'p1?x=1', 'p1,p2', null, { id: 'p1' }])(
    'does not take %j for a patient',
    async (patientId) => {
      const { shape } = await call('fine', { patientId });
      expect(shape).toMatchObject({ data: { code: 'BAD_REQUEST' } });
    },
  );
  it.each([
    [0, 'SERVICE_UNAVAILABLE'],
    [400, 'BAD_REQUEST'],
    [401, 'UNAUTHORIZED'],
    [403, 'FORBIDDEN'],
    [404, 'NOT_FOUND'],
    [409, 'PRECONDITION_FAILED'],
    [410, 'NOT_FOUND'],
    [412, 'PRECONDITION_FAILED'],
    [418, 'BAD_GATEWAY'],
    [500, 'BAD_GATEWAY'],
    [502, 'BAD_GATEWAY'],
    [504, 'GATEWAY_TIMEOUT'],
  ] as const)('tells FHIR %i as %s', (status, code) => {
    expect(
      asTrpcError(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: new FhirError(status, null) })).code,
    ).toBe(code);
  });
});

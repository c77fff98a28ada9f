import { TRPCError, type AnyProcedure } from '@trpc/server';
import { describe, expect, it } from 'vitest';
import { appRouter } from './app-router.ts';
import type { AuditEntry } from './audit/audit.ts';
import type { Context } from './context.ts';
import { withoutOperation } from './declared.ts';
import { accessServices, testPolicy } from './testing-access.ts';
import { createCallerFactory } from './trpc.ts';

const withoutSession = /^session\./;

/** Lists that concern no single patient: their own tests say what a patient gets of them. */
const ofNoPatient = /^appointments\./;

const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, AnyProcedure>);
const recorded: AuditEntry[] = [];
const unreachable = new Proxy(
  {},
  {
    get: (_target, name) => {
      if (name === 'then') return undefined;
      throw new Error(`reached ${String(name)}`);
    },
  },
);

const policy = await testPolicy();

function contextOf(role: 'data-manager' | 'patient' | null): Context {
  const session = role && {
    id: 's',
    userId: 'u',
    username: role,
    displayName: role,
    role,
    fhirUser: role === 'patient' ? 'Patient/own' : null,
    idleExpiresAt: '2030-01-01T00:00:00Z',
    absoluteExpiresAt: '2030-01-01T00:00:00Z',
    authenticatedAt: null,
    accessToken: () => Promise.reject(new Error('reached a token')),
  };
  const access = accessServices(policy);
  const services = {
    ...access,
    audit: {
      record: (entry: AuditEntry) => {
        recorded.push(entry);
        return Promise.resolve();
      },
    },
    fhirFor: () => unreachable,
    systemFhir: unreachable,
    db: unreachable,
    events: unreachable,
    env: unreachable,
    cipher: unreachable,
  };
  return {
    services: services as unknown as Context['services'],
    session,
    access: session && access.accessFor(session),
    reads: () => unreachable as ReturnType<Context['reads']>,
    endedBy: null,
    parsersOf: () => [],
    requestId: 'req',
    remoteAddress: '::1',
    signal: new AbortController().signal,
  };
}

async function outcome(path: string, role: 'data-manager' | 'patient' | null): Promise<unknown> {
  const caller = createCallerFactory(appRouter)(contextOf(role)) as unknown as Record<
    string,
    Record<string, (input: unknown) => Promise<unknown>>
  >;
  const [feature = '', name = ''] = path.split('.');
  return caller[feature]?.[name]?.({ patientId: 'someone-else' }).then(
    () => 'answered',
    (error: unknown) => error,
  );
}

describe('every procedure', () => {
  it('is found by this walk', () => {
    expect(procedures.length).toBeGreaterThan(10);
    expect(procedures.map(([path]) => path)).toEqual(
      expect.arrayContaining(['patients.search', 'patients.banner', 'summary.get', 'problems.list']),
    );
  });

  const guarded = procedures.filter(([path]) => !Object.hasOwn(withoutOperation, path));
  it.each(guarded.map(([path]) => path))(
    '%s passes through the decision point and is refused and recorded for who has no right',
    async (path) => {
      recorded.length = 0;
      // who keeps the terminologies has nothing else, and nobody else has them
      const error = await outcome(path, path.startsWith('terminology.') ? 'patient' : 'data-manager');
      expect(error).toBeInstanceOf(TRPCError);
      expect(error).toMatchObject({ code: 'FORBIDDEN' });
      expect(recorded).toEqual([
        expect.objectContaining({ operation: path, outcome: 'denied', reason: 'role' }),
      ]);
    },
  );
  it.each(guarded.map(([path]) => path).filter((path) => !ofNoPatient.test(path)))(
    '%s gives a patient nothing of somebody else',
    async (path) => {
      expect(await outcome(path, 'patient')).toMatchObject({ code: 'FORBIDDEN' });
    },
  );
  it.each(procedures.map(([path]) => path).filter((path) => !withoutSession.test(path)))(
    '%s asks for a session',
    async (path) => {
      await expect(outcome(path, null)).resolves.toMatchObject({ code: 'UNAUTHORIZED' });
    },
  );
});

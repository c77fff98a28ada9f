import { expect, test } from '@playwright/test';
import { createPolicyEngine } from '../../apps/bff/src/access/engine.ts';
import type { PolicyEngine, PolicyInput } from '../../apps/bff/src/access/policy.ts';
import { stackOf } from '../stack.ts';

/** What the application relies on of whichever evaluates the policy: the compiled one, or the OPA server of the profile. */
const { OPA_URL, OPA_TOKEN } = stackOf().settings;
let engine: PolicyEngine;
test.beforeAll(async () => {
  engine = await createPolicyEngine({ OPA_URL, OPA_TOKEN });
});
test.afterAll(() => engine.close());

const patient = {
  id: 'p',
  encounters: [],
  careTeam: ['Practitioner/1'],
  appointments: [],
  imaging: [],
  prescriptions: [],
  consents: [],
};
const asked = (
  over: Partial<PolicyInput> & { fhirUser?: string; role?: PolicyInput['subject']['role'] },
): PolicyInput => ({
  now: '2026-11-25T12:00:00Z',
  operation: 'problems.read',
  patient,
  grant: null,
  written: null,
  ...over,
  subject: {
    role: over.role ?? 'doctor',
    fhirUser: over.fhirUser ?? 'Practitioner/1',
    units: [],
    emergencySuspended: false,
  },
});
const decide = (...inputs: PolicyInput[]) => engine.decide(inputs);

test('a care team opens the chart to its members and to nobody else, in the order asked', async () => {
  const [own, foreign, secretary] = await decide(
    asked({}),
    asked({ fhirUser: 'Practitioner/2' }),
    asked({ role: 'secretary' }),
  );
  expect(own).toMatchObject({ allow: true, basis: 'care-team' });
  expect(foreign).toMatchObject({ allow: false, reasons: ['no-relation'], mayBreakGlass: true });
  expect(secretary).toMatchObject({ allow: false, mayBreakGlass: false });
});

test('breaking the glass opens one chart to read until it runs out', async () => {
  const grant = { patientId: 'p', expiresAt: '2026-11-25T13:00:00Z' },
    who = { fhirUser: 'Practitioner/2' };
  const [open, write, over, other] = await decide(
    asked({ ...who, grant }),
    asked({ ...who, grant, operation: 'vitals.correct' }),
    asked({ ...who, grant: { ...grant, expiresAt: '2026-11-25T11:00:00Z' } }),
    asked({ ...who, grant: { ...grant, patientId: 'q' } }),
  );
  expect([open?.allow, write?.allow, over?.allow, other?.allow]).toEqual([true, false, false, false]);
  expect(open?.basis).toBe('emergency');
});

test('what cannot be understood is refused', async () => {
  const [nonsense] = await decide({ ...asked({}), now: 'yesterday' });
  expect(nonsense?.allow).toBe(false);
  expect(await engine.rights('doctor')).toHaveProperty(['problems.read']);
});

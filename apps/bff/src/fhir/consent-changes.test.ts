import type { Consent } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WasmEngine } from '../access/wasm-engine.ts';
import { buildConsent, type ConsentDecision } from './build-consent.ts';
import { widensAccess } from './consent-changes.ts';
import { addDays, dayOf } from '@keneyapp/fhir-model/hospital-days';

let policy: WasmEngine;
beforeAll(async () => {
  policy = await WasmEngine.open();
});
afterAll(() => policy.close());

const now = new Date();
const today = dayOf(now);
let count = 0;
const decided = (over: Partial<ConsentDecision> & Pick<ConsentDecision, 'kind' | 'decision'>): Consent => ({
  ...buildConsent({
    patientId: 'p',
    persons: [],
    from: null,
    until: null,
    signedOn: null,
    // each a second after the one before, all of them past
    at: new Date(now.getTime() - 3_600_000 + ++count * 1_000),
    performers: [],
    key: `k${count}`,
    ...over,
  }),
  id: `c${count}`,
});
const doctor = [{ reference: 'Practitioner/d', display: 'Dr D' }];
const kin = [{ reference: 'Patient/kin', display: 'K' }];
const widens = (before: Consent[], after: Consent[]) =>
  widensAccess(policy, { patientId: 'p', before, after, now });

describe('what a change of a decision does is asked of the policy', () => {
  const refusals = (['care', 'sharing', 'portal'] as const).map((kind) =>
    decided({ kind, decision: 'deny' }),
  );
  it('a refusal widens nothing, its end does', async () => {
    for (const refusal of refusals) {
      expect(await widens([], [refusal]), refusal.id).toBe(false);
      expect(await widens([refusal], [{ ...refusal, status: 'inactive' }]), refusal.id).toBe(true);
      expect(
        await widens(
          [refusal],
          [refusal, decided({ kind: refusal.category[0]?.coding?.[0]?.code as 'care', decision: 'permit' })],
        ),
      ).toBe(true);
    }
  });
  it('an agreement where nothing was refused opens nothing more', async () => {
    expect(await widens([], [decided({ kind: 'care', decision: 'permit' })])).toBe(false);
    const [, sharing] = refusals;
    expect(
      await widens([sharing as Consent], [sharing as Consent, decided({ kind: 'care', decision: 'permit' })]),
    ).toBe(false);
  });
  it('nor does research: nothing is opened by it', async () => {
    const refused = decided({ kind: 'research', decision: 'deny' });
    expect(await widens([refused], [refused, decided({ kind: 'research', decision: 'permit' })])).toBe(false);
  });
  it('a delegation widens, taking it back does not; a second person may act: it widens', async () => {
    const given = decided({ kind: 'delegation', decision: 'permit', persons: kin });
    expect(await widens([], [given])).toBe(true);
    expect(
      await widens([given], [given, decided({ kind: 'delegation', decision: 'deny', persons: kin })]),
    ).toBe(false);
    const another = decided({
      kind: 'delegation',
      decision: 'permit',
      persons: [{ reference: 'Patient/other', display: 'O' }],
    });
    expect(await widens([given], [given, another])).toBe(true);
    // while the portal is refused it opens nothing; it would the day the refusal ends
    const closed = decided({ kind: 'portal', decision: 'deny' });
    expect(await widens([closed], [closed, given])).toBe(false);
    const closedUntil = decided({ kind: 'portal', decision: 'deny', until: addDays(today, 10) });
    expect(await widens([closedUntil], [closedUntil, given])).toBe(true);
  });
  it('an objection narrows, what takes it back widens, also for who has no tie at all', async () => {
    const objection = decided({ kind: 'objection', decision: 'deny', persons: doctor });
    expect(await widens([], [objection])).toBe(false);
    expect(
      await widens(
        [objection],
        [objection, decided({ kind: 'objection', decision: 'permit', persons: doctor })],
      ),
    ).toBe(true);
    expect(await widens([objection], [{ ...objection, status: 'inactive' }])).toBe(true);
    expect(
      await widens(
        [objection],
        [
          {
            ...objection,
            provision: { ...objection.provision, period: { end: addDays(today, 3) } },
          } as Consent,
        ],
      ),
    ).toBe(true);
  });
  it('an end that comes sooner, and what is planned and called off, widen at their moment', async () => {
    const planned = decided({ kind: 'care', decision: 'deny', from: addDays(today, 7) });
    expect(await widens([], [planned])).toBe(false);
    expect(await widens([planned], [{ ...planned, status: 'entered-in-error' }])).toBe(true);
    const until = decided({ kind: 'care', decision: 'deny', until: addDays(today, 30) });
    expect(await widens([], [until])).toBe(false);
    const sooner = {
      ...until,
      provision: { ...until.provision, period: { end: addDays(today, 5) } },
    } as Consent;
    expect(await widens([until], [sooner])).toBe(true);
    expect(await widens([sooner], [until])).toBe(false);
    const later = decided({ kind: 'delegation', decision: 'permit', persons: kin, from: addDays(today, 20) });
    expect(await widens([], [later])).toBe(true);
    expect(await widens([later], [{ ...later, status: 'entered-in-error' }])).toBe(false);
  });
  it('what is proposed opens nothing and closes nothing', async () => {
    const objection = decided({ kind: 'objection', decision: 'deny', persons: doctor });
    for (const decision of ['permit', 'deny'] as const)
      for (const status of ['proposed', 'draft'] as const)
        for (const [kind, persons] of [
          ['delegation', kin],
          ['objection', doctor],
          ['care', []],
        ] as const)
          expect(
            await widens(
              [objection],
              [objection, { ...decided({ kind, decision, persons: [...persons] }), status }],
            ),
          ).toBe(false);
  });
  it('an objection to nobody that can be told closes care: laying it aside widens', async () => {
    const unknown = { ...decided({ kind: 'objection', decision: 'deny' }) };
    expect(await widens([], [unknown])).toBe(false);
    expect(await widens([unknown], [{ ...unknown, status: 'inactive' }])).toBe(true);
  });
});

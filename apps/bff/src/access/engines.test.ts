// Long because one table of questions is asked of every policy engine, and what is refused by each stands beside it.
import { leftOut } from '@keneyapp/config/left-out';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { opaFile, startOpa, withoutOpa } from '../testing-opa.ts';
import { OpaEngine } from './opa-engine.ts';
import type {
  Decision,
  PatientFacts,
  PolicyConsent,
  PolicyEngine,
  PolicyInput,
  WrittenState,
} from './policy.ts';
import { isReading, operationNames, reading } from './operation-kinds.ts';
import { operations, type Operation } from './operations.ts';
import { features, roles, type Feature } from './roles.ts';
import { WasmEngine } from './wasm-engine.ts';

const me = 'Practitioner/me',
  ward = 'Organization/ward';
const nobody: PatientFacts = {
  id: 'p',
  encounters: [],
  careTeam: [],
  appointments: [],
  imaging: [],
  prescriptions: [],
  consents: [],
};
const lately = '2026-06-08T12:00:00Z';
const stay = {
  isCurrent: true,
  isPlanned: false,
  startsAt: lately as string | null,
  seenAt: lately as string | null,
  endedAt: null,
  units: [] as string[],
  participants: [] as string[],
};
const said = (
  kind: PolicyConsent['kind'],
  decision: PolicyConsent['decision'],
  actors: string[] = [],
  until: string | null = null,
): PolicyConsent => ({ kind, decision, actors, from: null, until });
const ask = (
  about: Partial<Omit<PolicyInput, 'patient'>> = {},
  facts: Partial<PatientFacts> | null = {},
): PolicyInput => ({
  now: '2026-06-10T12:00:00.000Z',
  subject: subject(),
  operation: 'summary.read',
  grant: null,
  written: null,
  ...about,
  patient: facts && { ...nobody, ...facts },
});
function subject(more: Partial<PolicyInput['subject']> = {}): PolicyInput['subject'] {
  return { role: 'doctor', fhirUser: me, units: [ward], emergencySuspended: false, ...more };
}
const as = (role: PolicyInput['subject']['role'], more: Partial<PolicyInput['subject']> = {}) => ({
  subject: subject({ role, ...more }),
});
const grant = { patientId: 'p', expiresAt: '2026-06-10T12:30:00.000Z' };
const planned = { isCurrent: false, isPlanned: true, seenAt: null };
const onWard = { encounters: [{ ...stay, units: [ward] }] };
const plain: WrittenState = { author: null, status: 'final', computed: false, signed: false };
const proposed = (author: WrittenState['author']): WrittenState => ({
  author,
  status: 'proposed',
  computed: null,
  signed: null,
});

/** What is asked, and what it rests on or why it is refused. */
const cases: [string, PolicyInput, string][] = [
  ['care team', ask({}, { careTeam: [me] }), 'care-team'],
  ['named on the stay', ask(as('nurse'), { encounters: [{ ...stay, participants: [me] }] }), 'encounter'],
  ['stay in the unit', ask({}, onWard), 'unit'],
  [
    'stay that ended',
    ask(
      {},
      { encounters: [{ ...stay, isCurrent: false, endedAt: '2026-06-01T10:00:00+02:00', units: [ward] }] },
    ),
    'recent-stay',
  ],
  [
    'stay that ended long ago',
    ask({}, { encounters: [{ ...stay, isCurrent: false, endedAt: '2026-03-01T10:00:00Z', units: [ward] }] }),
    'no-relation',
  ],
  [
    'appointment',
    ask({}, { appointments: [{ start: '2026-06-12T08:00:00Z', actors: [me] }] }),
    'appointment',
  ],
  [
    'planned stay',
    ask({}, { encounters: [{ ...stay, ...planned, startsAt: '2026-06-15T08:00:00Z', units: [ward] }] }),
    'unit',
  ],
  [
    'stay planned for later',
    ask({}, { encounters: [{ ...stay, ...planned, startsAt: '2026-06-25T08:00:00Z', units: [ward] }] }),
    'no-relation',
  ],
  [
    'stay nobody heard of',
    ask({}, { encounters: [{ ...stay, seenAt: '2026-01-08T12:00:00Z', units: [ward] }] }),
    'no-relation',
  ],
  [
    'stay without end',
    ask({}, { encounters: [{ ...stay, startsAt: '2024-06-08T12:00:00Z', units: [ward] }] }),
    'no-relation',
  ],
  [
    'bounds of a hospital',
    ask(
      { bounds: { stayLongestDays: 1000 } },
      { encounters: [{ ...stay, startsAt: '2024-06-08T12:00:00Z', units: [ward] }] },
    ),
    'unit',
  ],
  ['imaging', ask(as('radiologist'), { imaging: [{ performers: [me], at: lately }] }), 'imaging'],
  [
    'imaging for nobody',
    ask(as('radiologist'), { imaging: [{ performers: [], at: lately }] }),
    'no-relation',
  ],
  [
    'imaging for nobody, of who is here',
    ask(as('radiologist'), { encounters: [stay], imaging: [{ performers: [], at: lately }] }),
    'imaging',
  ],
  [
    'prescription',
    ask(as('pharmacist'), { prescriptions: [{ performers: [ward], at: lately }] }),
    'prescription',
  ],
  [
    'prescription for nobody',
    ask(as('pharmacist'), { prescriptions: [{ performers: [], at: lately }] }),
    'no-relation',
  ],
  ['own chart', ask(as('patient', { fhirUser: 'Patient/p' })), 'own'],
  ['chart of another', ask(as('patient', { fhirUser: 'Patient/q' })), 'not-own-record'],
  [
    'delegated',
    ask(as('patient', { fhirUser: 'RelatedPerson/r' }), {
      consents: [said('delegation', 'permit', ['RelatedPerson/r'])],
    }),
    'delegate',
  ],
  [
    'portal closed',
    ask(as('patient', { fhirUser: 'Patient/p' }), { consents: [said('portal', 'deny')] }),
    'portal-closed',
  ],
  ['search', ask({ operation: 'patients.search' }, null), 'role'],
  ['secretary reads a chart', ask(as('secretary'), onWard), 'role!'],
  ['nothing ties', ask(), 'no-relation'],
  ['care refused', ask({}, { ...onWard, consents: [said('care', 'deny')] }), 'consent-care'],
  [
    'refusal that is over',
    ask({}, { ...onWard, consents: [said('care', 'deny', [], '2026-06-10T12:00:00.000Z')] }),
    'unit',
  ],
  [
    'refusal until a day that is none',
    ask({}, { ...onWard, consents: [said('care', 'deny', [], '2026-02-30T12:00:00Z')] }),
    'consent-care',
  ],
  [
    'sharing refused',
    ask(as('pharmacist'), {
      prescriptions: [{ performers: [me], at: lately }],
      consents: [said('sharing', 'deny')],
    }),
    'consent-sharing',
  ],
  ['objection', ask({ grant }, { careTeam: [me], consents: [said('objection', 'deny', [me])] }), 'objection'],
  ['emergency', ask({ grant }), 'emergency'],
  [
    'emergency that is over',
    ask({ grant: { ...grant, expiresAt: '2026-06-10T12:00:00.000Z' } }),
    'no-relation',
  ],
  ['writing in an emergency', ask({ grant, operation: 'vitals.correct' }), 'emergency-read-only'],
  ['corrects', ask({ operation: 'vitals.correct', written: plain }, { careTeam: [me] }), 'care-team'],
  [
    'corrects what was taken back',
    ask(
      { operation: 'vitals.correct', written: { ...plain, status: 'entered-in-error' } },
      { careTeam: [me] },
    ),
    'entered-in-error',
  ],
  [
    'takes back what was signed',
    ask(
      { operation: 'vitals.mark-entered-in-error', written: { ...plain, signed: true } },
      { careTeam: [me] },
    ),
    'signed',
  ],
  [
    'confirms what they proposed',
    ask({ ...as('secretary'), operation: 'consents.confirm', written: proposed('self') }),
    'own-proposal',
  ],
  [
    'confirms what nobody proposed',
    ask({ ...as('secretary'), operation: 'consents.confirm', written: proposed('unknown') }),
    'unknown-author',
  ],
  [
    'confirms what somebody else proposed',
    ask({ ...as('secretary'), operation: 'consents.confirm', written: proposed('other') }),
    'role',
  ],
  [
    'writes over what nobody knows',
    ask({ operation: 'vitals.correct', written: { ...plain, signed: null } }, { careTeam: [me] }),
    'policy-unavailable',
  ],
  ['suspended', ask({ grant, ...as('doctor', { emergencySuspended: true }) }), 'emergency-suspended'],
  ['unknown role', ask(as('surgeon' as 'doctor'), onWard), 'role!'],
  ['no facts', { ...ask(), patient: undefined } as unknown as PolicyInput, 'policy-unavailable'],
  ['no question', {} as PolicyInput, 'policy-unavailable'],
];
/** `role` is a basis; as a reason it is written `role!`. */
const outcome = ({ basis, reasons }: Decision) =>
  basis ?? reasons.map((reason) => (reason === 'role' ? 'role!' : reason)).join();

const engines: [string, string | null, () => Promise<[PolicyEngine, () => Promise<void>]>][] = [
  ['compiled', null, async () => [await WasmEngine.open(), () => Promise.resolve()]],
  [
    'on an OPA server',
    opaFile ? null : withoutOpa,
    async () => {
      const { url, stop } = await startOpa(opaFile ?? '');
      return [new OpaEngine({ url, timeoutMs: 20_000 }), stop];
    },
  ],
];
const answers = new Map<string, Decision[]>();

describe.each(engines)('the policy, %s', (name, missing, start) => {
  if (missing) {
    it.skip(leftOut('decides the same', missing));
    return;
  }
  let engine: PolicyEngine, stop: () => Promise<void>;
  beforeAll(async () => {
    [engine, stop] = await start();
  });
  afterAll(async () => {
    await engine.close();
    await stop();
  });

  it('answers every question in order', async () => {
    const decisions = await engine.decide(cases.map(([, input]) => input));
    expect(decisions.map((decision, i) => [cases[i]?.[0], outcome(decision)])).toEqual(
      cases.map(([what, , expected]) => [what, expected]),
    );
  });
  it.each(cases)('%s', async (_what, input, expected) => {
    expect((await engine.decide([input])).map(outcome)).toEqual([expected]);
  });
  it('answers nothing to nothing', async () => {
    expect(await engine.decide([])).toEqual([]);
  });
  it('knows the rights of every role', async () => {
    expect(await engine.rights('doctor')).toMatchObject({ 'vitals.record': true, 'summary.read': true });
    expect(await engine.rights('data-manager')).toEqual({
      'terminology.read': true,
      'terminology.save-abbreviations': true,
      'terminology.set-service-favourite': true,
    });
    expect(await engine.rights('surgeon' as 'doctor')).toEqual({});
    await engine.ping();
  });
  it('decides the same as the other engines, whatever is asked', async () => {
    const decisions = await engine.decide(anything(400));
    for (const [other, theirs] of answers) expect(decisions, `${name} and ${other}`).toEqual(theirs);
    answers.set(name, decisions);
    const found = new Set(decisions.map(outcome));
    expect(found.size).toBeGreaterThan(10);
  });
});

/** Combinations of what a request may hold, the same at each run. */
function anything(many: number): PolicyInput[] {
  let seed = 42;
  const upTo = (n: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * n);
  };
  const one = <T>(...list: readonly T[]): T => list[upTo(list.length)] as T;
  const some = <T>(max: number, make: () => T): T[] => Array.from({ length: upTo(max + 1) }, make);
  const someone = () => one(me, 'Practitioner/other', ward, 'Location/3', 'Patient/p', 'RelatedPerson/r');
  const time = () =>
    one(
      '2026-06-10T12:00:00Z',
      '2026-06-10T11:59:59.999Z',
      '2026-06-10T14:00:00.001+02:00',
      '2026-06-15T00:00:00Z',
      '2026-04-01T00:00:00-05:30',
      '2025-01-01T00:00:00Z',
      '9999-12-31T00:00:00Z',
      'soon',
      '',
    );
  const doneIn = (feature: Feature, writes: boolean, i: number): Operation => {
    const own = operationNames.filter((o) => operations[o].feature === feature && isReading(o) !== writes);
    return own[i % own.length] ?? reading(feature);
  };
  return Array.from({ length: many }, (_, i) => ({
    now: '2026-06-10T12:00:00.000Z',
    operation: doneIn(one(...features), one(false, false, true), i),
    subject: {
      role: one(...roles, 'doctor', 'nurse', 'pharmacist', 'patient'),
      fhirUser: one(me, me, 'Patient/p', 'RelatedPerson/r', null),
      units: one([], [ward], ['Location/3', ward]),
      emergencySuspended: one(true, false, false),
    },
    patient: one(true, true, true, true, false)
      ? {
          id: 'p',
          careTeam: some(1, someone),
          prescriptions: some(1, () => ({ performers: some(1, someone), at: one(null, time()) })),
          encounters: some(2, () => ({
            isCurrent: one(true, false),
            isPlanned: one(true, false),
            startsAt: one(null, time()),
            seenAt: one(null, time()),
            endedAt: one(null, time()),
            units: some(2, someone),
            participants: some(1, someone),
          })),
          appointments: some(1, () => ({ start: time(), actors: some(2, someone) })),
          imaging: some(1, () => ({ performers: some(1, someone), at: one(null, time()) })),
          consents: some(2, () => ({
            kind: one('care', 'sharing', 'research', 'portal', 'objection', 'delegation'),
            decision: one('permit', 'deny'),
            actors: some(1, someone),
            from: one(null, time()),
            until: one(null, time()),
          })),
        }
      : null,
    grant: one(null, { patientId: one('p', 'q'), expiresAt: time() }),
    written: one(null, {
      author: one('self', 'other', 'unknown', null),
      status: one('final', 'proposed', 'entered-in-error', null),
      computed: one(true, false, null),
      signed: one(true, false, false, null),
    }),
  }));
}

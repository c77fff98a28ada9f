import type { Consent } from '@medplum/fhirtypes';
import type { Decision, PatientFacts, PolicyEngine, PolicyInput } from '../access/policy.ts';
import type { Operation } from '../access/operations.ts';
import type { Role } from '../access/roles.ts';
import { currentConsents } from './consent.ts';
import { readConsents } from './read-consent.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

type Asked = Omit<PolicyInput, 'now' | 'patient'> & { facts: Omit<PatientFacts, 'id' | 'consents'> };

/** Decisions asked for at a time: a request to a policy server has its bounds. */
const together = 400;
/** Nobody plans more turning points than this; of a record that does, nothing can be said, and so it widens. */
const maxMoments = 60;

/**
 * Whether a change of a patient's decisions lets anybody do what they could not before: now, or at any moment to come at
 * which one of the decisions begins or ends. It is not told from what the change is called, but found by asking the policy
 * before and after it, for whoever is named by what changes and for somebody who is named by nothing, by every tie there is.
 */
export async function widensAccess(
  policy: Pick<PolicyEngine, 'decide'>,
  {
    patientId,
    before,
    after,
    now,
  }: { patientId: string; before: readonly Consent[]; after: readonly Consent[]; now: Date },
): Promise<boolean> {
  const moments = momentsOf([...before, ...after], now);
  if (moments.length > maxMoments) return true;
  const asked = everybody(patientId, concerned(before, after));
  const inputs = (consents: readonly Consent[]): PolicyInput[] =>
    moments.flatMap((moment) => {
      const current = currentConsents(consents, moment);
      return asked.map(({ facts, grant, ...one }) => ({
        ...one,
        now: moment.toISOString(),
        patient: { id: patientId, ...at(facts, moment), consents: current },
        grant: grant && { ...grant, expiresAt: new Date(moment.getTime() + 60_000).toISOString() },
      }));
    });
  const [was, is] = [inputs(before), inputs(after)];
  for (let i = 0; i < was.length; i += together) {
    const [then, afterwards] = await Promise.all([
      policy.decide(was.slice(i, i + together)),
      policy.decide(is.slice(i, i + together)),
    ]);
    if (afterwards.some((decision, n) => isWider(then[n], decision))) return true;
  }
  return false;
}

function isWider(before: Decision | undefined, after: Decision): boolean {
  if (!before) return true;
  if (!after.allow) return after.mayBreakGlass && !before.allow && !before.mayBreakGlass;
  if (!before.allow) return true;
  const [was, is] = [before.obligations, after.obligations];
  return (was.releasedOnly && !is.releasedOnly) || was.hideLabels.some((l) => !is.hideLabels.includes(l));
}

/** Now, and each instant from which something else holds. Clocks of two servers may differ: what is dated ahead begins to count then. */
function momentsOf(consents: readonly Consent[], now: Date): Date[] {
  const times = consents.flatMap(readConsents).flatMap(({ from, until, recordedAt }) => {
    const [begins, ends, made] = [from, until, recordedAt].map((t) => Date.parse(t ?? ''));
    return [begins ?? NaN, ends ?? NaN, (ends ?? NaN) + 1, made ?? NaN];
  });
  const ahead = times.filter((time) => time > now.getTime()); // NaN is not
  return [now.getTime(), ...new Set(ahead)].sort((a, b) => a - b).map((time) => new Date(time));
}

/** What is in one list and not, or otherwise, in the other. */
function changedOf(before: readonly Consent[], after: readonly Consent[]): Consent[] {
  const [was, is] = [before, after].map((list) => new Set(list.map((c) => JSON.stringify(c))));
  return [
    ...before.filter((c) => !is?.has(JSON.stringify(c))),
    ...after.filter((c) => !was?.has(JSON.stringify(c))),
  ];
}

/** Who is named by what changes; and every delegate, since a withdrawal that names nobody is of them all. */
function concerned(before: readonly Consent[], after: readonly Consent[]): string[] {
  const changed = changedOf(before, after).flatMap(readConsents),
    delegations = [...before, ...after].flatMap(readConsents).filter(({ kind }) => kind === 'delegation');
  return [...new Set([...changed, ...delegations].flatMap(({ actors }) => actors))];
}

const unit = 'Organization/any';
const nothing: Asked['facts'] = {
  encounters: [],
  careTeam: [],
  appointments: [],
  imaging: [],
  prescriptions: [],
};
/** Instants of ties are given from the moment that is asked about. */
const ago = 'ago';
const stay = (over: Partial<PatientFacts['encounters'][number]>): Asked['facts'] => ({
  ...nothing,
  encounters: [
    {
      isCurrent: true,
      isPlanned: false,
      startsAt: ago,
      seenAt: ago,
      endedAt: null,
      units: [],
      participants: [],
      ...over,
    },
  ],
});

/** Each tie alone, so that none stands in for another. */
const tiesOf = (who: string): Partial<Record<Role, Asked['facts'][]>> => ({
  doctor: [
    nothing,
    { ...nothing, careTeam: [who] },
    stay({ participants: [who] }),
    stay({ units: [unit] }),
    stay({ isCurrent: false, endedAt: ago, participants: [who] }),
    { ...nothing, appointments: [{ start: ago, actors: [who] }] },
  ],
  nurse: [nothing, { ...nothing, careTeam: [who] }, stay({ participants: [who] }), stay({ units: [unit] })],
  pharmacist: [nothing, { ...nothing, prescriptions: [{ performers: [who], at: ago }] }, stay({})],
  radiologist: [nothing, { ...nothing, imaging: [{ performers: [who], at: ago }] }],
  secretary: [nothing],
});

function at(facts: Asked['facts'], moment: Date): Asked['facts'] {
  const earlier = new Date(moment.getTime() - 60_000).toISOString();
  const then = <T extends string | null>(instant: T): T | string => (instant === ago ? earlier : instant);
  return {
    ...facts,
    encounters: facts.encounters.map((stay) => ({
      ...stay,
      startsAt: then(stay.startsAt),
      seenAt: then(stay.seenAt),
      endedAt: then(stay.endedAt),
    })),
    appointments: facts.appointments.map((one) => ({ ...one, start: then(one.start) })),
    imaging: facts.imaging.map((one) => ({ ...one, at: then(one.at) })),
    prescriptions: facts.prescriptions.map((one) => ({ ...one, at: then(one.at) })),
  };
}

/** What the policy tells apart: reading and writing a chart, the agenda, the decisions themselves, breaking the glass. */
const doings: readonly Operation[] = [
  'summary.read',
  'vitals.record',
  'appointments.read',
  'consents.read',
  'consents.choose',
  'emergency.request',
];

function everybody(patientId: string, named: readonly string[]): Asked[] {
  const staff = ['Practitioner/any', ...named.filter((one) => !/^(Patient|RelatedPerson)\//.test(one))];
  const others = [patientReference(patientId), 'Patient/any', ...named.filter((one) => !staff.includes(one))];
  const subject = (role: Role, fhirUser: string): PolicyInput['subject'] => ({
    role,
    fhirUser,
    units: [unit],
    emergencySuspended: false,
  });
  const asked = staff.flatMap((who) =>
    Object.entries(tiesOf(who)).flatMap(([role, ties]) =>
      ties.map((facts) => ({ subject: subject(role as Role, who), facts })),
    ),
  );
  const self = others.map((who) => ({ subject: subject('patient', who), facts: nothing }));
  return [...asked, ...self].flatMap((one) =>
    doings.flatMap((operation) => [
      { ...one, operation, grant: null, written: null },
      ...(operation === 'summary.read'
        ? [{ ...one, operation, grant: { patientId, expiresAt: '' }, written: null }]
        : []),
    ]),
  );
}

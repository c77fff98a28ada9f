import type { PatientFacts, PolicyConsent, PolicyInput } from '../../apps/bff/src/access/policy.ts';
import type { Role } from '../../apps/bff/src/access/roles.ts';

/** The questions that docs/access.md is made of: one person, one patient, one thing that ties them. */
const now = '2026-01-15T12:00:00.000Z';
const me = 'Practitioner/me',
  unit = 'Organization/unit';
const lately = '2026-01-14T12:00:00Z';
const stay = {
  isCurrent: true,
  isPlanned: false,
  startsAt: lately,
  seenAt: lately,
  endedAt: null,
  units: [] as string[],
  participants: [] as string[],
};
const nothing: PatientFacts = {
  id: 'p',
  encounters: [],
  careTeam: [],
  appointments: [],
  imaging: [],
  prescriptions: [],
  consents: [],
};

export const ties: Record<string, Partial<PatientFacts>> = {
  'care team, general practitioner': { careTeam: [me] },
  'named on the current stay': { encounters: [{ ...stay, participants: [me] }] },
  'current stay in their unit': { encounters: [{ ...stay, units: [unit] }] },
  'current stay elsewhere': { encounters: [stay] },
  'stay in their unit, planned within 7 days': {
    encounters: [
      { ...stay, isCurrent: false, isPlanned: true, startsAt: '2026-01-22T12:00:00Z', units: [unit] },
    ],
  },
  'stay in their unit without end, begun a year ago': {
    encounters: [{ ...stay, startsAt: '2025-01-14T12:00:00Z', units: [unit] }],
  },
  'stay in their unit without end, no sign for 91 days': {
    encounters: [
      { ...stay, startsAt: '2025-10-15T12:00:00Z', seenAt: '2025-10-16T12:00:00Z', units: [unit] },
    ],
  },
  'stay in their unit, ended 90 days ago or less': {
    encounters: [{ ...stay, isCurrent: false, endedAt: '2025-10-17T12:00:00Z', units: [unit] }],
  },
  'appointment with them or their unit, 7 days around': {
    appointments: [{ start: '2026-01-22T12:00:00Z', actors: [me] }],
  },
  'imaging for them or their unit, of 180 days': { imaging: [{ performers: [unit], at: lately }] },
  'imaging for nobody named': { imaging: [{ performers: [], at: lately }] },
  'imaging for nobody named, current stay anywhere': {
    encounters: [stay],
    imaging: [{ performers: [], at: lately }],
  },
  'a prescription for them or their unit, of a year': { prescriptions: [{ performers: [unit], at: lately }] },
  'a prescription for nobody named': { prescriptions: [{ performers: [], at: lately }] },
  'emergency access': {},
};

const refusal = (kind: PolicyConsent['kind'], actors: string[] = []): PolicyConsent => ({
  kind,
  decision: 'deny',
  actors,
  from: null,
  until: null,
});
export const refusals: Record<string, PolicyConsent[]> = {
  nothing: [],
  sharing: [refusal('sharing')],
  care: [refusal('care')],
  'this person': [refusal('objection', [me])],
};

export function question(
  role: Role,
  about: Partial<PolicyInput> = {},
  facts: Partial<PatientFacts> = {},
): PolicyInput {
  return {
    now,
    subject: {
      role,
      fhirUser: role === 'patient' ? 'Patient/p' : me,
      units: [unit],
      emergencySuspended: false,
    },
    operation: 'summary.read',
    patient: { ...nothing, ...facts },
    grant: null,
    written: null,
    ...about,
  };
}

export function tied(
  role: Role,
  tie: string,
  consents: PolicyConsent[] = [],
  about: Partial<PolicyInput> = {},
): PolicyInput {
  const grant = tie === 'emergency access' ? { patientId: 'p', expiresAt: '2026-01-15T12:30:00Z' } : null;
  return question(role, { grant, ...about }, { ...ties[tie], consents });
}

import type { Weakening } from '../weakening.ts';

const facts = 'src/access/relationships.ts',
  ties = 'src/access/ties.ts',
  emergencyStore = 'src/emergency/store.ts';

/** What a decision rests on. */
export const ofDecisions: readonly Weakening[] = [
  {
    id: 'teams-of-all-times',
    edits: [{ file: ties, within: 'membersOf', find: '!isDuring(period, now)', replace: 'false' }],
    breaks: ['1 ties: a care team'],
  },
  {
    id: 'members-of-all-times',
    edits: [{ file: ties, within: 'membersOf', find: 'isDuring(p.period, now)', replace: 'true' }],
    breaks: ['1 ties: a place in the team'],
  },
  {
    id: 'units-of-all-times',
    edits: [
      { file: facts, within: 'readRelationships', find: 'isDuring(role.period, now)', replace: 'true' },
    ],
    breaks: ['1 ties: a unit somebody'],
  },
  {
    id: 'stays-that-never-were',
    edits: [
      { file: ties, within: 'encounterFact', find: "status === 'entered-in-error'", replace: 'false' },
      {
        file: ties,
        within: 'encounterFact',
        find: 'currentStatuses.some((current) => current === status)',
        replace: '(void currentStatuses, true)',
      },
    ],
    breaks: ['1 ties: a stay that was entered'],
  },
  {
    id: 'appointments-that-were-cancelled',
    edits: [
      {
        file: ties,
        within: 'appointmentFact',
        find: '!standing.includes(appointment.status)',
        replace: "!standing.includes(appointment.status) && appointment.status !== 'cancelled'",
      },
    ],
    breaks: ['1 ties: an appointment that was cancelled'],
  },
  {
    id: 'orders-that-were-revoked',
    edits: [
      {
        file: ties,
        within: 'orderFact',
        find: "['active', 'on-hold', 'completed']",
        replace: "['active', 'on-hold', 'completed', 'revoked']",
      },
    ],
    breaks: ['1 ties: an order that was revoked'],
  },
  {
    id: 'prescriptions-that-are-drafts',
    edits: [
      {
        file: facts,
        within: 'searchesFor',
        find: "'active,on-hold,completed'",
        replace: "'active,on-hold,completed,draft'",
      },
      {
        file: 'src/access/ties.ts',
        within: 'prescriptionFact',
        find: "['active', 'on-hold', 'completed'].includes(status ?? '')",
        replace: 'true',
      },
    ],
    breaks: ['1 ties: a prescription that is a draft'],
  },
  {
    id: 'consents-are-not-asked-for',
    edits: [{ file: facts, within: 'readRelationships', find: 'currentConsents($list, now)', replace: '[]' }],
    breaks: ['21 consent', '23 live: a stream'],
  },
  {
    id: 'one-answer-for-all-who-ask',
    edits: [
      {
        file: 'src/access/decision-cache.ts',
        find: "[session.id, session.role, session.fhirUser, operation, patientId].join(' ')",
        replace: "[operation, patientId].join(' ')",
      },
    ],
    breaks: ['21 remembered'],
  },
  {
    id: 'what-is-remembered-is-not-forgotten',
    edits: [{ file: 'src/access/decision-cache.ts', within: 'keep', find: '2_000', replace: '3_600_000' }],
    breaks: ['21 consent: an objection'],
  },
  {
    id: 'nobody-hears-that-access-ended',
    edits: [
      {
        file: 'src/access/decision-cache.ts',
        within: 'DecisionCache',
        find: 'known.patientId === patientId',
        replace: 'false',
      },
    ],
    breaks: ['22 emergency: opens one'],
  },
  {
    id: 'an-emergency-of-one-is-everybodys',
    edits: [
      {
        file: emergencyStore,
        within: 'activeGrant',
        find: '{ userId, patientId, endedAt: null, expiresAt: $after }',
        replace: '{ ...(userId ? {} : { userId }), patientId, endedAt: null, expiresAt: $after }',
      },
    ],
    breaks: ['22 emergency: opens one'],
  },
  {
    id: 'an-emergency-opens-every-chart',
    edits: [
      {
        file: emergencyStore,
        within: 'activeGrant',
        find: '{ userId, patientId, endedAt: null, expiresAt: $after }',
        replace: '{ userId, ...(patientId ? {} : { patientId }), endedAt: null, expiresAt: $after }',
      },
      {
        file: 'src/access/access.ts',
        within: '#emergency',
        find: 'patientId: grant.patientId',
        replace: 'patientId',
      },
    ],
    breaks: ['22 emergency: opens one'],
  },
  {
    id: 'an-emergency-never-ends',
    edits: [
      {
        file: emergencyStore,
        within: 'activeGrant',
        find: '{ userId, patientId, endedAt: null, expiresAt: $after }',
        replace: '{ userId, patientId, expiresAt: $after }',
      },
      { file: emergencyStore, within: 'activeGrant', find: 'isGrantAsWritten(cipher, row)', replace: 'true' },
    ],
    breaks: ['22 emergency: opens one'],
  },
  {
    id: 'any-reason-will-do',
    edits: [
      {
        file: 'src/features/emergency/schema.ts',
        within: 'writtenReason',
        find: 'z.string().trim().max(longestReason).refine($test, $said)',
        replace: 'z.string()',
      },
      {
        file: 'src/features/emergency/router.ts',
        within: 'assertLongEnough',
        find: 'substance(reason) < least',
        replace: 'least < 0',
      },
    ],
    breaks: ['22 emergency: a reason'],
  },
  {
    id: 'misuse-has-no-consequence',
    edits: [{ file: emergencyStore, within: 'suspendedSince', body: 'void db; void userId; return null;' }],
    breaks: ['22 emergency: whoever misused'],
  },
];

import type { Edit } from '../edit.ts';
import type { Weakening } from '../weakenings.ts';

const guard = 'src/access/guarded-fhir.ts',
  visible = 'src/access/visible.ts',
  facts = 'src/access/facts.ts',
  compartment = 'src/fhir/compartment.ts',
  emergencyStore = 'src/emergency/store.ts',
  write = 'src/features/vitals/write.ts';
const everythingBelongs: Edit = {
  file: compartment,
  within: 'belongsTo',
  body: 'return patientId !== resource.resourceType;',
};

/** What comes through to a chart. */
const chart: Weakening[] = [
  {
    id: 'a-chart-shows-what-an-answer-brings-along',
    edits: [{ file: guard, within: 'chartGuard', find: 'isOfChart(resource, patientId)', replace: 'true' }],
    breaks: ['4 includes'],
  },
  {
    id: 'labels-and-releases-are-forgotten',
    edits: [
      { file: guard, within: 'chartGuard', find: 'isPermitted(resource, obligations)', replace: 'true' },
    ],
    breaks: ['8 counts', '12 hidden: very restricted', '12 hidden: withheld', '12 hidden: a result'],
  },
  {
    id: 'labels-are-forgotten',
    edits: [{ file: visible, within: 'labelsOf', body: 'void resource; return [];' }],
    breaks: ['12 hidden: very restricted', '12 hidden: of a subject', '12 hidden: what is labelled'],
  },
  {
    id: 'labels-of-documents-are-forgotten',
    edits: [
      {
        file: visible,
        within: 'labelsOf',
        find: "resource.resourceType === 'DocumentReference'",
        replace: '$found && own === null',
      },
    ],
    breaks: ['12 hidden: very restricted, whose document'],
  },
  {
    id: 'labels-of-compositions-are-forgotten',
    edits: [
      {
        file: visible,
        within: 'labelsOf',
        find: "resource.resourceType === 'Composition'",
        replace: 'false',
      },
    ],
    breaks: ['12 hidden: very restricted, whose composition'],
  },
  {
    id: 'what-is-withheld-is-shown',
    edits: [{ file: visible, within: 'isReleased', find: 'c.code === withheld.code', replace: 'false' }],
    breaks: ['12 hidden: withheld', '14 forged requests: a Binary of another patient’s'],
  },
  {
    id: 'results-that-are-not-final-are-shown',
    edits: [
      {
        file: visible,
        within: 'isReleased',
        find: 'return released.has(resource.status);',
        replace: 'return true;',
      },
    ],
    breaks: ['12 hidden: a result'],
  },
  {
    id: 'letters-that-are-not-finished-are-shown',
    edits: [
      {
        file: visible,
        within: 'isReleased',
        find: 'resource.docStatus === undefined',
        replace: 'resource.docStatus !== null',
      },
    ],
    breaks: ['12 hidden: a letter'],
  },
  {
    id: 'counts-are-the-servers',
    edits: [
      {
        file: guard,
        within: 'chartGuard',
        find: 'obligations.releasedOnly || obligations.hideLabels.length > 0',
        replace: 'false',
      },
    ],
    breaks: ['8 counts'],
  },
  {
    id: 'group-appointments-as-they-are',
    edits: [
      {
        file: visible,
        within: 'asInChart',
        find: "resource.resourceType === 'Appointment'",
        replace: 'false',
      },
    ],
    breaks: ['11 identity: the others of a group'],
  },
  {
    id: 'provenances-as-they-are',
    edits: [
      {
        file: visible,
        within: 'asInChart',
        find: "resource.resourceType === 'Provenance'",
        replace: 'false',
      },
    ],
    breaks: ['11 identity: the others of a common'],
  },
  {
    id: 'practitioners-as-they-are',
    edits: [
      {
        file: visible,
        within: 'asInChart',
        find: "resource.resourceType === 'Practitioner'",
        replace: 'false',
      },
    ],
    breaks: ['11 identity: what is private'],
  },
  {
    id: 'parts-of-a-page-without-their-decisions',
    edits: [
      { file: 'src/access/read-under.ts', within: 'readUnder', find: '!verdict?.allow', replace: '!verdict' },
    ],
    breaks: ['1 roles: a page of extracts'],
  },
  {
    id: 'whatever-is-asked-for-belongs-to-the-patient',
    edits: [everythingBelongs],
    breaks: ['1 another patient: read', '10 moving: a version', '11 identity: the record'],
  },
  {
    id: 'lists-ask-for-everybody',
    edits: [
      everythingBelongs,
      { file: compartment, within: 'searchOf', body: 'void type; void patientId; return {};' },
    ],
    breaks: ['3 oracles: parameters'],
  },
  {
    id: 'measures-of-anybody',
    edits: [
      everythingBelongs,
      {
        file: write,
        within: 'readOwn',
        find: "{ _id: ids.join(','), patient: $patient, _count: ids.length }",
        replace: "{ _id: ids.join(','), _count: ids.length }",
      },
      {
        file: write,
        within: 'readOwn',
        find: 'e.resource.subject?.reference === $patient',
        replace: 'e.resource !== null',
      },
    ],
    breaks: ['10 moving: a measure'],
  },
  {
    id: 'one-key-for-all-patients',
    edits: [
      {
        file: write,
        within: 'observationId',
        find: '`${patientId}|${key}`',
        replace: 'patientId === key ? patientId : key',
      },
    ],
    breaks: ['9 conditional'],
  },
];

/** What a decision rests on. */
const decisions: Weakening[] = [
  {
    id: 'teams-of-all-times',
    edits: [{ file: facts, within: 'readFacts', find: 'isDuring(t.period, now)', replace: 'true' }],
    breaks: ['1 ties: a care team'],
  },
  {
    id: 'members-of-all-times',
    edits: [{ file: facts, within: 'readFacts.careTeam', find: 'isDuring(p.period, now)', replace: 'true' }],
    breaks: ['1 ties: a place in the team'],
  },
  {
    id: 'units-of-all-times',
    edits: [{ file: facts, within: 'readFacts', find: 'isDuring(role.period, now)', replace: 'true' }],
    breaks: ['1 ties: a unit somebody'],
  },
  {
    id: 'stays-that-never-were',
    edits: [
      {
        file: facts,
        within: 'encounterFact',
        find: "encounter.status === 'entered-in-error'",
        replace: 'false',
      },
      {
        file: facts,
        within: 'encounterFact',
        find: "['planned', ...currentStatuses].includes(encounter.status)",
        replace: 'true',
      },
    ],
    breaks: ['1 ties: a stay that was entered'],
  },
  {
    id: 'appointments-that-were-cancelled',
    edits: [{ file: facts, within: 'appointmentFact', find: "'cancelled'", replace: "'none'" }],
    breaks: ['1 ties: an appointment that was cancelled'],
  },
  {
    id: 'orders-that-were-revoked',
    edits: [{ file: facts, within: 'readFacts', find: "'revoked'", replace: "'none'" }],
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
    ],
    breaks: ['1 ties: a prescription that is a draft'],
  },
  {
    id: 'consents-are-not-asked-for',
    edits: [{ file: facts, within: 'readFacts', find: 'currentConsents($list, now)', replace: '[]' }],
    breaks: ['21 consent', '23 live: a stream'],
  },
  {
    id: 'one-answer-for-all-who-ask',
    edits: [
      {
        file: 'src/access/remembered.ts',
        find: "[session.id, session.role, session.fhirUser, feature, action, patientId].join(' ')",
        replace: "[feature, action, patientId].join(' ')",
      },
    ],
    breaks: ['21 remembered'],
  },
  {
    id: 'what-is-remembered-is-not-forgotten',
    edits: [{ file: 'src/access/remembered.ts', within: 'keep', find: '2_000', replace: '3_600_000' }],
    breaks: ['21 consent: an objection'],
  },
  {
    id: 'nobody-hears-that-access-ended',
    edits: [
      {
        file: 'src/access/remembered.ts',
        within: 'RememberedAccess',
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
        within: 'livingGrant',
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
        within: 'livingGrant',
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
        within: 'livingGrant',
        find: '{ userId, patientId, endedAt: null, expiresAt: $after }',
        replace: '{ userId, patientId, expiresAt: $after }',
      },
    ],
    breaks: ['22 emergency: opens one'],
  },
  {
    id: 'any-reason-will-do',
    edits: [
      {
        file: 'src/features/emergency/schema.ts',
        within: 'requestInput',
        find: 'z.string().trim().max(longestReason).refine($test, $said)',
        replace: 'z.string()',
      },
      {
        file: 'src/features/emergency/router.ts',
        find: 'substance(input.reason) < minimumReasonLength',
        replace: 'minimumReasonLength < 0',
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

export const ofTheGuard: readonly Weakening[] = [...chart, ...decisions];

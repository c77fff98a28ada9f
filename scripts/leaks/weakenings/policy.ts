// Long because there is one weakening for each rule of the policy, in its order.
import type { Weakening } from '../weakening.ts';
import { allowedWhere, askedAs, askedOf, unboundWhere } from './policy-answers.ts';

/** Rules of the policy, one left out at a time: a refusal for one reason alone is none. */
const reasons: Weakening[] = (
  [
    ['role', '21 remembered', '22 emergency: is not', '24 trail: a refusal'],
    ['not-own-record', '1 another patient: one patient', '1 another patient: accesses.list', '21 delegation'],
    [
      'no-relation',
      '1 another patient: every other',
      '1 another patient: read, version',
      '6 batches',
      '8 existence',
      '21 remembered',
      '22 emergency: opens one',
      '23 images: a search',
    ],
    ['objection', '21 consent: an objection', '23 live: a stream'],
    ['consent-care', '21 consent: refused is care'],
    ['consent-sharing', '21 consent: refused is sharing'],
    ['portal-closed', '21 consent: a portal'],
    ['emergency-read-only', '22 emergency: opens one'],
  ] as const
).map(([reason, ...breaks]) => ({
  id: `no-refusal-for-${reason}`,
  edits: [allowedWhere(`decision.reasons[0] === '${reason}'`)],
  breaks: breaks.filter(() => true),
}));

/** One tie lasts longer or reaches further than it does. */
const ties: Weakening[] = [
  {
    id: 'a-nurse-as-a-doctor',
    edits: [
      askedAs(
        "input.subject.role === 'nurse' ? { ...input, subject: { ...input.subject, role: 'doctor' } } : input",
      ),
      {
        file: 'src/access/access.ts',
        within: '#factsFor',
        find: 'this.#who.role',
        replace: "$found === 'nurse' ? 'doctor' : $found",
      },
    ],
    breaks: ['1 ties: a stay that is over, to a nurse', '1 ties: an appointment, to a nurse'],
  },
  {
    id: 'every-unit-is-ones-own',
    edits: [
      askedAs(
        'input.patient ? { ...input, subject: { ...input.subject, units: input.patient.encounters.flatMap((e) => e.units) } } : input',
      ),
    ],
    breaks: ['1 ties: a stay in another unit', '1 ties: a unit somebody'],
  },
  {
    id: 'a-stay-never-ends',
    edits: [
      askedOf(
        '{ encounters: input.patient.encounters.map((e) => ({ ...e, isCurrent: true, endedAt: null })) }',
      ),
    ],
    breaks: ['1 ties: a stay that is over, to a nurse'],
  },
  {
    id: 'stays-of-all-times',
    edits: [
      askedOf(
        '{ encounters: input.patient.encounters.map((e) => ({ ...e, endedAt: e.endedAt && input.now })) }',
      ),
      { file: 'src/access/relationships.ts', within: 'staysBack', find: '91', replace: '4000' },
    ],
    breaks: ['1 ties: a stay that ended a hundred'],
  },
  {
    id: 'appointments-of-all-times',
    edits: [
      askedOf('{ appointments: input.patient.appointments.map((a) => ({ ...a, start: input.now })) }'),
      { file: 'src/access/relationships.ts', within: 'appointmentsAround', find: '8', replace: '4000' },
    ],
    breaks: ['1 ties: an appointment of three weeks'],
  },
  {
    id: 'orders-for-anybody',
    edits: [
      askedOf(
        '{ imaging: input.patient.imaging.map((i) => ({ ...i, performers: [input.subject.fhirUser] })) }',
      ),
    ],
    breaks: [
      '1 ties: an order for somebody',
      '1 own ties: an order that names nobody opens',
      '1 own ties: images that name',
    ],
  },
  {
    id: 'orders-that-nobody-placed',
    edits: [askedOf('{ imaging: [...input.patient.imaging, { performers: [], at: input.now }] }')],
    breaks: ['1 own ties: an order that names nobody is read'],
  },
  {
    id: 'prescriptions-for-anybody',
    edits: [
      askedOf(
        '{ prescriptions: input.patient.prescriptions.map((p) => ({ ...p, performers: [input.subject.fhirUser] })) }',
      ),
    ],
    breaks: ['1 own ties: a prescription that names'],
  },
  {
    id: 'orders-of-all-times',
    edits: [
      askedOf(
        '{ imaging: input.patient.imaging.map((i) => ({ ...i, at: input.now })), prescriptions: input.patient.prescriptions.map((p) => ({ ...p, at: input.now })) }',
      ),
    ],
    breaks: [
      '1 own ties: an order of last',
      '1 own ties: images of last',
      '1 own ties: a prescription of two',
    ],
  },
  {
    id: 'stays-without-end',
    edits: [askedAs('{ ...input, bounds: { stayUnseenDays: 99999, stayLongestDays: 99999 } }')],
    breaks: ['1 own ties: a stay without end', '1 own ties: a stay that ends in'],
  },
  {
    id: 'planned-stays-of-all-times',
    edits: [
      askedOf(
        '{ encounters: input.patient.encounters.map((e) => (e.isPlanned ? { ...e, startsAt: input.now } : e)) }',
      ),
      {
        file: 'src/access/relationships.ts',
        within: 'searchesFor',
        find: '`ge${at(-staysBack).slice(0, 10)}`',
        replace: '(void staysBack, undefined)',
      },
    ],
    breaks: [
      '1 own ties: a stay planned for next',
      '1 own ties: a stay planned for no',
      '1 own ties: a stay that was planned and',
    ],
  },
  {
    id: 'planned-is-here',
    edits: [
      askedOf(
        '{ encounters: input.patient.encounters.map((e) => (e.isPlanned ? { ...e, isCurrent: true, startsAt: null } : e)) }',
      ),
    ],
    breaks: ['1 own ties: a stay planned elsewhere'],
  },
  {
    id: 'planned-stays-were-stays',
    edits: [
      {
        file: 'src/access/ties.ts',
        within: 'encounterFact',
        find: 'isPlanned && !goesOn',
        replace: 'isPlanned && goesOn && false',
      },
      {
        file: 'src/access/ties.ts',
        within: 'encounterFact',
        find: 'end === null || isPlanned',
        replace: 'end === null',
      },
    ],
    breaks: ['1 own ties: a stay that was planned, and'],
  },
  {
    id: 'appointments-that-wait',
    edits: [
      {
        file: 'src/access/ties.ts',
        within: 'appointmentFact',
        find: '!standing.includes(appointment.status)',
        replace: "appointment.status === 'cancelled'",
      },
    ],
    breaks: ['1 own ties: an appointment that', '1 own ties: an appointment on'],
  },
  {
    id: 'plans-are-prescriptions',
    edits: [
      {
        file: 'src/access/ties.ts',
        within: 'isOrdered',
        find: "['proposal', 'plan', 'option']",
        replace: "['proposal', 'option']",
      },
    ],
    breaks: ['1 own ties: a prescription that is a plan'],
  },
  {
    id: 'everybody-ties-themselves',
    edits: [
      {
        file: 'src/access/makers.ts',
        within: 'madeBy',
        body: 'void reader; void bundles; void person; return () => false;',
      },
    ],
    breaks: [
      '1 own ties: an appointment, written',
      '1 own ties: a place in the care team',
      '1 own ties: a part in a stay',
      '1 own ties: a stay in their unit',
      '1 own ties: an order for them',
      '1 own ties: an order that they placed',
      '1 own ties: images that they asked',
      '1 own ties: a prescription for them',
      '1 own ties: a prescription that they',
    ],
  },
  {
    id: 'a-nurse-as-a-pharmacist',
    edits: [
      askedAs(
        "input.subject.role === 'nurse' ? { ...input, subject: { ...input.subject, role: 'pharmacist' } } : input",
      ),
      {
        file: 'src/access/access.ts',
        within: '#factsFor',
        find: 'this.#who.role',
        replace: "$found === 'nurse' ? 'pharmacist' : $found",
      },
    ],
    breaks: ['1 ties: a prescription, to a nurse'],
  },
  {
    id: 'delegations-of-all-times',
    edits: [
      askedAs(
        "input.patient ? { ...input, patient: { ...input.patient, consents: input.subject.role === 'patient' && input.operation === 'problems.read' ? [...input.patient.consents, { kind: 'delegation', decision: 'permit', actors: [input.subject.fhirUser], from: null, until: null }] : input.patient.consents } } : input",
      ),
    ],
    breaks: ['21 delegation'],
  },
  {
    id: 'who-reads-writes',
    edits: [
      allowedWhere(
        "input.operation.startsWith('vitals.') && input.operation !== 'vitals.read' && decision.reasons[0] === 'role'",
      ),
    ],
    breaks: ['1 roles: who reads'],
  },
  {
    id: 'who-acts-for-a-patient-writes',
    edits: [
      allowedWhere(
        "input.operation.startsWith('consents.') && input.operation !== 'consents.read' && input.subject.role === 'patient'",
      ),
      // asked a second time before anything is written
      {
        file: 'src/features/consents/change.ts',
        within: 'change',
        find: '!rights.mayRecord',
        replace: 'rights === null',
      },
    ],
    breaks: ['21 delegation'],
  },
];

/** What an open chart leaves out. */
const obligations: Weakening[] = [
  {
    id: 'a-unit-sees-what-is-very-restricted',
    edits: [
      unboundWhere("decision.basis === 'unit' && input.subject.role === 'doctor'", '{ hideLabels: [] }'),
    ],
    breaks: ['12 hidden: very restricted, from a doctor'],
  },
  {
    id: 'a-nurse-sees-what-stigmatises',
    edits: [unboundWhere("input.subject.role === 'nurse'", "{ hideLabels: ['V'] }")],
    breaks: ['12 hidden: of a subject'],
  },
  {
    id: 'who-reads-images-sees-what-is-very-restricted',
    edits: [unboundWhere("decision.basis === 'imaging'", '{ hideLabels: [] }')],
    breaks: ['12 hidden: very restricted, from a radiologist', '12 hidden: very restricted, whose'],
  },
  {
    id: 'who-acts-for-a-patient-sees-what-is-labelled',
    edits: [unboundWhere("decision.basis === 'delegate'", '{ hideLabels: [] }')],
    breaks: ['12 hidden: what is labelled'],
  },
  {
    id: 'patients-see-what-is-not-released',
    edits: [unboundWhere("decision.basis === 'own'", '{ releasedOnly: false }')],
    breaks: [
      '8 counts',
      '12 hidden: withheld',
      '12 hidden: a result',
      '12 hidden: a letter',
      '12 withheld',
      '23 images: of a study that is withheld',
      '23 live: a patient',
    ],
  },
];

export const ofThePolicy: readonly Weakening[] = [
  ...reasons,
  ...ties,
  ...obligations,
  { id: 'every-decision-allows', edits: [allowedWhere('true')], breaks: ['1 another patient', '6 batches'] },
];

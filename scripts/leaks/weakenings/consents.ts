import type { Weakening } from '../weakening.ts';

const consents = (file: string) => `src/features/consents/${file}.ts`;

/** What staff may write down of a patient's decisions. */
export const ofConsents: readonly Weakening[] = [
  {
    id: 'what-staff-write-down-holds-at-once',
    edits: [
      {
        file: consents('record'),
        within: 'planOf',
        find: 'await widensAccess($policy, $change)',
        replace: 'false',
      },
    ],
    breaks: [
      '21 written down: a delegation opens nothing',
      '21 written down: an objection is not lifted',
      '21 written down: an agreement over a refusal',
      '21 written down: a refusal to come',
      '24 trail: what is changed',
    ],
  },
  {
    id: 'what-begins-later-widens-nothing',
    edits: [
      {
        file: 'src/fhir/consent-changes.ts',
        within: 'momentsOf',
        find: 'time > now.getTime()',
        replace: 'time === null',
      },
    ],
    breaks: ['21 written down: a refusal that is to end', '21 written down: a refusal to come'],
  },
  {
    id: 'a-proposal-is-taken-for-a-decision',
    edits: [
      {
        file: 'src/fhir/read-consent.ts',
        within: 'readAs',
        find: "status === 'rejected'",
        replace: "$found || status === 'proposed'",
      },
    ],
    breaks: ['21 written down: a delegation opens nothing'],
  },
  {
    id: 'who-writes-it-down-confirms-it',
    edits: [
      {
        file: consents('confirmable'),
        within: 'closedTo',
        find: 'authors.some($isReader)',
        replace: 'authors === null',
      },
      {
        file: consents('confirmable'),
        within: 'closedTo',
        find: 'form.attachedBy === session.userId',
        replace: 'form === null',
      },
      {
        file: consents('confirmable'),
        within: 'closedTo',
        find: 'form.attachedAs === session.fhirUser',
        replace: 'form === null',
      },
      // the policy asks who wrote it, too
      {
        file: 'src/access/written-state.ts',
        within: 'authorOf',
        find: 'people.some(isSelf)',
        replace: 'people.length === -1',
      },
    ],
    breaks: ['21 written down: one person alone'],
  },
  {
    id: 'confirmed-without-a-form',
    edits: [
      {
        file: consents('confirmable'),
        within: 'closedTo',
        find: "if (!form) return 'needs-form';",
        replace: 'if (!form) return null;',
      },
      {
        file: consents('proposals'),
        within: 'confirm',
        find: '!isOwn(ctx) && !(await openForm($fhir, $patient, $proposal))',
        replace: 'proposal === null',
      },
    ],
    breaks: ['21 written down: a second person confirms'],
  },
  {
    id: 'any-file-is-a-form',
    edits: [
      {
        file: consents('schema'),
        within: 'formTypeOf',
        find: '$found?.[0] ?? null',
        replace: "'application/pdf'",
      },
    ],
    breaks: ['21 written down: a file that is no form'],
  },
  {
    id: 'staff-let-themselves-in',
    edits: [
      {
        file: consents('record'),
        within: 'refuseOwnAffair',
        find: 'await isOwnAffair($fhir, $affair)',
        replace: 'false',
      },
    ],
    breaks: ['21 written down: nobody of the staff'],
  },
  {
    id: 'any-decision-is-laid-aside',
    edits: [
      {
        file: consents('router'),
        within: 'againstNobodyKnown',
        find: "r.kind === 'objection' && r.status === 'active' && r.actors.length === 0",
        replace: "r.status === 'active'",
      },
    ],
    breaks: ['21 written down: a decision that names somebody'],
  },
  {
    id: 'decided-on-what-nobody-saw',
    edits: [
      {
        file: consents('change'),
        within: 'change',
        find: 'tokenOf(ctx, before) !== token',
        replace: "token === ''",
      },
    ],
    breaks: ['21 written down: what one had before'],
  },
  {
    id: 'signed-before-the-birth',
    edits: [
      {
        file: consents('record'),
        within: 'checkTerms',
        find: 'birthDate !== undefined && signedOn.slice(0, birthDate.length) < birthDate',
        replace: 'signedOn === birthDate?.repeat(2)',
      },
    ],
    breaks: ['21 written down: nothing is signed'],
  },
  {
    id: 'judged-without-a-doctor',
    edits: [
      {
        file: 'src/emergency/opinions.ts',
        within: 'answerOf',
        body: "await db.emergencyOpinion.count(); return 'needed';",
      },
    ],
    breaks: ['22 emergency: is judged with what'],
  },
];

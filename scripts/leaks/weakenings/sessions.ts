import type { Weakening } from '../weakening.ts';

/** What an emergency access asks for, and what ends with a session. */
export const ofSessions: readonly Weakening[] = [
  {
    id: 'what-nobody-sees-is-a-text',
    edits: [{ file: 'src/free-text.ts', find: ".replace(unseen, '')", replace: '' }],
    breaks: ['22 emergency: a reason of nothing but Hangul fillers', '22 emergency: a judgement'],
  },
  {
    id: 'an-emergency-of-nobody',
    edits: [
      {
        file: 'src/features/emergency/router.ts',
        find: "await systemFhir.read('Patient', patientId);",
        replace: '',
      },
    ],
    breaks: ['22 emergency: a patient who does not exist'],
  },
  {
    id: 'opened-anew-each-time',
    edits: [
      { file: 'src/emergency/store.ts', find: 'const mostInARow = 2;', replace: 'const mostInARow = 9;' },
    ],
    breaks: ['22 emergency: opened over and over'],
  },
  {
    id: 'many-emergencies-are-usual',
    edits: [
      {
        file: 'src/features/audit/unusual.ts',
        find: 'emergencies: { anybody: 5, atLeast: 3, atOnce: 2 }',
        replace: 'emergencies: { anybody: 500, atLeast: 300 }',
      },
    ],
    breaks: ['22 emergency: many in a row'],
  },
  {
    id: 'every-kind-without-a-word',
    edits: [
      {
        file: 'src/features/emergency/schema.ts',
        find: "exclude(['vital']), reason }",
        replace: "exclude(['vital']), reason: reason.optional() }",
      },
    ],
    breaks: ['22 emergency: only a vital one'],
  },
  {
    id: 'decisions-offered-under-an-emergency',
    edits: [
      {
        file: 'src/features/consents/router.ts',
        find: 'rightsOf(ctx, writing.allow)',
        replace: 'rightsOf(ctx, true)',
      },
    ],
    breaks: ['22 emergency: nothing is offered'],
  },
];

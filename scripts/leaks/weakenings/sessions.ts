import type { Weakening } from '../weakening.ts';

/** What an emergency access asks for, and what ends with a session. */
export const ofSessions: readonly Weakening[] = [
  {
    id: 'what-nobody-sees-is-a-text',
    edits: [{ file: 'src/free-text.ts', find: "$text.replace(unseen, '')", replace: '$text' }],
    breaks: ['22 emergency: a reason of nothing but Hangul fillers', '22 emergency: a judgement'],
  },
  {
    id: 'an-emergency-of-nobody',
    edits: [
      {
        file: 'src/features/emergency/router.ts',
        find: "await capabilities.emergencyPatients.read('Patient', patientId);",
        replace: '',
      },
    ],
    breaks: ['22 emergency: a patient who does not exist'],
  },
  {
    id: 'opened-anew-each-time',
    edits: [
      { file: 'src/emergency/store.ts', find: 'const maxInARow = 2;', replace: 'const maxInARow = 9;' },
    ],
    breaks: ['22 emergency: opened over and over'],
  },
  {
    id: 'many-emergencies-are-usual',
    edits: ['5', '3', '2'].map((find) => ({
      file: 'src/features/audit/unusual.ts',
      within: 'volumeLimits.emergencies',
      find,
      replace: '500',
    })),
    breaks: ['22 emergency: many in a row'],
  },
  {
    id: 'every-kind-without-a-word',
    edits: [
      {
        file: 'src/features/emergency/schema.ts',
        within: 'requestInput',
        find: "z.object({ kind: z.enum(emergencyKinds).exclude(['vital']), reason: writtenReason })",
        replace:
          "z.object({ kind: z.enum(emergencyKinds).exclude(['vital']), reason: writtenReason.optional() })",
      },
    ],
    breaks: ['22 emergency: only a vital one'],
  },
  {
    id: 'decisions-offered-under-an-emergency',
    edits: [
      { file: 'src/features/consents/reader.ts', find: "['delegate', 'emergency']", replace: "['delegate']" },
    ],
    breaks: ['22 emergency: nothing is offered'],
  },
  {
    id: 'owners-of-studies-for-a-minute',
    edits: [
      {
        file: 'src/proxy/studies.ts',
        find: 'const keep = 2_000, max = 20_000;',
        replace: 'const keep = 60_000, max = 20_000;',
      },
    ],
    breaks: ['23 images: a label on a study', '23 images: a study that was given'],
  },
  {
    id: 'pixels-for-a-working-day',
    edits: [
      {
        file: 'src/proxy/upstream.ts',
        find: "const cacheControl = 'no-store';",
        replace: "const cacheControl = 'private, max-age=43200, immutable';",
      },
    ],
    breaks: ['17 kept: nothing of a patient'],
  },
  {
    id: 'calls-without-a-word-about-keeping',
    edits: [
      { file: 'src/http/headers.ts', find: "set('cache-control', 'no-store')", replace: 'undefined' },
      { file: 'src/http/headers.ts', find: 'isOurs(request.routeOptions.url)', replace: 'false' },
    ],
    breaks: ['17 kept: nothing of a patient'],
  },
  {
    id: 'the-browser-keeps-what-it-has',
    edits: [
      { file: 'src/session/routes.ts', find: '\'"cache", "storage"\'', replace: '\'"executionContexts"\'' },
    ],
    breaks: ['17 kept: signing out'],
  },
];

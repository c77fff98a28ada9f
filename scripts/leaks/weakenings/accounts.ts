import type { Weakening } from '../weakening.ts';

/** Sessions of a person, and who makes accounts. */
export const ofAccounts: readonly Weakening[] = [
  {
    id: 'any-number-of-sessions',
    edits: [{ file: 'src/session/store.ts', find: 'skip: this.#limits.perPerson', replace: 'skip: 10_000' }],
    breaks: ['17 own sessions: one more'],
  },
  {
    id: 'own-sessions-are-everybodys',
    edits: [
      {
        file: 'src/features/session/router.ts',
        within: 'activeSessions',
        find: 'of: { issuer: services.env.OIDC_ISSUER, subject: session.userId }',
        replace: 'of: undefined',
      },
    ],
    breaks: ['17 own sessions: those of somebody else'],
  },
  {
    id: 'accounts-of-patients',
    edits: [
      {
        file: 'src/features/administration/schema.ts',
        within: 'createAccountInput',
        find: "z.enum(roles).exclude(['patient'])",
        replace: 'z.enum(roles)',
      },
    ],
    breaks: ['21 accounts'],
  },
];

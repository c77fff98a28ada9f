import { saveFailureOf, type SaveFailureWord } from '../../trpc/save-failure.ts';

const byReason = [
  'own-account',
  'own-session',
  'patient-account',
  'not-staff',
  'username-taken',
  'rpps-taken',
] as const;
/** Of what the web says of any save, in the words of accounts and settings. */
const words = {
  changed: 'changed',
  gone: 'gone',
  away: 'away',
  'no-answer': 'away',
  'not-confirmed': 'away',
  'not-written': 'away',
  refused: 'denied',
  invalid: 'invalid',
  unreachable: 'unreachable',
  'sign-in-again': 'sign-in-again',
  'signed-out': 'signed-out',
  'too-many': 'too-many',
} as const satisfies Partial<Record<SaveFailureWord, string>>;
/** What only the directory of accounts says. */
const ofDirectory = {
  BAD_GATEWAY: 'refused',
  CONFLICT: 'not-effective',
  UNPROCESSABLE_CONTENT: 'not-sent',
} as const;
export type FailureWord =
  | (typeof byReason)[number]
  | (typeof words)[keyof typeof words]
  | (typeof ofDirectory)[keyof typeof ofDirectory]
  | 'unexpected';

/** Which words say why a change was not made, and the number for support. */
export function failureOf(error: unknown): { word: FailureWord; requestId: string | null } {
  const { code, reason, requestId, word } = saveFailureOf(error);
  return {
    word:
      byReason.find((one) => one === reason) ??
      ofDirectory[code as keyof typeof ofDirectory] ??
      words[word as keyof typeof words] ??
      'unexpected',
    requestId,
  };
}

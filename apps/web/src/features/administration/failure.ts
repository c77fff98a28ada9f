import { asCallError } from '../../trpc/error.ts';

const byReason = [
  'own-account',
  'own-session',
  'patient-account',
  'not-staff',
  'username-taken',
  'rpps-taken',
  'sign-in-again',
] as const;
const byCode = {
  PRECONDITION_FAILED: 'changed',
  NOT_FOUND: 'gone',
  SERVICE_UNAVAILABLE: 'away',
  BAD_GATEWAY: 'refused',
  CONFLICT: 'not-effective',
  BAD_REQUEST: 'invalid',
  UNPROCESSABLE_CONTENT: 'not-sent',
  FORBIDDEN: 'denied',
} as const;
export type FailureWord =
  (typeof byReason)[number] | (typeof byCode)[keyof typeof byCode] | 'unexpected' | 'unreachable';

/** Which words say why a change was not made, and the number for support. */
export function failureOf(error: unknown): { word: FailureWord; requestId: string | null } {
  const { code, reason, requestId } = asCallError(error);
  const known = byReason.find((one) => one === reason);
  return {
    word: known ?? (code === null ? 'unreachable' : (byCode[code as keyof typeof byCode] ?? 'unexpected')),
    requestId,
  };
}

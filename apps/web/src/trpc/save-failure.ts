import { signInAgain } from '../session/afresh.ts';
import { asCallError, isChangedMeanwhile, type CallError } from './error.ts';
import { NotSentError } from './without-connection.ts';

const byReason = ['not-confirmed', 'not-written', 'other-content', signInAgain] as const;
const byCode = {
  FORBIDDEN: 'refused',
  UNAUTHORIZED: 'signed-out',
  TOO_MANY_REQUESTS: 'too-many',
  NOT_FOUND: 'gone',
  BAD_REQUEST: 'invalid',
  UNPROCESSABLE_CONTENT: 'invalid',
  BAD_GATEWAY: 'away',
  SERVICE_UNAVAILABLE: 'away',
  GATEWAY_TIMEOUT: 'no-answer',
  TIMEOUT: 'no-answer',
} as const;
export type SaveFailureWord =
  | 'changed'
  | (typeof byReason)[number]
  | (typeof byCode)[keyof typeof byCode]
  /** The request or its answer was lost on the way. */
  | 'unreachable'
  /** Nothing was sent: there was no connection, or the person called it off once it was back. */
  | NotSentError['why']
  /** It was done, and could not be written into the trail. */
  | 'not-in-trail'
  | 'unexpected';

export interface SaveFailure extends CallError {
  word: SaveFailureWord;
  /** Whether it is in. `unknown`: it may be, whoever goes on looks first, or sends the same form again. */
  isIn: 'no' | 'unknown' | 'other-content';
}

const unknownOf: readonly SaveFailureWord[] = [
  'not-confirmed',
  'no-answer',
  'unreachable',
  'not-in-trail',
  'unexpected',
];

/** The one mapping of a save that failed: what it was, and whether anything was saved all the same. */
export function saveFailureOf(error: unknown): SaveFailure {
  const call = asCallError(error);
  const word = wordOf(error, call);
  return {
    ...call,
    word,
    isIn: word === 'other-content' ? 'other-content' : unknownOf.includes(word) ? 'unknown' : 'no',
  };
}

function wordOf(error: unknown, { code, reason }: CallError): SaveFailureWord {
  const cause = error instanceof Error && error.cause instanceof NotSentError ? error.cause : error;
  if (cause instanceof NotSentError) return cause.why;
  if (code === null) return 'unreachable';
  if (isChangedMeanwhile(error)) return 'changed';
  if (reason === 'audit') return 'not-in-trail';
  return byReason.find((one) => one === reason) ?? byCode[code as keyof typeof byCode] ?? 'unexpected';
}

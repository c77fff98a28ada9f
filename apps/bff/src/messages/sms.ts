import type { BffEnv } from '../env.ts';
import { notConfigured, type House, type MessageChannel, type Outcome, type Outgoing } from './message.ts';
import { shortWordsOf } from './wording.ts';

const timeoutMs = 15_000;

/** SMS by a gateway of the hospital that speaks JSON (docs/appointments.md); nothing of a message is in a log or an error. */
export function smsChannel(
  { SMS_URL: url, SMS_TOKEN: token }: Pick<BffEnv, 'SMS_URL' | 'SMS_TOKEN'>,
  house: House,
): MessageChannel {
  if (url === undefined || token === undefined) return notConfigured;
  const send = async ({ id, to, told }: Outgoing): Promise<Outcome> => {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ id, to, text: shortWordsOf(told, house) }),
      });
      await answer.body?.cancel();
      return outcomeOf(answer.status);
    } catch (error) {
      return isUnreached(error) ? 'away' : 'unknown';
    }
  };
  return { isConfigured: true, send, close: () => undefined };
}

/** 400 and 422 are about this number or this text, for good; 401, 403, 404 and the like are somebody's to mend. */
function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return 'sent';
  if (status === 400 || status === 422) return 'refused';
  return status === 429 || status >= 500 ? 'later' : 'away';
}

const unreached = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN']);
const isUnreached = (error: unknown): boolean => {
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
  return typeof cause?.code === 'string' && unreached.has(cause.code);
};

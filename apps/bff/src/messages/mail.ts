import { createTransport } from 'nodemailer';
import type { BffEnv } from '../env.ts';
import { calendarEntry } from './calendar.ts';
import { notConfigured, type House, type MessageChannel, type Outcome, type Outgoing } from './message.ts';
import { wordsOf } from './wording.ts';

const connectMs = 10_000,
  silentMs = 30_000;

/** E-mail over SMTP. TLS everywhere but to this machine; nothing of a message is in a log or an error. */
export function mailChannel(
  { SMTP_URL: url, MAIL_FROM: from }: Pick<BffEnv, 'SMTP_URL' | 'MAIL_FROM'>,
  house: House,
): MessageChannel {
  if (url === undefined || from === undefined) return notConfigured;
  const { hostname, port, protocol, username, password } = new URL(url);
  const isSecure = protocol === 'smtps:';
  const host = hostname.replaceAll(/[[\]]/g, '');
  const isHere = ['localhost', '127.0.0.1', '::1'].includes(host);
  const transport = createTransport({
    host,
    port: Number(port) || (isSecure ? 465 : 587),
    secure: isSecure,
    requireTLS: !isHere && !isSecure,
    // a server on this machine speaks in the clear
    ignoreTLS: isHere && !isSecure,
    ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: silentMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.slice(from.indexOf('@') + 1);
  const send = async (message: Outgoing): Promise<Outcome> => {
    const { method, content } = calendarEntry(
      { ...message, uid: `${message.uid}@${domain}` },
      { house, from, now: new Date() },
    );
    try {
      await transport.sendMail({
        ...wordsOf(message.told, house),
        messageId: `<${message.id}@${domain}>`,
        from: { name: house.name, address: from },
        to: { name: '', address: message.to },
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        icalEvent: { method, content, filename: 'rendez-vous.ics' },
      });
      return 'sent';
    } catch (error) {
      return outcomeOf(error);
    }
  };
  return { isConfigured: true, send, close: () => transport.close() };
}

/** The server was not reached: nothing was handed over. */
const unreached = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EDNS',
  'ETLS',
  'EAUTH',
]);

/**
 * A refusal of this recipient or this message by 5xx is one for good. Any other answer of the server concerns all messages,
 * and is temporary or somebody's to mend. A connection that is lost says nothing.
 */
function outcomeOf(error: unknown): Outcome {
  const { code, originalCode, command, responseCode } = error as Partial<Record<string, string>> & {
    responseCode?: number;
  };
  if (responseCode !== undefined) {
    if (command !== 'RCPT TO' && command !== 'DATA') return 'away';
    return responseCode >= 500 ? 'refused' : 'later';
  }
  // what is no address never leaves
  if (command === 'API' && code === 'EENVELOPE') return 'refused';
  return [code, originalCode].some((one) => one !== undefined && unreached.has(one)) ? 'away' : 'unknown';
}

import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** A message as it was caught; what is no part of it is null. */
export interface CaughtMail {
  at: Date;
  to: string[];
  from: string;
  subject: string;
  messageId: string;
  text: string;
  /** The entry for a calendar. */
  calendar: string | null;
}

/** So many are kept. */
const keptMails = 200,
  maxBytes = 1_000_000;

/** A mail server on this machine that sends nothing on. For tests it can go away, come back, and refuse. */
export class MailCatcher {
  /** The latest last. */
  readonly caught: CaughtMail[] = [];
  /** What it answers next, one after the other; `cut`: it takes a message, and hangs up before saying so. */
  readonly answers: { recipients: number[]; messages: (number | 'cut')[] } = { recipients: [], messages: [] };
  #server: SMTPServer | null = null;
  #port: number;

  /** @param port 0: a free one */
  constructor(port = 0) {
    this.#port = port;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<this> {
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS', 'AUTH'],
      size: maxBytes,
      onRcptTo: (_address, _session, done) => {
        const code = this.answers.recipients.shift();
        done(code === undefined ? null : refusal(code));
      },
      onData: (stream, session, done) => {
        text(stream).then((raw) => {
          const answer = this.answers.messages.shift();
          if (typeof answer === 'number') return done(refusal(answer));
          const to = session.envelope.rcptTo.map(({ address }) => address);
          this.caught.push({ ...readMail(raw), at: new Date(), to });
          this.caught.splice(0, this.caught.length - keptMails);
          return answer === 'cut' ? void this.stop() : done();
        }, done);
      },
    });
    // a client that hangs up is none of our errors
    server.on('error', () => undefined);
    await new Promise<void>((resolve, reject) => {
      server.server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', () => resolve());
    });
    this.#port = (server.server.address() as AddressInfo).port;
    this.#server = server;
    return this;
  }

  /** Cuts what is open. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    for (const connection of server.connections) connection._socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

const refusal = (code: number): Error => Object.assign(new Error('refused'), { responseCode: code });

/** Reads a message as far as ours have it: headers, parts, quoted-printable and base64. */
function readMail(raw: string): Omit<CaughtMail, 'at' | 'to'> {
  const { headers } = split(raw);
  const parts = partsOf(raw);
  const of = (type: string) => parts.find((part) => part.type === type)?.body ?? null;
  return {
    from: words(headers.get('from')),
    subject: words(headers.get('subject')),
    messageId: headers.get('message-id') ?? '',
    text: of('text/plain') ?? '',
    calendar: of('text/calendar'),
  };
}

function split(raw: string): { headers: Map<string, string>; body: string } {
  const normal = raw.replaceAll('\r\n', '\n');
  const end = normal.indexOf('\n\n');
  const head = (end < 0 ? normal : normal.slice(0, end)).replaceAll(/\n[ \t]+/g, ' ');
  const headers = head.split('\n').map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { headers: new Map(headers), body: end < 0 ? '' : normal.slice(end + 2) };
}

function partsOf(raw: string): { type: string; body: string }[] {
  const { headers, body } = split(raw);
  const kind = headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="?([^";]+)/i.exec(kind)?.[1];
  if (kind.startsWith('multipart/') && boundary !== undefined)
    return `\n${body}`
      .split(`\n--${boundary}`)
      .slice(1, -1)
      .flatMap((part) => partsOf(part.replace(/^\n/, '')));
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  const type = kind.split(';')[0]?.trim().toLowerCase() ?? '';
  if (encoding === 'base64') return [{ type, body: Buffer.from(body, 'base64').toString('utf8') }];
  return [{ type, body: encoding === 'quoted-printable' ? unquoted(body.replaceAll('=\n', '')) : body }];
}

const unquoted = (text: string): string =>
  Buffer.from(
    text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

/** Encoded words of a header (RFC 2047). */
const words = (text = ''): string =>
  text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([QB])\?(.*?)\?=/gi, (_, how: string, word: string) =>
      how.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64').toString('utf8')
        : unquoted(word.replaceAll('_', ' ')),
    );

// Companion servers: what stands in for servers that are not a hospital's own. One process for all of them, loopback only.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { MailCatcher } from '@keneyapp/config/mail-catcher';
import { InsiSimulator, readQuestion } from './insi.ts';
import { mailPage, mailPageHeaders } from './mail-page.ts';

const names = (process.env['COMPANIONS'] ?? 'insi').split(',').map((name) => name.trim());
const token = process.env['INSI_TOKEN'];
const simulator = names.includes('insi') ? new InsiSimulator() : null;
const mail = names.includes('mail')
  ? await new MailCatcher(Number(process.env['MAIL_CATCHER_PORT'] ?? 0)).start()
  : null;
/** Addresses of this machine alone: a page elsewhere whose name leads here reads nothing. */
const isOwn = (host = ''): boolean => /^(localhost|127\.0\.0\.1)(:\d+)?$/.test(host);

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (mail && request.url === '/mail' && request.method === 'GET' && isOwn(request.headers.host))
    return void response.writeHead(200, mailPageHeaders).end(mailPage(mail.caught));
  const path = /^\/insi\/(by-traits|verify)$/.exec(request.url ?? '')?.[1] as
    'by-traits' | 'verify' | undefined;
  if (!simulator || !path || request.method !== 'POST') return send(response, 404, { error: 'not found' });
  if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
    return send(response, 401, { error: 'unauthorized' });
  const question = readQuestion(await bodyOf(request), path);
  if (!question) return send(response, 400, { error: 'bad request' });
  const {
    status,
    body,
    afterMs = 0,
  } = path === 'verify' ? simulator.verify(question) : simulator.byTraits(question);
  if (afterMs > 0) {
    const timer = setTimeout(() => send(response, status, body), afterMs);
    response.once('close', () => clearTimeout(timer));
    return;
  }
  send(response, status, body);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** What was sent; undefined when it is no JSON, or too long for a question. */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > 20_000) return undefined;
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => {
    if (!response.headersSent) send(response, 500, { error: 'internal error' });
  });
});
server.listen(Number(process.env['COMPANIONS_PORT'] ?? 0), '127.0.0.1', () => {
  const address = server.address();
  if (address && typeof address === 'object') console.log(`ready http://127.0.0.1:${address.port}`);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    server.closeAllConnections();
    void mail?.stop();
    server.close(() => process.exit(0));
  });

import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { codeFlow } from '../../packages/config/src/oidc-flow.ts';
import type { StackUnderTest } from '../stack.ts';

export interface Answer {
  status: number;
  text: string;
  headers: http.IncomingHttpHeaders;
}
interface Sending {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** What every request has: where to, and whom to believe. A new connection each. */
function requestTo(
  { publicUrl, settings }: StackUnderTest,
  options: http.RequestOptions,
  onAnswer: (response: http.IncomingMessage) => void,
): http.ClientRequest {
  const { protocol, hostname, port, host } = new URL(publicUrl),
    authority = settings['NODE_EXTRA_CA_CERTS'];
  const whole: https.RequestOptions = {
    hostname,
    servername: hostname,
    port,
    agent: false,
    ...options,
    headers: { host, ...options.headers },
    ...(authority ? { ca: readFileSync(authority) } : {}),
  };
  return protocol === 'https:' ? https.request(whole, onAnswer) : http.request(whole, onAnswer);
}

/** Sends an address as it is written, and headers that `fetch` would not: only what the wire carries counts. */
export function send(
  stack: StackUnderTest,
  path: string,
  { method = 'GET', headers = {}, body }: Sending = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = requestTo(stack, { path, method, headers, timeout: 30_000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString('utf8'),
          headers: response.headers,
        }),
      );
      response.on('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error('no answer in 30 s')));
    request.on('error', reject);
    request.end(body);
  });
}

/** Reads an event stream until its text holds `until`, or its end; gives what came. */
export function listen(
  stack: StackUnderTest,
  path: string,
  headers: Record<string, string>,
  { opened, until }: { opened: () => Promise<void>; until: () => string },
): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const request = requestTo(
      stack,
      { path, headers: { accept: 'text/event-stream', ...headers }, timeout: 20_000 },
      (response) => {
        response.on('data', (chunk: Buffer) => {
          const isFirst = text === '';
          text += chunk.toString();
          if (isFirst) opened().catch(reject);
          const end = until();
          if (end !== '' && text.includes(end)) {
            request.destroy();
            resolve(text);
          }
        });
        response.on('end', () => resolve(text));
      },
    );
    request.on('timeout', () => request.destroy(new Error('nothing came in 20 s')));
    request.on('error', reject);
    request.end();
  });
}

/** Somebody signed in as the web server does it, with nothing but HTTP between them and the application. */
export class Visitor {
  readonly headers: Record<string, string>;
  readonly cookie: string;
  readonly accessToken: string;
  readonly #stack: StackUnderTest;
  private constructor(stack: StackUnderTest, cookie: string, accessToken: string) {
    this.#stack = stack;
    this.cookie = cookie;
    this.accessToken = accessToken;
    const name = stack.publicUrl.startsWith('https:') ? '__Host-keneya-session' : 'keneya-session';
    this.headers = {
      cookie: `${name}=${cookie}`,
      origin: stack.publicUrl,
      'sec-fetch-site': 'same-origin',
      'x-keneya-request': '1',
    };
  }

  static async signIn(
    stack: StackUnderTest,
    username: string,
    previousCookie: string | null = null,
  ): Promise<Visitor> {
    const { settings, publicUrl } = stack;
    const tokens = await codeFlow(
      {
        issuer: settings['OIDC_ISSUER'] ?? '',
        clientId: settings['OIDC_CLIENT_ID'] ?? '',
        clientSecret: settings['OIDC_CLIENT_SECRET'] ?? '',
        redirectUri: `${publicUrl}/api/auth/callback/oidc`,
      },
      username,
    );
    const response = await fetch(`${settings['BFF_INTERNAL_URL']}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-keneya-internal': settings['INTERNAL_SECRET'] ?? '' },
      body: JSON.stringify({
        idToken: tokens.id_token,
        accessToken: tokens.access_token,
        refreshToken: tokens.refresh_token,
        expiresAt: Math.floor(Date.now() / 1000) + tokens.expires_in,
        refreshExpiresAt: null,
        previousCookie,
        remoteAddress: '192.0.2.9',
      }),
    });
    if (response.status !== 201)
      throw new Error(`the BFF refused the tokens of ${username}: ${response.status}`);
    return new Visitor(stack, ((await response.json()) as { cookie: string }).cookie, tokens.access_token);
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return send(this.#stack, path, { headers: { ...this.headers, ...headers } });
  }
  /** A query as a GET with its input in the address. */
  query(path: string, input?: unknown): Promise<Answer> {
    return this.get(
      `/trpc/${path}${input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`}`,
    );
  }
  mutate(path: string, input: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return send(this.#stack, `/trpc/${path}`, {
      method: 'POST',
      headers: { ...this.headers, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(input),
    });
  }
  /** The answer of a query; throws its status when there is none. */
  async data<T>(path: string, input?: unknown): Promise<T> {
    return dataOf<T>(await this.query(path, input));
  }
  async done<T>(path: string, input: unknown): Promise<T> {
    return dataOf<T>(await this.mutate(path, input));
  }
}

function dataOf<T>({ status, text }: Answer): T {
  if (status !== 200) throw new Error(`${status} ${text.slice(0, 300)}`);
  return (JSON.parse(text) as { result: { data: T } }).result.data;
}

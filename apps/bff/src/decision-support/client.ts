import { z } from 'zod';
import type { BffEnv } from '../env.ts';
import { answerSchema, discoverySchema, type Card, type CdsService } from './cds-hooks.ts';

/** A server of CDS Hooks: its base address, and what it is shown. */
interface CdsServer {
  url: string;
  token: string | null;
}
export type Failure = 'unreachable' | 'timeout' | 'bad-answer';
/** A service of a server, or a server that does not say what it has. */
export type Discovered =
  | {
      server: string;
      services: CdsService[];
      ask(service: CdsService, body: object, options: Asking): Promise<Asked>;
    }
  | { server: string; failure: Failure };
type Asked = { cards: Card[] } | { failure: Failure };
interface Asking {
  language: string;
  /** When it is too late, on the clock of `performance`. */
  until: number;
}

/** What a server offers is asked for again after this long. */
const keptMs = 300_000;
const maxBytes = 4_000_000;

/** The servers of decision support that the hospital has configured. Nothing of what they are asked is logged. */
export class DecisionSupport {
  readonly timeoutMs: number;
  readonly #servers: readonly CdsServer[];
  readonly #known = new Map<string, { services: CdsService[]; until: number }>();

  constructor(env: Pick<BffEnv, 'CDS_SERVICES' | 'CDS_TOKEN' | 'CDS_TIMEOUT_MS'>) {
    this.timeoutMs = env.CDS_TIMEOUT_MS;
    this.#servers = env.CDS_SERVICES.map((url) => ({
      url: url.replace(/\/+$/, ''),
      token: tokenFor(url, env.CDS_TOKEN),
    }));
  }

  /** Whose links may lead to an application. */
  get origins(): ReadonlySet<string> {
    return new Set(this.#servers.map(({ url }) => new URL(url).origin));
  }

  get isConfigured(): boolean {
    return this.#servers.length > 0;
  }

  /** What each server offers, all at once; one that does not answer says so, and is asked again the next time. */
  discover(until: number, language = 'fr'): Promise<Discovered[]> {
    return Promise.all(
      this.#servers.map(async (server): Promise<Discovered> => {
        const name = new URL(server.url).host;
        const kept = `${language} ${server.url}`;
        const known = this.#known.get(kept);
        if (known && known.until > Date.now()) return this.#found(name, server, known.services);
        const asking = { ...server, url: `${server.url}/cds-services`, until, language };
        const answer = await call(asking, discoverySchema);
        if ('failure' in answer) return { server: name, failure: answer.failure };
        const { services } = answer.read;
        this.#known.set(kept, { services, until: Date.now() + keptMs });
        return this.#found(name, server, services);
      }),
    );
  }

  #found(name: string, server: CdsServer, services: CdsService[]): Discovered {
    return {
      server: name,
      services,
      ask: async (service, body, { language, until }) => {
        const url = `${server.url}/cds-services/${encodeURIComponent(service.id)}`;
        const answer = await call({ ...server, url, until, body, language }, answerSchema);
        if (!('failure' in answer)) return { cards: answer.read.cards };
        // another version of the server may be there: what it offers is asked for again
        for (const key of this.#known.keys()) if (key.endsWith(` ${server.url}`)) this.#known.delete(key);
        return answer;
      },
    };
  }
}

/** One token for all, or `address=token` for each where they differ. A token goes to no address that it was not given for. */
function tokenFor(url: string, tokens: readonly string[]): string | null {
  const [only, another] = tokens;
  if (only !== undefined && another === undefined && !/^https?:/.test(only)) return only;
  const own = tokens.find((one) => one.startsWith(`${url}=`));
  return own === undefined ? null : own.slice(url.length + 1);
}

interface Call {
  url: string;
  token: string | null;
  until: number;
  body?: object;
  language?: string;
}

async function call<T>(
  { url, token, until, body, language }: Call,
  schema: z.ZodType<T>,
): Promise<{ read: T } | { failure: Failure }> {
  const left = until - performance.now();
  if (left <= 0) return { failure: 'timeout' };
  try {
    const response = await fetch(url, {
      method: body ? 'POST' : 'GET',
      redirect: 'error',
      signal: AbortSignal.timeout(Math.max(1, Math.round(left))),
      headers: {
        accept: 'application/json',
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(language ? { 'accept-language': language } : {}),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) {
      await response.body?.cancel();
      return { failure: response.status >= 500 || response.status === 429 ? 'unreachable' : 'bad-answer' };
    }
    const parsed = schema.safeParse(await jsonOf(response));
    return parsed.success ? { read: parsed.data } : { failure: 'bad-answer' };
  } catch (error) {
    return { failure: error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'unreachable' };
  }
}

/** Undefined for what is no JSON, or longer than an answer is. */
async function jsonOf(response: Response): Promise<unknown> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > maxBytes) return undefined;
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

import type { BffEnv } from './env.ts';

type Check = () => Promise<void>;
/** Whether a server behind us answers, and after how many milliseconds. */
export interface ServerState {
  status: 'up' | 'down';
  ms: number;
}

const timeoutMs = 3_000;
/** Answers are reused this long, so that asking often does not burden the servers behind. */
const reuseMs = 1_000;

/** The state of every server that the application leans on, by name; no addresses, no errors. */
export class Health {
  readonly #checks: Record<string, Check>;
  #last: { at: number; result: Promise<Record<string, ServerState>> } | null = null;
  constructor(checks: Record<string, Check>) {
    this.#checks = checks;
  }

  /** Asks them all at once; who does not answer within three seconds is down. */
  state(): Promise<Record<string, ServerState>> {
    if (!this.#last || Date.now() - this.#last.at > reuseMs)
      this.#last = { at: Date.now(), result: run(this.#checks) };
    return this.#last.result;
  }
}

async function run(checks: Record<string, Check>): Promise<Record<string, ServerState>> {
  return Object.fromEntries(
    await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        const started = performance.now();
        const late = new Promise<never>((_resolve, reject) => {
          setTimeout(() => reject(new Error('late')), timeoutMs).unref();
        });
        const status = await Promise.race([check(), late]).then(
          () => 'up' as const,
          () => 'down' as const,
        );
        return [name, { status, ms: Math.round(performance.now() - started) }];
      }),
    ),
  );
}

/** The checks that ask over HTTP; the others (database, provider) bring their own. */
export function httpChecks(env: BffEnv, systemToken: () => Promise<string>): Record<string, Check> {
  const ask = async (url: string, token: string | null) => {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    });
    await response.body?.cancel();
    if (response.status >= 500 || response.status === 401) throw new Error(String(response.status));
  };
  const { TERMINOLOGY_URL: terminology, WEB_URL: web } = env;
  return {
    fhir: async () => ask(`${env.FHIR_URL}/metadata?_summary=true`, null),
    ...(terminology
      ? { terminology: async () => ask(`${terminology}/metadata?mode=terminology`, null) }
      : {}),
    dicomweb: async () => ask(`${env.DICOMWEB_URL}/studies?limit=1`, await systemToken()),
    ...(web ? { web: async () => ask(`${web}/api/auth/providers`, null) } : {}),
  };
}

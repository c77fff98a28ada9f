import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

/** Answers of the terminology server, over all processes where there is Redis; in this process otherwise, and while Redis is away. */
export class TerminologyCache {
  readonly #redis: Pick<Redis, 'get' | 'set'> | null;
  readonly #own = new Map<string, { text: string; until: number }>();
  constructor(redis: Pick<Redis, 'get' | 'set'> | null) {
    this.#redis = redis;
  }

  /** @param release names the content that was asked: a new one has other keys, so that nothing of the former is found. */
  async get<T>(release: string, question: string, ask: () => Promise<T>): Promise<T> {
    const key = `keneyapp:terminology:${createHash('sha256').update(`${release}\n${question}`).digest('base64url')}`;
    const known = parsed(await this.#read(key));
    if (known !== null) return known as T;
    const answer = await ask();
    // that something is not there may be a wrong address as well: it is asked for again
    if (answer !== null) await this.#keep(key, JSON.stringify(answer));
    return answer;
  }

  async #read(key: string): Promise<string | null> {
    const own = this.#own.get(key);
    if (own && own.until > Date.now()) return own.text;
    return (await this.#redis?.get(key).catch(() => null)) ?? null;
  }

  async #keep(key: string, text: string): Promise<void> {
    this.#own.delete(key);
    this.#own.set(key, { text, until: Date.now() + keptSeconds * 1_000 });
    const oldest = this.#own.size > maxKept ? this.#own.keys().next().value : undefined;
    if (oldest !== undefined) this.#own.delete(oldest);
    await this.#redis?.set(key, text, 'EX', keptSeconds).catch(() => null);
  }
}

const keptSeconds = 86_400;
/** Answers that a process keeps; those that were not asked for longest go first. */
const maxKept = 20_000;

/** Null for nothing, and for what is no answer of ours. */
function parsed(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

import { Pool } from 'undici';
import { PolicyUnavailableError, readDecisions, readRights } from './policy-answer.ts';
import type { Decision, PolicyEngine, PolicyInput, Rights } from './policy.ts';
import type { Role } from './roles.ts';
import { inBatches } from './in-batches.ts';

export interface OpaOptions {
  /** Base of the server, `http://opa:8181`; a path in front of `/v1` is kept. */
  url: string;
  /** What the server asks for (infra/opa/authz.rego). */
  token?: string | undefined;
  /** One question and its answer, in ms. */
  timeoutMs?: number;
}

const atOnce = 50,
  maxBytes = 4 * 1024 * 1024;

/** The same policy on an OPA server (https://www.openpolicyagent.org/docs/rest-api, Get a Document with Input). */
export class OpaEngine implements PolicyEngine {
  readonly #pool: Pool;
  readonly #path: string;
  readonly #timeoutMs: number;
  readonly #headers: Record<string, string>;

  constructor({ url, token, timeoutMs = 1_000 }: OpaOptions) {
    this.#headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
    const { origin, pathname } = new URL(url);
    this.#path = `${pathname.replace(/\/+$/, '')}/v1/data/keneyapp/access`;
    this.#timeoutMs = timeoutMs;
    this.#pool = new Pool(origin, { connections: 8, connectTimeout: timeoutMs, maxResponseSize: maxBytes });
  }

  decide(inputs: readonly PolicyInput[]): Promise<Decision[]> {
    return inBatches(inputs, atOnce, async (requests) =>
      readDecisions(await this.#ask('decisions', { requests }), requests.length),
    );
  }

  async rights(role: Role): Promise<Rights> {
    return readRights(await this.#ask('rights', { role }));
  }

  async ping(): Promise<void> {
    if (Object.keys(await this.rights('doctor')).length === 0)
      throw new PolicyUnavailableError('the policy knows no rights');
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  /** Redirects are not followed; a document that is not there has no `result`, which is no answer. */
  async #ask(document: 'decisions' | 'rights', input: unknown): Promise<unknown> {
    try {
      const { statusCode, body } = await this.#pool.request({
        method: 'POST',
        path: `${this.#path}/${document}`,
        headers: this.#headers,
        body: JSON.stringify({ input }),
        signal: AbortSignal.timeout(this.#timeoutMs),
      });
      if (statusCode !== 200) {
        await body.dump();
        throw new PolicyUnavailableError(`the policy server answered ${statusCode}`);
      }
      const answer: unknown = await body.json();
      return answer !== null && typeof answer === 'object' && 'result' in answer ? answer.result : undefined;
    } catch (cause) {
      if (cause instanceof PolicyUnavailableError) throw cause;
      throw new PolicyUnavailableError('the policy server gave no readable answer in time', { cause });
    }
  }
}

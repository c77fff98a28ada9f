import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadPolicy, type LoadedPolicy } from '@open-policy-agent/opa-wasm';
import { PolicyUnavailableError, readDecisions, readRights } from './policy-answer.ts';
import { parseRfc3339 } from './parse-rfc3339.ts';
import type { Decision, PolicyEngine, PolicyInput, Rights } from './policy.ts';
import type { Role } from './roles.ts';
import { inBatches } from './in-batches.ts';

const policyFile = path.resolve(import.meta.dirname, '../../../../policies/policy.wasm');

/** One evaluation may take 64 MiB (in pages of 64 KiB); an instance that grew beyond 8 MiB is not used again. */
const memory = { initial: 8, maximum: 1024 };
const keptBytes = 8 * 1024 * 1024;
/** A few milliseconds. */
const atOnce = 32;

/** The compiled policy (`npm run policy -- build`), evaluated in this process. */
export class WasmEngine implements PolicyEngine {
  readonly #file: string;
  readonly #compiled: Buffer;
  #policy: Promise<LoadedPolicy> | null = null;

  private constructor(file: string, compiled: Buffer) {
    this.#file = file;
    this.#compiled = compiled;
  }

  /** Rejects with a `PolicyUnavailableError` that names the file when it is missing or is no such policy. */
  static async open(file = policyFile): Promise<WasmEngine> {
    try {
      const engine = new WasmEngine(file, await readFile(file));
      await engine.ping();
      return engine;
    } catch (cause) {
      throw new PolicyUnavailableError(
        `the access policy ${file} cannot be used: npm run policy -- build writes it`,
        { cause },
      );
    }
  }

  decide(inputs: readonly PolicyInput[]): Promise<Decision[]> {
    return inBatches(inputs, atOnce, async (requests) =>
      readDecisions(await this.#evaluate('decisions', { requests }), requests.length),
    );
  }

  async rights(role: Role): Promise<Rights> {
    return readRights(await this.#evaluate('rights', { role }));
  }

  async ping(): Promise<void> {
    if (Object.keys(await this.rights('doctor')).length === 0)
      throw new PolicyUnavailableError('the policy knows no rights');
  }

  async close(): Promise<void> {
    this.#policy = null;
  }

  /** The heap is emptied before each evaluation. Memory itself only grows, and a failure may leave anything: both cost the instance. */
  async #evaluate(entrypoint: 'decisions' | 'rights', input: unknown): Promise<unknown> {
    try {
      const policy = await this.#instance();
      const [found] = policy.evaluate(input, `keneyapp/access/${entrypoint}`) as { result: unknown }[];
      if (policy.mem.buffer.byteLength > keptBytes) this.#policy = null;
      return found?.result;
    } catch (cause) {
      this.#policy = null;
      throw new PolicyUnavailableError(`the access policy ${this.#file} could not be evaluated`, { cause });
    }
  }

  async #instance(): Promise<LoadedPolicy> {
    for (;;) {
      const asked = (this.#policy ??= loadPolicy(
        this.#compiled,
        { ...memory },
        { 'time.parse_rfc3339_ns': parseRfc3339 },
      ));
      const policy = await asked;
      if (asked === this.#policy) return policy; // and not one that was given up in the meantime
    }
  }
}

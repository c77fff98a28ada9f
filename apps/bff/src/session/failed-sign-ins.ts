import type { AuditRecorder } from '../audit/audit.ts';
import { addressKey } from '../limits/address.ts';

/** A sign-in that came to nothing. */
export interface FailedSignIn {
  /** `password`, `callback`, `provider-away`, `provider:access_denied`, … */
  reason: string;
  remoteAddress: string;
  /** The account it was tried for, where the provider knows one; never what was typed in its place. */
  account: { id: string; name: string } | null;
  requestId: string;
  /** Of an event that is told later: when it was. */
  at?: Date;
}
interface Tally {
  remoteAddress: string;
  written: number;
  more: number;
  reasons: Record<string, number>;
}

const minute = 60_000;
/** Written down one by one in a minute: of one address, and of all; the first of each address always. */
const maxOfOne = 10,
  maxOfAll = 600;
/** Addresses that are told apart in a minute; the rest is counted together. */
const maxAddresses = 2_000;

/**
 * Anybody can make a sign-in fail, as often as they like. What one address does beyond a few a minute is counted and told
 * in one record when the minute is over, so that it neither fills the trail nor keeps another address's failure out of it.
 */
export class FailedSignIns {
  readonly #audit: AuditRecorder;
  readonly #timer: NodeJS.Timeout;
  #tallies = new Map<string, Tally>();
  #rest = { addresses: new Set<string>(), failures: 0 };
  #written = 0;

  constructor(audit: AuditRecorder, onError: (error: unknown) => void, everyMs = minute) {
    this.#audit = audit;
    this.#timer = setInterval(() => void this.tellRest().catch(onError), everyMs).unref();
  }

  /** @returns whether it has a record of its own */
  async add(failed: FailedSignIn): Promise<boolean> {
    const key = addressKey(failed.remoteAddress);
    let tally = this.#tallies.get(key);
    if (!tally && this.#tallies.size >= maxAddresses) {
      this.#rest.failures += 1;
      if (this.#rest.addresses.size < maxAddresses) this.#rest.addresses.add(key);
      return false;
    }
    if (!tally) {
      tally = { remoteAddress: failed.remoteAddress, written: 0, more: 0, reasons: {} };
      this.#tallies.set(key, tally);
    }
    if (tally.written >= maxOfOne || (tally.written > 0 && this.#written >= maxOfAll)) {
      tally.more += 1;
      // reasons have the shape of words and come from us and the provider: a few
      if (failed.reason in tally.reasons || Object.keys(tally.reasons).length < 10)
        tally.reasons[failed.reason] = (tally.reasons[failed.reason] ?? 0) + 1;
      return false;
    }
    tally.written += 1;
    this.#written += 1;
    await this.#record(failed, failed.at && JSON.stringify({ at: failed.at.toISOString() }));
    return true;
  }

  /** One record of each address that did more than was written down. A new minute begins. */
  async tellRest(): Promise<void> {
    const [tallies, rest] = [this.#tallies, this.#rest];
    this.#tallies = new Map();
    this.#rest = { addresses: new Set(), failures: 0 };
    this.#written = 0;
    const repeated = { reason: 'repeated', account: null, requestId: 'none' };
    for (const { remoteAddress, more, reasons } of tallies.values())
      if (more > 0) await this.#record({ ...repeated, remoteAddress }, JSON.stringify({ more, reasons }));
    if (rest.failures > 0)
      await this.#record(
        { ...repeated, remoteAddress: 'others' },
        JSON.stringify({ more: rest.failures, addresses: rest.addresses.size }),
      );
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.tellRest();
  }

  async #record({ reason, remoteAddress, account, requestId }: FailedSignIn, query?: string): Promise<void> {
    await this.#audit.record({
      action: 'E',
      operation: 'session.sign-in',
      feature: null,
      access: 'write',
      outcome: reason === 'provider-away' ? 'failure' : 'denied',
      reason,
      patientId: null,
      resources: [],
      ...(query === undefined ? {} : { query }),
      user: account && { ...account, role: null },
      remoteAddress,
      requestId,
    });
  }
}

import { parseJson } from '@keneyapp/fhir-client/json';
import type { Subscription } from '@medplum/fhirtypes';
import { addressOf } from '../http/address.ts';
import { isType } from '../model/definitions.ts';
import { parseQuery } from '../search/query.ts';
import { search } from '../search/search.ts';
import { current, type Store, type Written } from '../store/store.ts';
import { isAllowedEndpoint } from './endpoint.ts';
import { notify } from './notify.ts';

export interface SubscriptionOptions {
  /** Origins besides loopback that may be called. */
  origins: readonly string[];
  /** Milliseconds before each further attempt; after the last one the subscription goes to status `error`. */
  retryAfter?: readonly number[];
  timeout?: number;
}

interface Active {
  subscription: Subscription;
  queue: Written[];
  isSending: boolean;
}

const longestQueue = 5000;

/** R4 rest-hook Subscriptions: `requested` becomes `active` or `error`; matches are told after the commit, in order. */
export class Subscriptions {
  private readonly active = new Map<string, Active>();
  private readonly stopping = new AbortController();
  private readonly store: Store;
  private readonly options: Required<SubscriptionOptions>;
  constructor(store: Store, options: SubscriptionOptions) {
    this.store = store;
    this.options = { retryAfter: [500, 2000, 8000, 20_000], timeout: 5000, ...options };
  }

  async start(): Promise<void> {
    const rows = await this.store.driver.query<{ ref: string; content: string }>(
      "SELECT ref, content FROM resource WHERE type = 'Subscription' AND NOT deleted",
    );
    this.store.onCommit((written) => {
      void this.heard(written).catch(() => undefined);
    });
    for (const { ref, content } of rows) await this.take(ref, JSON.parse(content) as Subscription);
  }

  stop(): void {
    this.stopping.abort();
  }

  private async heard(written: readonly Written[]): Promise<void> {
    for (const change of written) {
      if (change.ref.startsWith('Subscription/'))
        await this.take(change.ref, change.resource as Subscription | null);
      else if (change.resource)
        for (const one of this.active.values())
          if (await this.isMatch(one.subscription, change)) this.enqueue(one, change);
    }
  }

  private async take(ref: string, subscription: Subscription | null): Promise<void> {
    if (subscription?.status === 'active') {
      this.active.set(ref, { queue: [], isSending: false, ...this.active.get(ref), subscription });
      return;
    }
    this.active.delete(ref);
    if (subscription?.status !== 'requested') return;
    const fault = this.faultOf(subscription);
    await this.setStatus(ref, fault ? 'error' : 'active', fault);
  }

  private faultOf({ criteria, channel }: Subscription): string | null {
    if (channel?.type !== 'rest-hook') return 'Only channels of type rest-hook are supported';
    if (!channel.endpoint || !isAllowedEndpoint(channel.endpoint, this.options.origins))
      return 'The endpoint is not one this server may call';
    try {
      const {
        path: [type = ''],
        query,
      } = addressOf(criteria ?? '');
      if (!isType(type)) return 'The criteria name no resource type';
      parseQuery(type, query);
      return null;
    } catch {
      return 'The criteria cannot be searched';
    }
  }

  private async isMatch({ criteria }: Subscription, { ref }: Written): Promise<boolean> {
    try {
      const {
        path: [type = ''],
        query,
      } = addressOf(criteria ?? '');
      if (!ref.startsWith(`${type}/`)) return false;
      if (query.length === 0) return true;
      const asked = parseQuery(type, [...query, ['_id', ref.slice(type.length + 1)]]);
      return (
        (
          await search(
            this.store.driver,
            { ...asked, count: 1, includes: [], revincludes: [] },
            { base: '', lenient: false },
          )
        ).matches.length > 0
      );
    } catch {
      return false;
    }
  }

  private enqueue(one: Active, change: Written): void {
    if (one.queue.length < longestQueue) one.queue.push(change);
    if (!one.isSending) void this.send(one);
  }

  private async send(one: Active): Promise<void> {
    one.isSending = true;
    for (let change = one.queue[0]; change && !this.stopping.signal.aborted; change = one.queue[0]) {
      if (!(await this.deliver(one.subscription, change))) {
        one.queue.length = 0;
        if (!this.stopping.signal.aborted)
          await this.setStatus(
            `Subscription/${one.subscription.id}`,
            'error',
            'The endpoint could not be reached',
          ).catch(() => undefined);
        break;
      }
      one.queue.shift();
    }
    one.isSending = false;
  }

  private async deliver(subscription: Subscription, change: Written): Promise<boolean> {
    for (const wait of [0, ...this.options.retryAfter]) {
      if (wait > 0) await this.pause(wait);
      if (this.stopping.signal.aborted) return false;
      try {
        await notify(
          subscription,
          change,
          AbortSignal.any([this.stopping.signal, AbortSignal.timeout(this.options.timeout)]),
        );
        return true;
      } catch {
        /* tried again below; the last failure is told in the subscription itself */
      }
    }
    return false;
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      this.stopping.signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer);
          resolve();
        },
        { once: true },
      );
    });
  }

  private async setStatus(ref: string, status: 'active' | 'error', error: string | null): Promise<void> {
    await this.store.transaction(async (tx) => {
      const prior = (await current(tx, [ref])).get(ref);
      if (!prior || prior.deleted) return;
      const { error: _old, ...subscription } = parseJson(prior.content) as Subscription;
      await tx.write([
        {
          ref,
          method: 'PUT',
          resource: { ...subscription, status, ...(error ? { error } : {}) } as Subscription,
          prior,
        },
      ]);
    });
  }
}

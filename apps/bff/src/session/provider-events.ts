import { z } from 'zod';
import { directoryRequests } from '../directory/http.ts';
import type { FailedSignIn, FailedSignIns } from './failed-sign-ins.ts';

// EventRepresentation of https://www.keycloak.org/docs-api/latest/rest-api/index.html
const eventSchema = z.looseObject({
  id: z.string().max(100).nullish(),
  time: z.number(),
  userId: z.string().max(64).nullish(),
  ipAddress: z.string().max(64).nullish(),
  error: z.string().nullish(),
  details: z.record(z.string(), z.string()).nullish(),
});
type KeycloakEvent = z.infer<typeof eventSchema>;

const everyMs = 30_000;
const pageSize = 200,
  maxPages = 10;
/** How far back is looked for what nobody has told us yet: as long as we may have been away. */
const lookBackMs = 24 * 3_600_000;

/** Sign-ins that failed at the provider itself, the latest first. `id` is the same whenever it is asked. */
export interface ProviderEvents {
  failedSince(since: Date): AsyncIterable<FailedSignIn & { id: string; at: Date }>;
}

/**
 * LOGIN_ERROR events of a Keycloak realm (`base` as in USER_DIRECTORY). The realm must keep its login events, and the
 * background client's service account needs `view-events` of `realm-management`.
 */
export function keycloakEvents(base: string, token: () => Promise<string>): ProviderEvents {
  const request = directoryRequests(base, token);
  return {
    async *failedSince(since) {
      const from = since.toISOString().slice(0, 10);
      for (let page = 0; page < maxPages; page += 1) {
        const { body } = await request(
          'GET',
          `/events?type=LOGIN_ERROR&dateFrom=${from}&first=${page * pageSize}&max=${pageSize}`,
        );
        const events = z.array(eventSchema).parse(body);
        for (const event of events) if (event.time >= since.getTime()) yield failedSignInOf(event);
        const last = events.at(-1);
        if (events.length < pageSize || !last || last.time < since.getTime()) return;
      }
    },
  };
}

function failedSignInOf(event: KeycloakEvent): FailedSignIn & { id: string; at: Date } {
  const { id, time, userId, ipAddress, error, details } = event;
  const key = id ?? [time, userId, ipAddress, error, details?.['code_id']].join(' ').slice(0, 150);
  return {
    id: key,
    at: new Date(time),
    reason: reasonOf(error ?? ''),
    remoteAddress: ipAddress ?? 'unknown',
    // where there is no such account, what was typed in the place of its name may be a password
    account: userId ? { id: userId, name: details?.['username']?.slice(0, 100) ?? userId } : null,
    requestId: `keycloak:${key}`,
  };
}

function reasonOf(error: string): string {
  if (error === 'invalid_user_credentials' || error === 'user_not_found') return 'password';
  if (error === 'user_disabled') return 'account-disabled';
  if (error === 'user_temporarily_disabled') return 'too-many-passwords';
  return `provider:${/^[a-z_]{1,40}$/.exec(error)?.[0] ?? 'unknown'}`;
}

interface ReaderOptions {
  events: ProviderEvents;
  failed: Pick<FailedSignIns, 'add'>;
  /** True for whoever is first, over all processes. */
  isNew: (id: string, until: Date) => Promise<boolean>;
  onError: (error: unknown) => void;
}

/** Takes what failed at the provider into the trail, every half minute. */
export class ProviderEventReader {
  readonly #options: ReaderOptions;
  #timer: NodeJS.Timeout | null = null;
  #isReading = false;
  #hasFailed = false;
  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  start(): this {
    this.#timer = setInterval(() => void this.read(), everyMs).unref();
    void this.read();
    return this;
  }

  /** What an operator should know; a word of `/api/health`. */
  warnings(): string[] {
    return this.#hasFailed ? ['provider-events-not-read'] : [];
  }
  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
  }

  async read(now = new Date()): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    const { events, failed, isNew, onError } = this.#options;
    try {
      for await (const { id, ...event } of events.failedSince(new Date(now.getTime() - lookBackMs)))
        if (await isNew(id, new Date(now.getTime() + lookBackMs))) await failed.add(event);
      this.#hasFailed = false;
    } catch (error) {
      if (!this.#hasFailed) onError(error);
      this.#hasFailed = true;
    } finally {
      this.#isReading = false;
    }
  }
}

import { setTimeout as wait } from 'node:timers/promises';
import { TRPCError } from '@trpc/server';
import { DeniedError } from '../access/denied.ts';
import type { Counter } from './counter.ts';

const minute = 60_000,
  hour = 60 * minute,
  day = 24 * hour;
/** In a window: from how many on each takes longer, and how many there are at most. */
interface Pace {
  windowMs: number;
  free: number;
  most: number;
}
/**
 * What tells somebody who people are, and how much of it one person does. Typing a name is two or three searches; at a
 * reception desk somebody is looked for every minute of the day.
 */
const paces = {
  /** Searches for people. */
  searches: [
    { windowMs: minute, free: 30, most: 60 },
    { windowMs: hour, free: 300, most: 600 },
    { windowMs: day, free: 2_500, most: 4_000 },
  ],
  /** Matricules INS that are looked up: each is a guess that may be right. */
  matricules: [
    { windowMs: minute, free: 6, most: 12 },
    { windowMs: hour, free: 40, most: 80 },
  ],
  /** Different patients whose identity is shown to somebody who does not open their chart. */
  identities: [
    { windowMs: minute, free: 20, most: 40 },
    { windowMs: hour, free: 120, most: 240 },
  ],
  /** Different patients whose chart was refused. */
  refusals: [{ windowMs: hour, free: 20, most: 50 }],
  /** Spans of the agenda: each names everybody who comes. */
  agenda: [
    { windowMs: minute, free: 30, most: 60 },
    { windowMs: hour, free: 300, most: 600 },
  ],
} as const satisfies Record<string, readonly Pace[]>;
export type LookupKind = keyof typeof paces;

/** How long one takes between `free` and `most`. */
const shortestMs = 250,
  longestMs = 2_000;

/** Counts by person, whatever sessions and devices they have: beyond what anybody needs it is slowed, then refused. */
export class Lookups {
  readonly #counter: Counter;
  readonly #factor: number;
  readonly #wait: (ms: number) => Promise<unknown>;
  constructor(counter: Counter, factor: number, wait_: (ms: number) => Promise<unknown> = wait) {
    this.#counter = counter;
    this.#factor = factor;
    this.#wait = wait_;
  }

  /** `of`: the patient it is about; the same one again counts for nothing. Rejects (429) when it was too much. */
  async count(kind: LookupKind, userId: string, of?: string): Promise<void> {
    if (of !== undefined && (await this.#counter.add(`seen ${kind} ${userId} ${of}`, 1, hour)).count > 1)
      return;
    let waitMs = 0;
    for (const { windowMs, free, most } of paces[kind]) {
      const { count, resetMs } = await this.#counter.add(`${kind} ${windowMs} ${userId}`, 1, windowMs);
      if (count > most * this.#factor) throw tooMany(kind, resetMs);
      const share = (count - free * this.#factor) / ((most - free) * this.#factor);
      if (share > 0) waitMs = Math.max(waitMs, shortestMs + share * (longestMs - shortestMs));
    }
    if (waitMs > 0) await this.#wait(waitMs);
  }

  /** A chart was refused. @returns why not even that is said any more, or null */
  async refused(userId: string, patientId: string): Promise<TRPCError | null> {
    try {
      await this.count('refusals', userId, patientId);
      return null;
    } catch (error) {
      if (error instanceof TRPCError) return error;
      throw error;
    }
  }
}

const tooMany = (kind: LookupKind, resetMs: number): TRPCError =>
  new TRPCError({
    code: 'TOO_MANY_REQUESTS',
    message: 'too many',
    cause: new DeniedError(`too-many-${kind}`, { retryAfterSeconds: Math.ceil(resetMs / 1_000) }),
  });

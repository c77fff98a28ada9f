import type { AgendaChange, AppointmentsClient } from '@keneyapp/appointments/client';
import type { FhirClient } from '@keneyapp/fhir-client';
import { matches, orThrow } from '@keneyapp/fhir-model/bundles';
import { addDays, dayOf, startOf } from '@keneyapp/fhir-model/hospital-days';
import type { Resource } from '@medplum/fhirtypes';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../database/client.ts';
import { LockTakenError, type Lock } from '../database/locks.ts';
import { differing, putAll, scheduleIdOf, scheduleOf, slotOf } from './slot-resources.ts';

interface Parts {
  database: Pick<Database, 'locks'>;
  systemFhir: Pick<FhirClient, 'batchSearch' | 'searchAll' | 'transaction'>;
  client: Pick<AppointmentsClient, 'call'>;
  subscribe: (onChange: (change: AgendaChange | null) => void) => () => void;
  /** Until the agenda knows what was there before it, what looks free may not be. */
  isFilled: () => Promise<boolean>;
  /** Days shown, today included. */
  days: number;
  onError: (error: unknown) => void;
}

/** Changes of so long are written together: a hold, its booking and the next one are one look. */
const everyMs = 10_000;
/** After a failure, for another process's end, and for what the FHIR server does not know yet. */
const laterMs = 60_000;
const idsAtOnce = 100,
  entriesAtOnce = 200,
  maxSlots = 50_000;

/** Days of a resource that are to be looked at; null: all that are shown. */
type Due = Map<string, Set<string> | null>;

/**
 * Shows others, as Schedule and Slot in the FHIR server, what of the agenda is free and what is taken (ADR 37). One process
 * does, and looks at everything when it begins and each hour, and at what changes. What it has not written when it is
 * killed the next one finds.
 */
export class SlotPublisher {
  readonly #parts: Parts;
  readonly #stopped = new AbortController();
  readonly #unsubscribe: () => void;
  #working: Promise<void> | null = null;
  #due: Due = new Map();
  #isAllDue = true;
  #hour: string | null = null;
  #unknown = new Set<string>();
  #askedUnknownAt = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#unsubscribe = parts.subscribe((change) => this.#note(change));
  }

  start(): this {
    this.#working = this.#work();
    return this;
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#unsubscribe();
    await this.#working;
  }

  async #work(): Promise<void> {
    const { database, onError } = this.#parts;
    while (!this.#stopped.signal.aborted) {
      await database.locks
        .within('agenda-slots', 0, (lock) => this.#publishWhile(lock))
        .catch((error: unknown) => {
          if (!(error instanceof LockTakenError)) onError(error);
        });
      await this.#wait(laterMs);
    }
  }

  async #publishWhile(lock: Lock): Promise<void> {
    this.#isAllDue = true;
    while (lock.isHeld() && !this.#stopped.signal.aborted) {
      const isDone = await this.look().then(
        () => true,
        (error: unknown) => this.#parts.onError(error),
      );
      await this.#wait(isDone ? everyMs : laterMs);
    }
  }

  #wait(ms: number): Promise<void> {
    return pause(ms, undefined, { signal: this.#stopped.signal, ref: false }).catch(() => undefined);
  }

  #note(change: AgendaChange | null): void {
    if (this.#isAllDue) return;
    if (change === null) this.#isAllDue = true;
    else if (change.day === null) this.#due.set(change.resource, null);
    else if (this.#due.get(change.resource) !== null)
      this.#due.set(change.resource, new Set(this.#due.get(change.resource)).add(change.day));
  }

  /** Writes what is due; what fails stays due. */
  async look(): Promise<void> {
    if (!(await this.#parts.isFilled())) return;
    const due = await this.#take();
    try {
      const known = await this.#knownOf([...due.keys()]);
      for (const [resource, days] of due) {
        if (this.#stopped.signal.aborted) return;
        if (known.has(resource)) await this.#publish(resource, days);
        else this.#unknown.add(resource);
        due.delete(resource);
      }
    } finally {
      for (const [resource, days] of due) for (const day of days ?? [null]) this.#note({ resource, day });
    }
  }

  async #take(): Promise<Due> {
    const hour = new Date().toISOString().slice(0, 13);
    if (this.#isAllDue || this.#hour !== hour) {
      const { resources } = await this.#parts.client.call('resources.list', { units: null });
      this.#due = new Map(resources.map(({ value }) => [value.reference, null]));
      [this.#isAllDue, this.#hour] = [false, hour];
    }
    if (this.#unknown.size > 0 && Date.now() - this.#askedUnknownAt > laterMs) {
      for (const resource of this.#unknown) this.#due.set(resource, null);
      this.#unknown = new Set();
    }
    const due = this.#due;
    this.#due = new Map();
    return due;
  }

  /** Those that the FHIR server has: it refuses a Schedule of anybody else. */
  async #knownOf(resources: readonly string[]): Promise<Set<string>> {
    const byType = Map.groupBy(
      resources,
      (one) => one.slice(0, one.indexOf('/')) as Resource['resourceType'],
    );
    const searches = [...byType].flatMap(([type, those]) =>
      Array.from({ length: Math.ceil(those.length / idsAtOnce) }, (_, i) => ({
        type,
        params: {
          _id: those
            .slice(i * idsAtOnce, (i + 1) * idsAtOnce)
            .map((one) => one.slice(type.length + 1))
            .join(','),
          _count: idsAtOnce,
        },
      })),
    );
    this.#askedUnknownAt = Date.now();
    const answers = await this.#parts.systemFhir.batchSearch(searches);
    return new Set(
      answers.flatMap((answer, i) => {
        const type = searches[i]?.type;
        return type ? matches(orThrow(answer), type).map(({ id }) => `${type}/${id ?? ''}`) : [];
      }),
    );
  }

  /** @param days null: all that are shown, and the Schedule */
  async #publish(resource: string, days: ReadonlySet<string> | null): Promise<void> {
    const { client, systemFhir, days: shown } = this.#parts;
    const today = dayOf(new Date());
    const end = addDays(today, shown);
    const asked = [...(days ?? [today, addDays(end, -1)])].filter((day) => today <= day && day < end).sort();
    const [first, last] = [asked[0], asked.at(-1)];
    if (first === undefined || last === undefined) return;
    const [from, until] = [startOf(first).toISOString(), startOf(addDays(last, 1)).toISOString()];
    const [{ slots }, stored] = await Promise.all([
      client.call('slots', { resources: [resource], from, until }),
      systemFhir.searchAll(
        'Slot',
        { schedule: `Schedule/${scheduleIdOf(resource)}`, start: [`ge${from}`, `lt${until}`], _count: 500 },
        maxSlots,
      ),
    ]);
    const changed = [
      ...(days === null ? [scheduleOf(resource, today, shown)] : []),
      ...differing(resource, slots.map(slotOf), stored),
    ];
    for (let at = 0; at < changed.length; at += entriesAtOnce)
      await systemFhir.transaction(putAll(changed.slice(at, at + entriesAtOnce)));
  }
}

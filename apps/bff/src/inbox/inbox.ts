import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { lookupIn } from '@keneyapp/fhir-model/references';
import { matches, orThrow } from '@keneyapp/fhir-model/bundles';
import type { Bundle } from '@medplum/fhirtypes';
import type { Database } from '../database/client.ts';
import { ConsumerLoop, type Consumer } from '../events/consume.ts';
import { entryOf, type InboxEntry } from './entry.ts';
import { noticeDays } from './find.ts';

const isOurs = (type: string) => type === 'Task' || type === 'Communication';
const maxAtOnce = 100;
const againMs = 5_000;
/** More open tasks than any hospital has. */
const maxOpen = 50_000;
const openStatuses = 'draft,requested,received,ready,accepted,in-progress,on-hold';

interface Parts {
  database: Pick<Database, 'rows' | 'transaction' | 'listen'>;
  systemFhir: Pick<FhirClient, 'batchSearch' | 'searchAll'>;
  onError: (error: unknown) => void;
}

const note = (rows: Database['rows'], references: readonly string[]) =>
  rows(
    `INSERT INTO inbox_change (reference) SELECT unnest($1::text[])
     ON CONFLICT (reference) DO UPDATE SET at = clock_timestamp(), failures = 0, not_before = NULL`,
    [references],
  );

/**
 * Keeps the index of what waits for whom after the log of events, so that what others wrote is in it too. The log only says
 * what to look at, and is left at once: reading the FHIR server holds no transaction of ours.
 */
export class Inbox {
  readonly #parts: Parts;
  readonly #loop: ConsumerLoop;
  #timer: NodeJS.Timeout | null = null;
  #again: NodeJS.Timeout | null = null;
  #isStopped = false;
  #filling: Promise<void> | null = null;
  #working: Promise<void> | null = null;
  #aside = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#loop = new ConsumerLoop(parts.database, this.#consumer(), parts.onError);
  }

  async start(): Promise<this> {
    await this.#loop.start();
    this.#fill();
    return this;
  }

  /** The log begins somewhere, and what waits may be older: all of it is looked at once more at each start. */
  #fill(): void {
    if (this.#isStopped) return;
    this.#filling = this.#lookAtAll()
      .catch((error: unknown) => {
        this.#parts.onError(error);
        if (!this.#isStopped) this.#again = setTimeout(() => this.#fill(), againMs).unref();
      })
      .finally(() => this.#work());
  }

  async #lookAtAll(): Promise<void> {
    const since = new Date(Date.now() - noticeDays * 86_400_000).toISOString();
    const { systemFhir, database } = this.#parts;
    const tasks = await systemFhir.searchAll(
      'Task',
      { status: openStatuses, _elements: 'status', _count: 500 },
      maxOpen,
    );
    const notices = await systemFhir.searchAll(
      'Communication',
      { _lastUpdated: `ge${since}`, _elements: 'status', _count: 500 },
      maxOpen,
    );
    await database.rows(
      `DELETE FROM inbox_item WHERE state IN ('done', 'called-off') AND changed_at < now() - make_interval(days => $1::int)`,
      [noticeDays],
    );
    await note(
      database.rows,
      [...tasks, ...notices].map(({ resourceType, id = '' }) => `${resourceType}/${id}`),
    );
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const timer of [this.#timer, this.#again]) if (timer) clearTimeout(timer);
    await this.#loop.stop();
    await this.#filling;
    await this.#working;
  }

  /** For `/api/health`. */
  warnings(): string[] {
    return this.#aside > 0 ? [`inbox-set-aside:${this.#aside}`] : [];
  }

  #consumer(): Consumer {
    return {
      name: 'inbox',
      begins: 'first',
      consume: async (events, rows) => {
        const references = [
          ...new Set(
            events.flatMap(({ resourceType, resourceId }) =>
              isOurs(resourceType) ? [`${resourceType}/${resourceId}`] : [],
            ),
          ),
        ];
        if (references.length === 0) return;
        await note(rows, references);
        setImmediate(() => this.#work());
      },
    };
  }

  /** What was written and is not in the index; what cannot be read now is looked at again. */
  #work(): void {
    if (this.#isStopped || this.#working) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#working = this.#workOff()
      .catch((error: unknown) => {
        this.#parts.onError(error);
      })
      .finally(() => {
        this.#working = null;
        if (!this.#isStopped) this.#timer = setTimeout(() => this.#work(), againMs).unref();
      });
  }

  async #workOff(): Promise<void> {
    const { rows } = this.#parts.database;
    for (;;) {
      const due = await rows(
        `SELECT reference, at::text AS at FROM inbox_change WHERE not_before IS NULL OR not_before <= now()
         ORDER BY at LIMIT $1::int`,
        [maxAtOnce],
      );
      if (due.length === 0 || this.#isStopped) break;
      const failed = await this.#index(due.map((row) => String(row['reference'])));
      const isFailed = (row: (typeof due)[number]) => failed.has(String(row['reference']));
      await this.#setAside(due.filter(isFailed));
      const done = due.filter((row) => !isFailed(row));
      // written once more meanwhile: it has another time, and stays
      await rows(
        `DELETE FROM inbox_change c USING unnest($1::text[], $2::text[]) AS d(reference, at)
         WHERE c.reference = d.reference AND c.at = d.at::timestamptz`,
        [done.map((row) => row['reference']), done.map((row) => row['at'])],
      );
    }
    const [aside] = await rows('SELECT count(*)::int AS n FROM inbox_change WHERE failures > 0');
    this.#aside = Number(aside?.['n'] ?? 0);
  }

  /** Tried again after 10, 20, 40 seconds and so on, at last every hour; at once when it is written anew. */
  async #setAside(failed: Awaited<ReturnType<Database['rows']>>): Promise<void> {
    if (failed.length === 0) return;
    await this.#parts.database.rows(
      `UPDATE inbox_change c SET failures = c.failures + 1,
         not_before = clock_timestamp() + make_interval(secs => least(10 * 2 ^ least(c.failures, 10), 3600))
       FROM unnest($1::text[], $2::text[]) AS d(reference, at)
       WHERE c.reference = d.reference AND c.at = d.at::timestamptz`,
      [failed.map((row) => row['reference']), failed.map((row) => row['at'])],
    );
  }

  /** Reads these as they are now, and puts them into the index; what is older than what stands there changes nothing. */
  async index(references: readonly string[]): Promise<void> {
    const failed = await this.#index(references);
    if (failed.size > 0) throw new AggregateError(failed.values(), 'not in the index of what waits');
  }

  /** What could not be put there, and why; all else is. */
  async #index(references: readonly string[]): Promise<Map<string, unknown>> {
    const idsOf = (type: string) =>
      references.flatMap((one) => (one.startsWith(`${type}/`) ? [one.slice(type.length + 1)] : []));
    const [tasks, notices] = [idsOf('Task'), idsOf('Communication')];
    const found = (
      await this.#parts.systemFhir.batchSearch([
        ...(tasks.length > 0
          ? [
              {
                type: 'Task' as const,
                params: { _id: tasks.join(','), _count: tasks.length, _include: 'Task:owner' },
              },
            ]
          : []),
        ...(notices.length > 0
          ? [
              {
                type: 'Communication' as const,
                params: {
                  _id: notices.join(','),
                  _count: notices.length,
                  _include: 'Communication:recipient',
                },
              },
            ]
          : []),
      ])
    ).map(orThrow);
    return this.#keep(references, found);
  }

  async #keep(references: readonly string[], found: readonly Bundle[]): Promise<Map<string, unknown>> {
    const lookup = lookupIn(...found);
    const there = new Set<string>();
    const failed = new Map<string, unknown>();
    for (const resource of found.flatMap((bundle) => [
      ...matches(bundle, 'Task'),
      ...matches(bundle, 'Communication'),
    ])) {
      const reference = `${resource.resourceType}/${resource.id ?? ''}`;
      there.add(reference);
      try {
        await this.#put(entryOf(resource, lookup));
      } catch (error) {
        failed.set(reference, error);
        this.#parts.onError(error);
      }
    }
    const gone = references.filter((reference) => !there.has(reference));
    if (gone.length > 0)
      await this.#parts.database.rows('DELETE FROM inbox_item WHERE reference = ANY ($1::text[])', [gone]);
    return failed;
  }

  async #put(entry: InboxEntry): Promise<void> {
    await this.#parts.database.rows(
      `INSERT INTO inbox_item AS i (reference, patient_id, requester, addressees, informed, state, due, put_off_until,
         escalates_at, level, authored_at, changed_at)
       VALUES ($1, $2, $3, $4::text[], $5::text[], $6, $7::timestamptz, $8::timestamptz, $9::timestamptz, $10::int, $11::timestamptz,
         $12::timestamptz)
       ON CONFLICT (reference) DO UPDATE SET patient_id = excluded.patient_id, requester = excluded.requester,
         addressees = excluded.addressees, informed = excluded.informed, state = excluded.state, due = excluded.due, put_off_until = excluded.put_off_until,
         escalates_at = excluded.escalates_at, level = excluded.level, authored_at = excluded.authored_at,
         changed_at = excluded.changed_at
       WHERE i.changed_at <= excluded.changed_at`,
      [
        ...[entry.reference, entry.patientId, entry.requester, entry.addressees, entry.informed],
        ...[
          entry.state,
          entry.due,
          entry.putOffUntil,
          entry.escalatesAt,
          entry.level,
          entry.authoredAt,
          entry.changedAt,
        ],
      ],
    );
  }

  /** After a write of one's own: seen at once; where that fails the log brings it. */
  async written(references: readonly string[]): Promise<void> {
    const ours = references.filter((one) => isOurs(one.split('/')[0] ?? ''));
    if (ours.length === 0) return;
    await this.index(ours).catch((error: unknown) => {
      if (!(error instanceof FhirError)) this.#parts.onError(error);
    });
  }
}

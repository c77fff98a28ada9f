import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { versionOf } from '@keneyapp/fhir-model/bundles';
import { addressedTo, readTask, withReached, withStep, type ReadTask } from '@keneyapp/fhir-model/task';
import type { Task } from '@medplum/fhirtypes';
import type { AuditEntry } from '../audit/audit.ts';
import type { DatabaseAuditRecorder } from '../audit/recorder.ts';
import type { Database } from '../database/client.ts';
import { LockTakenError } from '../database/locks.ts';
import { escalatesAt } from './entry.ts';
import type { Inbox } from './inbox.ts';

const everyMs = 15_000;
const maxAtOnce = 50;
const longestPauseMs = 3_600_000;

interface Parts {
  database: Pick<Database, 'rows' | 'locks'>;
  /** Reads the record, and may write tasks. */
  systemFhir: Pick<FhirClient, 'read' | 'update'>;
  audit: Pick<DatabaseAuditRecorder, 'recordWith'>;
  inbox: Pick<Inbox, 'index'>;
  onError: (error: unknown) => void;
}

/**
 * Asks the next one where nobody took a task in time. What was asked stands in the task itself, so that whoever comes second
 * (another process, or this one after a crash) sees it: the version that was read is written over and no other, and the step
 * goes into the trail once, however often it is looked at.
 */
export class Escalation {
  readonly #parts: Parts;
  #timer: NodeJS.Timeout | null = null;
  #turn: Promise<void> | null = null;
  /** What failed, how often, and until when it is left, so that what comes after it has its turn. */
  readonly #failed = new Map<string, { times: number; until: number }>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What became due while nobody was there is caught up at once. */
  start(): this {
    const look = () => {
      this.#turn ??= this.look().finally(() => {
        this.#turn = null;
      });
    };
    look();
    this.#timer = setInterval(look, everyMs).unref();
    return this;
  }
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#turn;
  }

  /** For `/api/health`. */
  warnings(): string[] {
    return this.#failed.size > 0 ? [`escalation-set-aside:${this.#failed.size}`] : [];
  }

  /** Everything that is due now, and what was asked without being in the trail. */
  async look(): Promise<void> {
    try {
      const now = Date.now();
      // over long ago: it was done by somebody else, or it comes again
      for (const [reference, { until }] of this.#failed)
        if (until < now - longestPauseMs) this.#failed.delete(reference);
      const left = [...this.#failed].filter(([, { until }]) => until > now).map(([reference]) => reference);
      const due = await this.#parts.database.rows(
        `SELECT i.reference FROM inbox_item i WHERE (i.escalates_at <= now()
           OR i.level > (SELECT count(*) FROM escalation e WHERE e.reference = i.reference))
         AND NOT i.reference = ANY ($2::text[])
         ORDER BY i.escalates_at LIMIT $1::int`,
        [maxAtOnce, left],
      );
      for (const row of due) await this.#try(String(row['reference']));
    } catch (error) {
      this.#parts.onError(error);
    }
  }

  async #try(reference: string): Promise<void> {
    try {
      await this.#locked(reference);
      this.#failed.delete(reference);
    } catch (error) {
      if (error instanceof LockTakenError) return;
      const times = (this.#failed.get(reference)?.times ?? 0) + 1;
      const pause = Math.min(everyMs * 2 ** times, longestPauseMs);
      this.#failed.set(reference, { times, until: Date.now() + pause });
      this.#parts.onError(error);
    }
  }

  #locked(reference: string): Promise<void> {
    return this.#parts.database.locks.within(`escalate:${reference}`, 0, () => this.#escalate(reference));
  }

  async #escalate(reference: string): Promise<void> {
    const { systemFhir, inbox } = this.#parts;
    const stored = await systemFhir.read('Task', reference.slice('Task/'.length)).catch((error: unknown) => {
      if (error instanceof FhirError && (error.status === 404 || error.status === 410)) return null;
      throw error;
    });
    const escalated = stored && nextLevel(stored, new Date());
    const version = stored && versionOf(stored);
    const written =
      escalated && version !== null
        ? await systemFhir.update(escalated, { ifMatch: version }).catch((error: unknown) => {
            // somebody took it, or another process was faster: what stands there now is looked at the next time
            if (error instanceof FhirError && error.status === 412) return null;
            throw error;
          })
        : null;
    const now = written ?? stored;
    if (now) await this.#record(readTask(now));
    await inbox.index([reference]);
  }

  /** Into the trail, once for each level. */
  async #record(task: ReadTask): Promise<void> {
    const { audit, database } = this.#parts;
    const reference = `Task/${task.id}`;
    const levels = task.steps.filter(({ kind }) => kind === 'escalated');
    for (const level of levels.keys())
      await audit.recordWith(
        database,
        {
          sql: 'INSERT INTO escalation (reference, level) VALUES ($1, $2::int) ON CONFLICT DO NOTHING RETURNING reference AS id',
          also: 'SELECT 1',
          values: [reference, level + 1],
        },
        entryFor(task, level + 1),
      );
  }
}

/** The task with the next level asked; null where none is due. */
function nextLevel(stored: Task, now: Date): Task | null {
  const task = readTask(stored);
  const due = escalatesAt(task);
  const next = task.levels[task.reached];
  if (due === null || next === undefined || due > now.toISOString()) return null;
  const at = now.toISOString();
  // those who were asked before stay informed; who put it off is one of them
  const before = [...(task.owner ? [task.owner] : []), ...task.also].filter(
    (one, i, all) =>
      !(one.key === next.to.key && one.role === next.to.role) &&
      all.findIndex(({ key, role }) => key === one.key && role === one.role) === i,
  );
  const { executionPeriod: _until, ...open } = stored;
  const asked = addressedTo({ ...open, status: 'requested' }, next.to, before);
  return withStep(withReached(asked, task.reached + 1, at), {
    ...{ kind: 'escalated', at, by: null, to: next.to, until: null, note: null },
  });
}

const entryFor = ({ id, patientId }: ReadTask, level: number): AuditEntry => ({
  action: 'U',
  operation: 'tasks.escalate',
  feature: 'tasks',
  access: 'write',
  outcome: 'success',
  patientId,
  resources: [`Task/${id}`],
  user: null,
  remoteAddress: 'system',
  requestId: `escalation-${id}-${level}`,
});

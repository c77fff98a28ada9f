import { randomUUID } from 'node:crypto';
import type { FhirClient } from '@keneyapp/fhir-client';
import type { PrismaClient } from '../../database/client.ts';
import type { Services } from '../../context.ts';
import type { Author } from '../../settings/store.ts';
import { rehearse } from './run.ts';
import { beatMs, isCancelled, isRunning, saveRehearsal, storedRehearsal, type Rehearsal } from './store.ts';

interface Needs extends Pick<Services, 'terminology' | 'decisionSupport'> {
  db: Pick<PrismaClient, 'setting'>;
  fhir: FhirClient;
  onError(error: unknown): void;
}
const rehearsedDays = 90;

/** Rehearsals in the background, one at a time over all processes. */
export class Rehearsals {
  readonly #needs: Needs;
  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** False where one is under way. */
  async start(author: Author): Promise<boolean> {
    const { db, onError } = this.#needs;
    const stored = await storedRehearsal(db);
    const now = new Date();
    if (stored.value.run && isRunning(stored.value.run, now.getTime())) return false;
    const run: Rehearsal = {
      ...{ id: randomUUID(), state: 'running', days: rehearsedDays, startedBy: author.name },
      ...{ startedAt: now.toISOString(), beatAt: now.toISOString(), endedAt: null },
      ...{ patients: { all: 0, done: 0 }, seen: { signatures: 0, orders: 0 } },
      ...{ isPartial: false, notJudged: {}, rules: [] },
    };
    if (!(await saveRehearsal(db, run, stored.version, author))) return false;
    void this.#run(run, stored.version + 1, author).catch(onError);
    return true;
  }

  async #run(begun: Rehearsal, begunVersion: number, author: Author): Promise<void> {
    const { db, fhir, terminology, decisionSupport, onError } = this.#needs;
    let [run, version] = [begun, begunVersion];
    let isLost = false;
    let last: Promise<boolean> = Promise.resolve(true);
    /** One after another: each is written over the one before. */
    const save = (changed: Partial<Rehearsal>): Promise<boolean> => {
      last = last
        .catch(() => false)
        .then(async () => {
          // somebody took it for dead and began another one: that one stands
          if (isLost) return false;
          run = { ...run, ...changed, beatAt: new Date().toISOString() };
          isLost = !(await saveRehearsal(db, run, version, author));
          version += 1;
          return !isLost;
        });
      return last;
    };
    // however long the server takes to answer, it says that it lives
    const beats = setInterval(() => void save({}).catch(onError), beatMs).unref();
    const from = new Date(Date.parse(run.startedAt) - run.days * 86_400_000);
    try {
      const isWhole = await rehearse({
        ...{ fhir, terminology, decisionSupport, from },
        progress: async ({ done, all, isPartial, tally }) =>
          (await save({ patients: { all, done }, isPartial, ...tally.result() })) &&
          !(await isCancelled(db, run.id)),
      });
      await save({ state: isWhole ? 'done' : 'cancelled', endedAt: new Date().toISOString() });
    } catch (error) {
      onError(error);
      await save({ state: 'failed', endedAt: new Date().toISOString() });
    } finally {
      clearInterval(beats);
    }
  }
}

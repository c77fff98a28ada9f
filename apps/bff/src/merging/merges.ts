// Long because following, undoing and settling a merge rest on the same lock and states: who changes one has to see the others.
import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { isIdentityPaper } from '@keneyapp/fhir-model/identity-paper';
import { moved, movedBack, pointersTo, type Moved } from '@keneyapp/fhir-model/moved-references';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { v5 } from 'uuid';
import { keepsNothingBack, labelsOf } from '../access/labels.ts';
import { acceptedMerge } from '../access/merge-guard.ts';
import type { AuditEntry } from '../audit/audit.ts';
import type { Database } from '../database/client.ts';
import { LockTakenError } from '../database/locks.ts';
import type { DataCipher } from '../session/data-cipher.ts';
import type { ChartTransaction } from '../writing/chart-transaction.ts';
import type { Intents } from '../writing/intents.ts';
import type { ChartWriter } from '../writing/writer.ts';
import { findReferring, readAll } from './find-referring.ts';
import { moveOwnData, putBackOwnData } from './own-data.ts';
import { firstPart } from './parts.ts';
import { MergeRecords, type MergeAuthor, type MergeRecord } from './records.ts';

interface Parts {
  database: Pick<Database, 'rows' | 'transaction' | 'locks'>;
  systemFhir: FhirClient;
  cipher: DataCipher;
  writer: Pick<ChartWriter, 'write'>;
  intents: Pick<Intents, 'outcome' | 'contentOf'>;
  /** A client in the name of the person of a session; null when the session is over. */
  fhirOf: (sessionId: string) => Promise<Pick<FhirClient, 'transaction'> | null>;
  onError: (error: unknown) => void;
}

const everyMs = 4_000,
  atOnce = 5,
  mostConflicts = 3;
/** Nobody sends an attempt that is older, and whose intent is not there. */
const lostAfterMs = 90_000;
/** Namespace of the keys of parts (RFC 9562, version 5). */
const namespace = '7f0f9a55-0cf1-5b8e-9a7e-0d7c0f3b6a21';

/**
 * Merges after they were sent: what became of them, our own data that goes along, what did not fit into one transaction, and
 * what arrives at a record that leads on already (ADR 32).
 */
export class Merges {
  readonly records: MergeRecords;
  readonly #parts: Parts;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;
  #isStopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.records = new MergeRecords(parts.database.rows, parts.cipher);
  }

  start(): this {
    this.#timer = setInterval(() => void this.look(), everyMs).unref();
    return this;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer) clearInterval(this.#timer);
    await this.#looking;
  }

  /** Where a record leads, if it does. */
  async leadsTo(patientId: string): Promise<{ patientId: string; since: string } | null> {
    const [merge] = await this.records.leadingOn([patientId]);
    return merge ? { patientId: merge.kept, since: merge.at } : null;
  }

  /** Everything that refers to a record. */
  referring(patientId: string, since?: { lastUpdated: string }): Promise<Resource[]> {
    return findReferring(this.#parts.systemFhir, patientId, since);
  }

  /** Fills the transaction with what moves, as much as goes at once; how it was is answered. */
  move(
    transaction: ChartTransaction,
    found: readonly Resource[],
    { kept, other }: Pick<MergeRecord, 'kept' | 'other'>,
  ): { moved: Moved[]; told: number } {
    const part = firstPart(found);
    for (const resource of part)
      transaction.update(moved(resource, other, kept), resource.meta?.versionId ?? '');
    return {
      moved: part.map((resource) => ({
        key: `${resource.resourceType}/${resource.id ?? ''}`,
        pointers: pointersTo(resource, other),
        namedBoth: pointersTo(resource, kept).length > 0,
      })),
      told: part.filter(isTold).length,
    };
  }

  /** What goes back when a merge is undone, and how much of what moved names somebody else by now, or is gone. */
  async toPutBack({ id, kept }: MergeRecord): Promise<{ changed: Resource[]; stayed: number }> {
    const all = await this.records.movedIn(id);
    const now = await readAll(
      this.#parts.systemFhir,
      all.map(({ key }) => key),
    );
    const changed: Resource[] = [];
    let stayed = 0;
    for (const one of all) {
      const resource = now.get(one.key);
      const back = resource && movedBack(resource, one, kept);
      if (back && back !== resource) changed.push(back);
      // what is back already was put back by an attempt before
      else if (!resource || pointersTo(resource, kept).length > 0) stayed += 1;
    }
    return { changed, stayed };
  }

  /** What became of a merge that was sent; our own data goes along once it went in. */
  async settle(id: string): Promise<MergeRecord | null> {
    const merge = await this.records.get(id);
    if (merge?.state === 'sent') await this.#settleMerge(merge);
    else if (merge?.state === 'undoing') await this.#settleUndoing(merge);
    else return merge;
    return this.records.get(id);
  }

  async #settleMerge({ id, kept, other, at }: MergeRecord): Promise<void> {
    const { database, cipher } = this.#parts;
    const outcome = await this.#outcome(id, at);
    if (outcome === 'open') return;
    if (outcome === 'gone') return this.records.drop(id);
    const after = {
      kept: outcome.get(patientReference(kept)) ?? '',
      other: outcome.get(patientReference(other)) ?? '',
    };
    await database.transaction(async (rows) => {
      const [row] = await rows(`SELECT state FROM patient_merge WHERE id = $1::text::uuid FOR UPDATE`, [id]);
      if (row?.['state'] !== 'sent') return;
      const content = await this.records.contentOf(id, rows);
      const own = await moveOwnData(rows, cipher, { from: other, to: kept });
      await this.records.merged(rows, id, { ...content, after, own });
    });
  }

  async #settleUndoing({ id, kept, other, undoId, at }: MergeRecord): Promise<void> {
    const { database, cipher } = this.#parts;
    if (undoId === null) return;
    const outcome = await this.#outcome(undoId, at);
    if (outcome === 'open') return;
    if (outcome === 'gone') return this.records.stillMerged(id, undoId);
    // a part of many: the Patients come with the last one
    if (!outcome.has(patientReference(other))) return;
    await database.transaction(async (rows) => {
      const [row] = await rows(`SELECT state FROM patient_merge WHERE id = $1::text::uuid FOR UPDATE`, [id]);
      if (row?.['state'] !== 'undoing') return;
      const { own } = await this.records.contentOf(id, rows);
      if (own) await putBackOwnData(rows, cipher, { from: kept, to: other, moved: own });
      await this.records.undone(rows, id);
    });
  }

  /** Versions by `Type/id` where it went in. */
  async #outcome(intentId: string, at: string): Promise<'open' | 'gone' | Map<string, string>> {
    const { intents } = this.#parts;
    const outcome = await intents.outcome(intentId);
    if (outcome?.state === 'refused') return 'gone';
    if (outcome)
      return new Map(
        outcome.written.map((one) => {
          const [type = '', id = '', version = ''] = one.split('/');
          return [`${type}/${id}`, version];
        }),
      );
    const isSent = (await intents.contentOf(intentId)) !== null;
    return isSent || Date.now() - Date.parse(at) < lostAfterMs ? 'open' : 'gone';
  }

  /** One at a time follows a merge or undoes it, in all processes. Throws `LockTakenError` after so long. */
  alone<T>(mergeId: string, waitMs: number, work: () => Promise<T>): Promise<T> {
    return this.#parts.database.locks.within(`merge:${mergeId}`, waitMs, work);
  }

  /**
   * Moves what refers to the record that leads on, in as many transactions as it takes, until nothing does.
   * @returns how many could not be moved
   */
  async follow(
    merge: MergeRecord,
    by: { author: MergeAuthor; fhir: Pick<FhirClient, 'transaction'>; remoteAddress: string },
    until: number,
  ): Promise<number> {
    return this.alone(merge.id, 0, async () => {
      // what was undone meanwhile is two people again
      if ((await this.records.get(merge.id))?.state !== 'merged') return 0;
      await this.#settleParts(merge.id);
      let found = await this.referring(merge.other);
      const isInTime = () => Date.now() < until && !this.#isStopped;
      for (let conflicts = 0; found.length > 0 && isInTime();) {
        let rest = found;
        while (rest.length > 0 && isInTime()) {
          const part = firstPart(rest);
          try {
            await this.#movePart(merge, part, by);
          } catch (error) {
            // somebody changed one of them meanwhile: all is read anew
            conflicts += 1;
            if (conflicts > mostConflicts) throw error;
            break;
          }
          const isTaken = new Set<Resource>(part);
          rest = rest.filter((resource) => !isTaken.has(resource));
        }
        found = await this.referring(merge.other);
      }
      await this.records.lookedAt(merge.id, found.length);
      return found.length;
    });
  }

  async #movePart(
    merge: MergeRecord,
    found: readonly Resource[],
    {
      author,
      fhir,
      remoteAddress,
    }: { author: MergeAuthor; fhir: Pick<FhirClient, 'transaction'>; remoteAddress: string },
  ): Promise<void> {
    const { id, kept, other } = merge;
    let intentId: string | null = null;
    const audit: AuditEntry = {
      action: 'U',
      operation: 'identities.followMerge',
      feature: 'identities',
      access: 'write',
      outcome: 'success',
      patientId: null,
      resources: [patientReference(kept), patientReference(other)],
      user: { id: author.userId, name: author.displayName, role: author.role, fhirUser: author.fhirUser },
      remoteAddress,
      requestId: id,
    };
    await this.#parts.writer.write(
      {
        session: author,
        patientId: null,
        fhir,
        operation: 'identities.followMerge',
        input: id,
        accept: (bundle) => this.accept(merge, bundle, author.fhirUser),
        audit: () => audit,
        inTrail: () => undefined,
      },
      {
        key: v5(`${id} ${Date.now()} ${found.length}`, namespace),
        plan: async (transaction) => {
          intentId = transaction.id;
          const { moved: taken, told } = this.move(transaction, found, merge);
          await this.records.addPart({ id: transaction.id, mergeId: id, moved: taken, told });
        },
      },
    );
    if (intentId !== null) await this.records.partMoved(intentId);
  }

  /** A follower's transaction, as it may be sent. */
  async accept(
    { kept, other }: Pick<MergeRecord, 'kept' | 'other'>,
    bundle: Bundle,
    fhirUser: string | null,
  ): Promise<{ bundle: Bundle; merges: string[] }> {
    const view = { kept, other, fhirUser, fhir: this.#parts.systemFhir, now: new Date() };
    return {
      bundle: await acceptedMerge({ ...view, step: { kind: 'follow' } }, bundle),
      merges: [kept, other],
    };
  }

  async #settleParts(mergeId: string): Promise<void> {
    for (const id of await this.records.unsettledParts(mergeId)) {
      const outcome = await this.#parts.intents.outcome(id);
      if (outcome?.state === 'committed') await this.records.partMoved(id);
      else if (outcome?.state === 'refused') await this.records.dropPart(id);
    }
  }

  /** One look at what is not settled, and at records that lead on. One process at a time. */
  look(): Promise<void> {
    return (this.#looking ??= this.#look()
      .catch(this.#missed)
      .finally(() => {
        this.#looking = null;
      }));
  }

  async #look(): Promise<void> {
    await this.#parts.database.locks.within('merges', 0, async () => {
      for (const { id, state } of await this.records.unsettled())
        // whoever undoes it may not have kept the intent yet: that it is not there says nothing before they are done
        await (state === 'undoing' ? this.alone(id, 0, () => this.settle(id)) : this.settle(id)).catch(
          this.#missed,
        );
      for (const merge of await this.records.due(atOnce)) {
        if (this.#isStopped) return;
        await this.#lookAt(merge).catch(this.#missed);
      }
    });
  }

  /** The next look finds it. */
  readonly #missed = (error: unknown): void => {
    if (!(error instanceof LockTakenError) && !this.#isStopped) this.#parts.onError(error);
  };

  /** In the name of who merged, as long as they are signed in; after that it waits for somebody who may. */
  async #lookAt(merge: MergeRecord): Promise<void> {
    await this.#settleParts(merge.id);
    const found = await this.referring(merge.other);
    const fhir = found.length > 0 ? await this.#parts.fhirOf(merge.by.id) : null;
    if (!fhir) return this.records.lookedAt(merge.id, found.length);
    try {
      await this.follow(merge, { author: merge.by, fhir, remoteAddress: 'system' }, Date.now() + 30_000);
    } catch (error) {
      await this.records.lookedAt(merge.id, found.length);
      if (!(error instanceof FhirError)) throw error;
      this.#parts.onError(error);
    }
  }
}

/** What carries a label that keeps something back moves, and is not counted before who knows identities alone. */
export const isTold = (resource: Resource): boolean =>
  // its label says what it is for; whoever merges reads all of them
  isIdentityPaper(resource) || labelsOf(resource).every(keepsNothingBack);

import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { parseWithDigits, stringifyWithDigits } from '@keneyapp/fhir-client/json';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import type { AccessChanges } from '../access/changes.ts';
import type { AuditEntry } from '../audit/audit.ts';
import type { DatabaseAuditRecorder } from '../audit/recorder.ts';
import type { Database } from '../database/client.ts';
import { LockTakenError } from '../database/locks.ts';
import type { Session } from '../session/session.ts';
import { ChartTransaction } from './chart-transaction.ts';
import { eventsOf } from './events-of.ts';
import {
  hashOf,
  type Attempt,
  type IntentContent,
  type Intents,
  type OpenIntent,
  type Outcome,
} from './intents.ts';
import { notConfirmed, otherContent, refusalError } from './outcome-errors.ts';
import { findMarked, send, sentResources, type Sent } from './sending.ts';
import { refuseOverSigned, rppsOf } from './signed-guard.ts';
import { intentIdOf, writeIdOf } from './write-ids.ts';

interface Parts {
  database: Pick<Database, 'rows' | 'locks'>;
  intents: Intents;
  audit: Pick<DatabaseAuditRecorder, 'recordWith'>;
  systemFhir: FhirClient;
  accessChanges: Pick<AccessChanges, 'tell'>;
}

/** The request that writes. */
export interface WritingRequest {
  session: Session;
  /** Null: it belongs to a unit and to no chart. */
  patientId: string | null;
  /** Unguarded, in the person's name. */
  fhir: Pick<FhirClient, 'transaction'>;
  /** A Bundle as this person may write it, and who follows it where that is no chart; throws (or rejects) for what may not be. */
  accept(bundle: Bundle): Accepted | Promise<Accepted>;
  /** Path of the procedure, and its input as the browser sent it: the same key with another one is refused. */
  operation: string;
  input: unknown;
  /** The record of the trail if it goes in, as it is once everything is planned. */
  audit(): AuditEntry;
  /** Called once an outcome is in the trail: the request needs no record of its own. */
  inTrail(): void;
}
interface Accepted {
  bundle: Bundle;
  topics?: IntentContent['topics'];
}
export interface ChartWrite {
  /** From the browser, made when the form opened. */
  key: string;
  /**
   * Reads what there is, checks, and fills the transaction; called again after a conflict, `tries` times in all. What it says
   * is kept for whoever sends the form again.
   */
  plan(transaction: ChartTransaction): Promise<string | void>;
  tries?: number;
}
export interface Written {
  /** `Type/id` of what was written. */
  references: string[];
  /** As it is stored; empty where the answer was lost, or this is an answer to the same form sent again. */
  resources: Resource[];
  /** What the plan said. */
  says: string | null;
  /** The form was sent before. */
  isReplay: boolean;
}

/** A person waits no longer than this for a server that does not answer, and then learns that it is not known yet. */
const personWaitsMs = 12_000;
/** After that nothing is sent any more: who wrote it has been told, and may have written it elsewhere. */
const lostAfterSeconds = 60;
const attemptsOfForm = 50;

/**
 * Writes a chart transaction so that it goes in once, with its record in the trail, whatever breaks: the intent is kept before
 * it is sent, and what became of it is found by the marker (ADR 17).
 */
export class ChartWriter {
  readonly #parts: Parts;
  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async write(request: WritingRequest, { key, plan, tries = 1 }: ChartWrite): Promise<Written> {
    const { intents, systemFhir } = this.#parts;
    const { session, patientId, operation, input } = request;
    const writeId = writeIdOf({ key, userId: session.userId, patientId, operation });
    const inputHash = hashOf(key, input);
    const last = (await intents.attemptsOf(writeId)).at(-1);
    if (last && last.outcome?.state !== 'refused') return this.#again(request, last, inputHash);
    let attempt = last ? last.attempt + 1 : 0;
    if (attempt >= attemptsOfForm) throw otherContent();
    for (let n = 1; ; n += 1, attempt += 1) {
      const id = intentIdOf(writeId, attempt);
      const transaction = new ChartTransaction(id, session, new Date());
      const says = (await plan(transaction)) ?? null;
      const rpps = transaction.isSigning ? await rppsOf(systemFhir, session.fhirUser) : null;
      const { bundle, topics } = await request.accept(transaction.bundle(rpps));
      await refuseOverSigned(systemFhir, transaction, bundle);
      const content: IntentContent = {
        patientId,
        ...(topics ? { topics } : {}),
        sessionId: session.id,
        bundle: stringifyWithDigits(bundle),
        audit: request.audit(),
      };
      if (!(await intents.add({ id, writeId, attempt, inputHash, says }, content))) {
        const rival = (await intents.attemptsOf(writeId)).find((one) => one.attempt === attempt);
        if (!rival) throw notConfirmed();
        return this.#again(request, rival, inputHash);
      }
      const { outcome, resources } = await this.#settle({ id, content }, request, true);
      if (outcome.state === 'committed') return { ...writtenOf(outcome), resources, says, isReplay: false };
      if (outcome.refusal !== 'changed-meanwhile' || n >= tries) throw refusalError(outcome.refusal);
    }
  }

  /** The same form once more: the first one's answer. */
  async #again(request: WritingRequest, attempt: Attempt, inputHash: string): Promise<Written> {
    if (attempt.inputHash !== inputHash) throw otherContent();
    const outcome = attempt.outcome ?? (await this.#settleAgain(request, attempt.id));
    if (outcome.state === 'refused') throw refusalError(outcome.refusal);
    return { ...writtenOf(outcome), resources: [], says: attempt.says, isReplay: true };
  }

  async #settleAgain(request: WritingRequest, id: string): Promise<Outcome> {
    const { intents } = this.#parts;
    const content = await intents.contentOf(id);
    if (content) return (await this.#settle({ id, content }, request, false)).outcome;
    // it goes with its outcome
    const outcome = await intents.outcome(id);
    if (!outcome) throw notConfirmed();
    return outcome;
  }

  /** Under the lock of the intent: one sender, in all processes. Throws `notConfirmed` when nobody knows yet. */
  async #settle(
    { id, content }: { id: string; content: IntentContent },
    { fhir, inTrail }: Pick<WritingRequest, 'fhir' | 'inTrail'>,
    isFirst: boolean,
  ): Promise<Sent> {
    const { database, intents, systemFhir } = this.#parts;
    const deadline = Date.now() + personWaitsMs;
    try {
      return await database.locks.within(`write:${id}`, personWaitsMs, async () => {
        const known = isFirst ? null : await intents.outcome(id);
        if (known) return { outcome: known, resources: [] };
        const sent = await send(
          { id, bundle: content.bundle },
          { fhir, system: systemFhir, isFirst, deadline },
        );
        if (!sent) throw notConfirmed();
        await this.#keep(id, content, sent.outcome);
        inTrail();
        return sent;
      });
    } catch (error) {
      throw error instanceof LockTakenError ? notConfirmed() : error;
    }
  }

  /** Outcome, audit record and what follows from them, in one statement of ours; whoever comes second changes nothing. */
  async #keep(id: string, content: IntentContent, outcome: Outcome): Promise<void> {
    const { database, audit, accessChanges } = this.#parts;
    const events = outcome.state === 'committed' ? eventsOf(id, content, outcome.written) : [];
    const isFirst = await audit.recordWith(
      database,
      {
        sql: `INSERT INTO chart_outcome (id, state, refusal, written)
              VALUES ($1::uuid, $2, $3, $4::text[]) ON CONFLICT DO NOTHING RETURNING id`,
        also: 'DELETE FROM chart_sending WHERE id = $1::uuid',
        values: [
          id,
          outcome.state,
          outcome.state === 'refused' ? outcome.refusal : null,
          outcome.state === 'committed' ? outcome.written : null,
        ],
      },
      recordOf(content.audit, outcome),
      events,
    );
    if (!isFirst || outcome.state !== 'committed') return;
    const { patientId, bundle } = content;
    const written = sentResources(parseWithDigits(bundle) as Bundle);
    // what is remembered of who may see this chart
    if (patientId !== null && written.some(({ resourceType }) => resourceType === 'Consent'))
      await accessChanges.tell(patientId);
  }

  /**
   * What nobody waits for any more: after a crash, or when a person was told that it is not known yet. Sent once more in the
   * person's name while that can be a matter of seconds; then it counts as lost, and is not sent again.
   */
  async settleOpen(
    open: OpenIntent,
    fhirOf: (sessionId: string) => Promise<Pick<FhirClient, 'transaction'> | null>,
  ): Promise<boolean> {
    const { id, content, ageSeconds } = open;
    if (!content) return false;
    const { database, intents, systemFhir } = this.#parts;
    return database.locks.within(`write:${id}`, 0, async () => {
      if (await intents.outcome(id)) return true;
      const isLate = ageSeconds > lostAfterSeconds;
      const fhir = isLate ? null : await fhirOf(content.sessionId);
      const sent = fhir
        ? await send(
            { id, bundle: content.bundle },
            { fhir, system: systemFhir, isFirst: false, deadline: Date.now() },
          )
        : await this.#markedOrLost(id, content, isLate);
      if (!sent) return false;
      await this.#keep(id, content, sent.outcome);
      return true;
    });
  }

  async #markedOrLost(id: string, content: IntentContent, isLate: boolean): Promise<Sent | null> {
    try {
      const marked = await findMarked(id, parseWithDigits(content.bundle) as Bundle, this.#parts.systemFhir);
      return marked ?? (isLate ? { outcome: { state: 'refused', refusal: 'lost' }, resources: [] } : null);
    } catch (error) {
      if (error instanceof FhirError) return null;
      throw error;
    }
  }
}

function writtenOf(outcome: Outcome & { state: 'committed' }): Pick<Written, 'references'> {
  return { references: outcome.written.map((one) => one.split('/').slice(0, 2).join('/')) };
}

function recordOf(entry: AuditEntry, outcome: Outcome): AuditEntry {
  return outcome.state === 'committed'
    ? { ...entry, resources: [...new Set([...entry.resources, ...writtenOf(outcome).references])] }
    : { ...entry, outcome: 'failure', reason: outcome.refusal };
}

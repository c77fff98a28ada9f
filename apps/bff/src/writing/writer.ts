// A write from its intent to its outcome in one file: who changes one step has to see what the others rest on (ADR 17).
import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { parseWithDigits, stringifyWithDigits } from '@keneyapp/fhir-client/json';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import type { AccessChanges } from '../access/access-changes.ts';
import type { AuditEntry } from '../audit/audit.ts';
import type { DatabaseAuditRecorder } from '../audit/recorder.ts';
import type { Database } from '../database/client.ts';
import { LockTakenError } from '../database/locks.ts';
import type { Session } from '../session/session.ts';
import { ChartTransaction } from './chart-transaction.ts';
import type { Author } from './marker.ts';
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
  accessChanges: Pick<AccessChanges, 'publish'>;
  onError: (error: unknown) => void;
}

/** The request that writes. */
export interface WritingRequest {
  session: Pick<Session, 'id'> & Author;
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
  /** Of a merge: the charts it joins. It changes no word, so that nothing that was signed is written over. */
  merges?: IntentContent['merges'];
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

  /**
   * Nothing is asked of the database before the intent goes in: that this form was sent before shows when its attempt is
   * there already, or when what it would write is refused because it is in.
   */
  async write(request: WritingRequest, { key, plan, tries = 1 }: ChartWrite): Promise<Written> {
    const { intents } = this.#parts;
    const { session, patientId, operation, input } = request;
    const writeId = writeIdOf({ key, userId: session.userId, patientId, operation });
    const inputHash = hashOf(key, input);
    const sentBefore = async () => (await intents.attemptsOf(writeId)).at(-1);
    for (let attempt = 0, conflicts = 0; attempt < attemptsOfForm;) {
      const id = intentIdOf(writeId, attempt);
      const planned = await this.#planned(request, id, plan).catch((error: unknown) => ({ error }));
      const sent =
        'content' in planned
          ? await this.#first(
              { id, writeId, attempt, inputHash, says: planned.says },
              planned.content,
              request,
            )
          : null;
      if (!sent) {
        const last = await sentBefore();
        if (last && last.outcome?.state !== 'refused') return this.#again(request, last, inputHash);
        if ('error' in planned) throw planned.error;
        if (!last) throw notConfirmed();
        attempt = last.attempt + 1;
        continue;
      }
      const { outcome, resources, says } = sent;
      if (outcome.state === 'committed') return { ...writtenOf(outcome), resources, says, isReplay: false };
      conflicts += 1;
      if (outcome.refusal !== 'changed-meanwhile' || conflicts >= tries) throw refusalError(outcome.refusal);
      attempt += 1;
    }
    throw otherContent();
  }

  /** What would be sent as this intent, and what the plan says of it. */
  async #planned(
    request: WritingRequest,
    id: string,
    plan: ChartWrite['plan'],
  ): Promise<{ content: IntentContent; says: string | null }> {
    const { systemFhir } = this.#parts;
    const { session, patientId } = request;
    const transaction = new ChartTransaction(id, session, new Date());
    const says = (await plan(transaction)) ?? null;
    const rpps = transaction.isSigning ? await rppsOf(systemFhir, session.fhirUser) : null;
    const { bundle, topics, merges } = await request.accept(transaction.bundle(rpps));
    if (!merges) await refuseOverSigned(systemFhir, transaction, bundle);
    const content: IntentContent = {
      patientId,
      ...(topics ? { topics } : {}),
      ...(merges ? { merges } : {}),
      sessionId: session.id,
      bundle: stringifyWithDigits(bundle),
      audit: request.audit(),
    };
    return { content, says };
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
    if (content)
      return this.#locked(id, async (deadline) => {
        const known = await intents.outcome(id);
        if (known) return known;
        return (await this.#settle(sendingOf(id, content), request, { isFirst: false, deadline })).outcome;
      });
    // it goes with its outcome
    const outcome = await intents.outcome(id);
    if (!outcome) throw notConfirmed();
    return outcome;
  }

  /**
   * Keeps the intent and sends it. Nobody sees it before it is locked: what the first one sends has not been sent by somebody
   * who found it open. Null where it is kept already.
   */
  #first(
    attempt: Parameters<Intents['add']>[0],
    content: IntentContent,
    request: Settling,
  ): Promise<(Sent & Pick<Attempt, 'says'>) | null> {
    return this.#locked(attempt.id, async (deadline) => {
      if (!(await this.#kept(this.#parts.intents.add(attempt, content)))) return null;
      const sending = sendingOf(attempt.id, content);
      const sent = await this.#settle(sending, request, { isFirst: true, deadline });
      return { ...sent, says: attempt.says };
    });
  }

  /** One sender of an intent, in all processes. Throws `notConfirmed` when somebody else is at it for longer than a person waits. */
  async #locked<T>(id: string, work: (deadline: number) => Promise<T>): Promise<T> {
    const deadline = Date.now() + personWaitsMs;
    try {
      return await this.#parts.database.locks.within(`write:${id}`, personWaitsMs, () => work(deadline));
    } catch (error) {
      throw error instanceof LockTakenError ? notConfirmed() : error;
    }
  }

  /** Under the lock of the intent. Throws `notConfirmed` when nobody knows yet. */
  async #settle(
    sending: Sending,
    { fhir, inTrail }: Settling,
    { isFirst, deadline }: { isFirst: boolean; deadline: number },
  ): Promise<Sent> {
    const sent = await send(sending, { fhir, system: this.#parts.systemFhir, isFirst, deadline });
    if (!sent) throw notConfirmed();
    await this.#kept(this.#keep(sending, sent.outcome));
    inTrail();
    return sent;
  }

  /** A database that does not answer may have kept it: what became of it is found out, and is in the trail then, once. */
  async #kept<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      this.#parts.onError(error);
      throw notConfirmed();
    }
  }

  /** Outcome, audit record and what follows from them, in one statement of ours; whoever comes second changes nothing. */
  async #keep({ id, content, bundle }: Sending, outcome: Outcome): Promise<void> {
    const { database, audit, accessChanges } = this.#parts;
    const events = outcome.state === 'committed' ? eventsOf(id, { ...content, bundle }, outcome.written) : [];
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
    const { patientId, merges = [] } = content;
    // what is remembered of who may see these charts
    for (const id of merges) await accessChanges.publish(id);
    if (patientId !== null && sentResources(bundle).some(({ resourceType }) => resourceType === 'Consent'))
      await accessChanges.publish(patientId);
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
    if (!content) throw new UnopenableIntentError(id);
    const { database, intents, systemFhir } = this.#parts;
    const sending = sendingOf(id, content);
    return database.locks.within(`write:${id}`, 0, async () => {
      if (await intents.outcome(id)) return true;
      const isLate = ageSeconds > lostAfterSeconds;
      const fhir = isLate ? null : await fhirOf(content.sessionId);
      const sent = fhir
        ? await send(sending, { fhir, system: systemFhir, isFirst: false, deadline: Date.now() })
        : await this.#markedOrLost(sending, isLate);
      if (!sent) return false;
      await this.#keep(sending, sent.outcome);
      return true;
    });
  }

  async #markedOrLost({ id, bundle }: Sending, isLate: boolean): Promise<Sent | null> {
    try {
      const marked = await findMarked(id, bundle, this.#parts.systemFhir);
      return marked ?? (isLate ? { outcome: { state: 'refused', refusal: 'lost' }, resources: [] } : null);
    } catch (error) {
      if (error instanceof FhirError) return null;
      throw error;
    }
  }
}

/** Its key is gone (`DATA_KEYS_OLD`): whether it went in, the FHIR server tells by its marker. */
export class UnopenableIntentError extends Error {
  readonly id: string;
  constructor(id: string) {
    super(
      `intent ${id} cannot be opened with DATA_KEY or DATA_KEYS_OLD: its outcome stays unknown until one of them can`,
    );
    this.id = id;
  }
}

type Settling = Pick<WritingRequest, 'fhir' | 'inTrail'>;
/** An intent on its way; the Bundle is what was kept, never one that was built again. */
interface Sending {
  id: string;
  content: IntentContent;
  bundle: Bundle;
}
const sendingOf = (id: string, content: IntentContent): Sending => ({
  id,
  content,
  bundle: parseWithDigits(content.bundle) as Bundle,
});

function writtenOf(outcome: Outcome & { state: 'committed' }): Pick<Written, 'references'> {
  return { references: outcome.written.map((one) => one.split('/').slice(0, 2).join('/')) };
}

function recordOf(entry: AuditEntry, outcome: Outcome): AuditEntry {
  return outcome.state === 'committed'
    ? { ...entry, resources: [...new Set([...entry.resources, ...writtenOf(outcome).references])] }
    : { ...entry, outcome: 'failure', reason: outcome.refusal };
}

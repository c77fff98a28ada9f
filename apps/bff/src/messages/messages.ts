import type { FhirClient } from '@keneyapp/fhir-client';
import { isInstant } from '@keneyapp/fhir-model/dates';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { AuditEntry } from '../audit/audit.ts';
import type { DatabaseAuditRecorder } from '../audit/recorder.ts';
import type { Timed } from '../booking/occupies.ts';
import type { Database } from '../database/client.ts';
import { LockTakenError, type Lock } from '../database/locks.ts';
import { dueKind, isReminderTime, isSame, reminderAt, visitOf, type Visit } from './due.ts';
import type { ChannelName, MessageChannel, MessageKind, Outcome } from './message.ts';
import { mayBeNamed, namesIn, orNull, recipientOf } from './recipient.ts';
import {
  dueRows,
  openedMessage,
  openMessage,
  toldOf,
  waitingIn,
  type MessageProblem,
  type MessageState,
  type OpenMessage,
  type ToldRow,
  type ToldView,
} from './rows.ts';

interface Parts {
  database: Pick<Database, 'rows' | 'transaction' | 'locks'>;
  systemFhir: Pick<FhirClient, 'read'>;
  audit: Pick<DatabaseAuditRecorder, 'recordWith'>;
  mail: MessageChannel;
  sms: MessageChannel;
  /** Days before an appointment on which somebody is reminded; 0: never. */
  reminderDays: number;
  onError: (error: unknown) => void;
  now?: () => Date;
}

const everyMs = 5_000;
const atOnce = 50;
/** A message that nobody takes for so long says nothing new any more. */
const givenUpMs = 48 * 3_600_000;
const firstPauseMs = 60_000,
  longestPauseMs = 3_600_000;
/** While the server is away one message is tried again and again; the others wait for it. */
const awayPausesMs = [10_000, 30_000, 60_000, 300_000];
/** What waits for less is on its way. */
const saidAfterMs = 60_000;
const importedMs = 24 * 3_600_000;
const keptMs = 365 * 24 * 3_600_000,
  sweepMs = 3_600_000;

/**
 * Tells patients of their appointments (ADR 35). What was told last stands beside what the FHIR server has: what differs is
 * told, once, however often and late it is looked at. One process sends at a time.
 */
export class AppointmentMessages {
  readonly #parts: Parts;
  readonly #now: () => Date;
  #timer: NodeJS.Timeout | null = null;
  #turn: Promise<void> | null = null;
  #isStopped = false;
  #away = { times: 0, until: 0 };
  #sweptAt = 0;
  #warning: string | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#now = parts.now ?? (() => new Date());
  }

  start(): this {
    const look = () => void this.look();
    look();
    this.#timer = setInterval(look, everyMs).unref();
    return this;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer) clearInterval(this.#timer);
    await this.#turn;
    this.#parts.mail.close();
    this.#parts.sms.close();
  }

  /** For `/api/health`: how many wait, and since when. */
  warnings(): string[] {
    return this.#warning === null ? [] : [this.#warning];
  }

  get #isConfigured(): boolean {
    return this.#parts.mail.isConfigured || this.#parts.sms.isConfigured;
  }
  /** While the mail server is away its messages wait; those by SMS do not. */
  get #isMailAway(): boolean {
    return this.#now().getTime() < this.#away.until;
  }

  async of(appointmentId: string): Promise<ToldView> {
    const told = await toldOf(this.#parts.database.rows, appointmentId, this.#now());
    return { isConfigured: this.#isConfigured, ...told };
  }

  /**
   * Takes note of appointments that changed, whoever changed them. What the first look finds was agreed on before anybody was
   * told anything by this application: it is known.
   */
  async noted(appointments: readonly Timed[], isFirst: boolean): Promise<void> {
    const { rows } = this.#parts.database;
    const now = this.#now();
    const all = appointments.map((one) => ({ one, id: one.id, version: one.meta?.versionId ?? '' }));
    await rows(
      `UPDATE appointment_told t SET seen_version = n.version, due_at = $2::text::timestamptz,
         wanted_at = COALESCE(t.wanted_at, $2::text::timestamptz)
       FROM json_to_recordset($1::text::json) AS n(id text, version text)
       WHERE t.appointment_id = n.id AND t.seen_version <> n.version`,
      [JSON.stringify(all.map(({ id, version }) => ({ id, version }))), now.toISOString()],
    );
    const fresh = all.flatMap(({ one, id, version }) => {
      const visit = visitOf(one);
      if (visit?.status !== 'booked' || visit.start <= now.toISOString()) return [];
      const { start, takingPart: parts } = visit;
      const after = { is_reminded: true, due_at: now, wanted_at: now, status: 'new' };
      const known = { ...this.#after(visit, null, now), wanted_at: null, status: 'booked' };
      return [{ ...(isFirst || isOld(one, now) ? known : after), ...{ id, version, start, parts } }];
    });
    if (fresh.length > 0)
      await rows(
        `INSERT INTO appointment_told (appointment_id, seen_version, status, start, taking_part, is_reminded, due_at, wanted_at)
         SELECT id, version, status, start, ARRAY(SELECT json_array_elements_text(parts)), is_reminded, due_at, wanted_at
         FROM json_to_recordset($1::text::json) AS n(id text, version text, status text, start timestamptz, parts json,
           is_reminded boolean, due_at timestamptz, wanted_at timestamptz)
         ON CONFLICT DO NOTHING`,
        [JSON.stringify(fresh)],
      );
    if (!isFirst) void this.look();
  }

  /** Everything that is due now. */
  look(): Promise<void> {
    return (this.#turn ??= this.#look()
      .catch(this.#parts.onError)
      .finally(() => {
        this.#turn = null;
      }));
  }

  async #look(): Promise<void> {
    const { locks, rows } = this.#parts.database;
    await locks
      .within('messages', 0, (lock) => this.#tellAll(lock))
      .catch((error: unknown) => {
        if (!(error instanceof LockTakenError)) throw error;
      });
    const now = this.#now();
    const { count, since } = await waitingIn(rows, now);
    const isSaid = since !== null && Date.parse(since) < now.getTime() - saidAfterMs;
    this.#warning = isSaid ? `mail-waiting:${count} since ${since}` : null;
  }

  async #tellAll(lock: Lock): Promise<void> {
    const { rows } = this.#parts.database;
    await this.#sweep();
    const { sms } = this.#parts;
    while (!this.#isStopped && (sms.isConfigured || !this.#isMailAway)) {
      const due = await dueRows(rows, this.#now(), atOnce);
      for (const row of due) {
        if (this.#isStopped || !lock.isHeld()) return;
        const outcome = await this.#tell(row).catch(async (error: unknown) => {
          this.#parts.onError(error);
          await this.#putOff(row, firstPauseMs);
          return null;
        });
        if (outcome === 'away' || outcome === 'unknown') {
          this.#pause();
          if (!sms.isConfigured) return;
        }
        if (outcome === 'sent') this.#away = { times: 0, until: 0 };
      }
      if (due.length < atOnce || this.#isMailAway) return;
    }
  }

  #pause(): void {
    const { times } = this.#away;
    const pause = awayPausesMs[Math.min(times, awayPausesMs.length - 1)] ?? longestPauseMs;
    this.#away = { times: times + 1, until: this.#now().getTime() + pause };
  }

  /** Looks at one appointment as it stands now. @returns null when nothing was tried */
  async #tell(row: ToldRow): Promise<Outcome | null> {
    const { database, systemFhir, mail, sms, reminderDays } = this.#parts;
    const now = this.#now();
    const appointment = await orNull(systemFhir.read('Appointment', row.appointmentId));
    const visit = appointment && visitOf(appointment);
    const named = appointment !== null && (await mayBeNamed(appointment, systemFhir));
    let open = await openMessage(database.rows, row.appointmentId);
    let { known } = row;
    // it may have arrived: what it said counts as told from now on
    if (open?.state === 'sending' && !says(open, visit, named)) {
      known = { ...open.visit, isReminded: known.isReminded };
      await this.#end(row, open, 'overtaken', null);
      open = null;
    }
    const kind = dueKind(known, visit, { now, mayBeNamed: named, reminderDays });
    if (open && (kind !== open.kind || !says(open, visit, named))) {
      await database.rows('DELETE FROM appointment_message WHERE id = $1::text::uuid', [open.id]);
      open = null;
    }
    if (kind === null || !visit || !appointment || !this.#isConfigured) return this.#settle(row, visit);
    const ways = { mail: mail.isConfigured, sms: sms.isConfigured };
    const recipient = await recipientOf(appointment, systemFhir, { now, ways });
    if ('to' in recipient && recipient.by === 'mail' && this.#isMailAway) return null;
    const message = open ?? (await openedMessage(database.rows, row, { kind, visit }));
    if ('problem' in recipient) return this.#end(row, message, 'not-sent', recipient.problem);
    if (now.getTime() - Date.parse(message.wantedAt) > givenUpMs)
      return this.#end(row, message, 'given-up', recipient.by === 'sms' ? 'sms-away' : 'server-away');
    await this.#sending(message, recipient.by);
    const outcome = await { mail, sms }[recipient.by].send({
      id: message.id,
      uid: row.uid,
      sequence: message.sequence,
      to: recipient.to,
      told: {
        kind,
        language: recipient.language,
        start: visit.start,
        end: isInstant(appointment.end) ? appointment.end : null,
        before: known.status === 'booked' && known.start !== visit.start ? known.start : null,
        ...(named ? namesIn(appointment) : { places: [], practitioners: [] }),
      },
    });
    if (recipient.by === 'sms' && outcome === 'away') {
      await this.#mark(message, 'waiting', 'sms-away');
      await this.#putOff(row, Math.min(firstPauseMs * 2 ** message.attempts, longestPauseMs));
    } else await this.#ended(row, message, { outcome, patientId: recipient.patientId });
    // what a gateway says is nothing about the mail server
    return recipient.by === 'sms' ? null : outcome;
  }

  async #ended(
    row: ToldRow,
    message: OpenMessage,
    { outcome, patientId }: { outcome: Outcome; patientId: string },
  ): Promise<void> {
    switch (outcome) {
      case 'sent':
        await this.#record(row, message, patientId);
        return;
      case 'refused':
        await this.#end(row, message, 'refused', 'refused');
        return;
      case 'away':
        await this.#mark(message, 'waiting', 'server-away');
        return;
      case 'later':
      case 'unknown':
        await this.#mark(message, outcome === 'later' ? 'waiting' : 'sending', 'server-busy');
        await this.#putOff(row, Math.min(firstPauseMs * 2 ** message.attempts, longestPauseMs));
    }
  }

  /** Told: with its record in the trail, or not at all. */
  async #record(row: ToldRow, { id, kind, visit }: OpenMessage, patientId: string): Promise<void> {
    const { audit, database } = this.#parts;
    const now = this.#now();
    await audit.recordWith(
      database,
      {
        sql: `UPDATE appointment_message SET state = 'sent', problem = NULL, ended_at = $11::text::timestamptz
              WHERE id = $10::text::uuid AND ended_at IS NULL RETURNING id::text AS id`,
        also: toldSql,
        values: [...this.#toldValues(row, { visit, kind, now }), id, now.toISOString()],
      },
      entryFor(row.appointmentId, { id, patientId }),
    );
  }

  /** Dealt with, without having been sent. */
  async #end(
    row: ToldRow,
    { id, kind, visit }: OpenMessage,
    state: MessageState,
    problem: MessageProblem | null,
  ): Promise<null> {
    const now = this.#now();
    await this.#parts.database.transaction(async (rows) => {
      await rows(
        `UPDATE appointment_message SET state = $2, problem = $3, ended_at = $4::text::timestamptz WHERE id = $1::text::uuid`,
        [id, state, problem, now.toISOString()],
      );
      // what overtook it is due at once
      const due = state === 'overtaken' ? now : undefined;
      await rows(toldSql, this.#toldValues(row, { visit, kind, now, ...(due ? { due } : {}) }));
    });
    return null;
  }

  /** Nothing is to be told: as it stands it is known. */
  async #settle(row: ToldRow, visit: Visit | null): Promise<null> {
    const { rows } = this.#parts.database;
    const now = this.#now();
    if (visit) await rows(toldSql, this.#toldValues(row, { visit, kind: null, now }));
    else
      await rows(
        `UPDATE appointment_told SET due_at = NULL, wanted_at = NULL WHERE appointment_id = $1 AND seen_version = $2`,
        [row.appointmentId, row.seenVersion],
      );
    return null;
  }

  #toldValues(
    { appointmentId, seenVersion, wantedAt }: ToldRow,
    { visit, kind, now, due }: { visit: Visit; kind: MessageKind | null; now: Date; due?: Date },
  ): unknown[] {
    const { is_reminded, due_at } = this.#after(visit, kind, now);
    return [
      ...[appointmentId, seenVersion, visit.status, visit.start, visit.takingPart, is_reminded],
      ...[(due ?? due_at)?.toISOString() ?? null, due ? wantedAt : null, now.toISOString()],
    ];
  }

  /** When to look again at what is known now. */
  #after(visit: Visit, kind: MessageKind | null, now: Date): { is_reminded: boolean; due_at: Date | null } {
    const { reminderDays } = this.#parts;
    const isReminded = kind === 'reminder' || isReminderTime(visit.start, { now, reminderDays });
    const waits = visit.status === 'booked' && !isReminded;
    return { is_reminded: isReminded, due_at: waits ? reminderAt(visit.start, reminderDays) : null };
  }

  async #sending({ id }: OpenMessage, by: ChannelName): Promise<void> {
    await this.#parts.database.rows(
      `UPDATE appointment_message SET state = 'sending', attempts = attempts + 1, channel = $2 WHERE id = $1::text::uuid`,
      [id, by],
    );
  }

  async #mark({ id }: OpenMessage, state: MessageState, problem: MessageProblem): Promise<void> {
    await this.#parts.database.rows(
      `UPDATE appointment_message SET state = $2, problem = $3 WHERE id = $1::text::uuid`,
      [id, state, problem],
    );
  }

  async #putOff({ appointmentId, wantedAt }: ToldRow, ms: number): Promise<void> {
    await this.#parts.database.rows(
      `UPDATE appointment_told SET due_at = $2::text::timestamptz, wanted_at = $3::text::timestamptz WHERE appointment_id = $1`,
      [appointmentId, new Date(this.#now().getTime() + ms).toISOString(), wantedAt],
    );
  }

  /** Of appointments long over nothing is kept. */
  async #sweep(): Promise<void> {
    const now = this.#now().getTime();
    if (now - this.#sweptAt < sweepMs) return;
    this.#sweptAt = now;
    const { rows } = this.#parts.database;
    const before = new Date(now - keptMs).toISOString();
    await rows('DELETE FROM appointment_message WHERE start < $1::text::timestamptz', [before]);
    await rows('DELETE FROM appointment_told WHERE start < $1::text::timestamptz', [before]);
  }
}

/** Agreed on long before it came here: an import tells nobody of what they know. */
const isOld = ({ created }: Timed, now: Date): boolean =>
  created !== undefined && Date.parse(created) < now.getTime() - importedMs;

/** What is known from now on; when it changed meanwhile, it stays due. */
const toldSql = `UPDATE appointment_told SET status = $3, start = $4::text::timestamptz, taking_part = $5::text[],
    is_reminded = $6::boolean,
    due_at = CASE WHEN seen_version = $2 THEN $7::text::timestamptz ELSE $9::text::timestamptz END,
    wanted_at = CASE WHEN seen_version = $2 THEN $8::text::timestamptz ELSE $9::text::timestamptz END
  WHERE appointment_id = $1 RETURNING 1 AS one`;

const says = (open: OpenMessage, visit: Visit | null, named: boolean): boolean =>
  visit !== null && open.visit.status === visit.status && isSame(open.visit, visit, named);

const entryFor = (
  appointmentId: string,
  { id, patientId }: { id: string; patientId: string },
): AuditEntry => ({
  action: 'E',
  operation: 'appointments.tell',
  feature: 'appointments',
  access: 'read',
  outcome: 'success',
  patientId,
  resources: [`Appointment/${appointmentId}`, patientReference(patientId)],
  user: null,
  remoteAddress: 'system',
  requestId: `message-${id}`,
});

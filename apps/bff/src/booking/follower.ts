import { AppointmentsError, type AppointmentsClient } from '@keneyapp/appointments/client';
import type { FhirClient } from '@keneyapp/fhir-client';
import { referenceTo } from '@keneyapp/fhir-model/references';
import type { PractitionerRole } from '@medplum/fhirtypes';
import type { Database } from '../database/client.ts';
import { LockTakenError } from '../database/locks.ts';
import { isSame, knownTo, occupiedBy, type PractitionerOf, type Timed } from './occupies.ts';
import { distinctChanges, touchedBy } from './touched.ts';

interface Parts {
  database: Pick<Database, 'rows' | 'locks'>;
  systemFhir: Pick<FhirClient, 'read' | 'search' | 'searchAll'>;
  client: Pick<AppointmentsClient, 'call'>;
  /** Before the first look, until it has succeeded. */
  prepare?: () => Promise<void>;
  /** Told of what changed, ours too, once the agenda knows of it. `isFirst`: it was there before anybody followed. */
  onChanged?: (appointments: readonly Timed[], isFirst: boolean) => Promise<void>;
  onError: (error: unknown) => void;
}

const followMs = 3_000;
/** Read at a time; a server that commits late may put something before the cursor. */
const atOnce = 1_000,
  overlapMs = 60_000;
/** The engine is told of so many bookings at a time. */
const askedAtOnce = 200;
const toldAtOnce = 500;
/** What is over for longer is nobody's place any more. */
const pastMs = 24 * 3_600_000;
const rolesAtOnce = 100,
  mostStrange = 1_000;

/**
 * Follows the Appointments of the FHIR server, whoever writes them: they occupy the agenda (ADR 33). One process reads at a
 * time. What we write ourselves the engine knows before; what differs is read once more before it is told, so that nothing
 * older than what stands goes in.
 */
export class AppointmentFollower {
  readonly #parts: Parts;
  #timer: NodeJS.Timeout | null = null;
  #working: Promise<void> | null = null;
  #isStopped = false;
  #isPrepared = false;
  /** What the agenda could not take, as it was: said once. */
  readonly #strange = new Set<string>();
  /** Versions that the last look saw: looks overlap, and screens are told of each once. */
  #seen = new Map<string, string>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  start(): this {
    this.#work();
    return this;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#working;
  }

  /** Whether all that is to come was read once; before, what looks free may not be. */
  async isFilled(): Promise<boolean> {
    const [row] = await this.#parts.database.rows('SELECT is_filled FROM appointment_progress WHERE id = 1');
    return row?.['is_filled'] === true;
  }

  /** One look at what changed. */
  async look(): Promise<void> {
    if (!this.#isPrepared) await this.#parts.prepare?.();
    this.#isPrepared = true;
    await this.#parts.database.locks.within('appointments', 0, () => this.#readChanges());
  }

  #work(): void {
    if (this.#isStopped) return;
    this.#working = this.look()
      .catch((error: unknown) => {
        if (!(error instanceof LockTakenError)) this.#parts.onError(error);
      })
      .finally(() => {
        this.#working = null;
        if (!this.#isStopped) this.#timer = setTimeout(() => this.#work(), followMs).unref();
      });
  }

  async #readChanges(): Promise<void> {
    const { database, systemFhir } = this.#parts;
    let cursor = await this.#cursor();
    const seen = new Map<string, string>();
    for (let limit = atOnce; !this.#isStopped;) {
      const since = cursor === null ? undefined : new Date(cursor.getTime() - overlapMs).toISOString();
      const changed = await systemFhir.searchAll(
        'Appointment',
        {
          // at first what is to come; then whatever changes
          ...(since === undefined
            ? { date: `ge${new Date(Date.now() - pastMs).toISOString()}` }
            : { _lastUpdated: `ge${since}` }),
          _sort: '_lastUpdated',
          _count: 500,
        },
        limit,
      );
      await this.#tell(
        changed.filter((one): one is Timed => one.id !== undefined),
        cursor === null,
        seen,
      );
      if (this.#isStopped) return;
      const last = changed.at(-1)?.meta?.lastUpdated;
      const reached: Date | null = last === undefined ? (cursor ?? new Date()) : new Date(last);
      const isEnd = changed.length < limit;
      // the first look is one: what is to come may be more than is read at a time
      if (!isEnd && (cursor === null || reached.getTime() - overlapMs <= cursor.getTime())) {
        limit *= 4;
        continue;
      }
      cursor = reached;
      await database.rows(
        `UPDATE appointment_progress SET cursor = $1::text::timestamptz, is_filled = is_filled OR $2::boolean WHERE id = 1`,
        [cursor.toISOString(), isEnd],
      );
      if (isEnd) break;
    }
    this.#seen = seen;
  }

  async #cursor(): Promise<Date | null> {
    const { rows } = this.#parts.database;
    await rows('INSERT INTO appointment_progress (id) VALUES (1) ON CONFLICT DO NOTHING');
    const [row] = await rows('SELECT cursor::text AS cursor FROM appointment_progress WHERE id = 1');
    return typeof row?.['cursor'] === 'string' ? new Date(row['cursor']) : null;
  }

  async #tell(changed: readonly Timed[], isFirst: boolean, seen: Map<string, string>): Promise<void> {
    const { client } = this.#parts;
    if (changed.length === 0) return;
    // of one that changes meanwhile a server that pages by time gives two versions: the last one counts
    const each = [...new Map(changed.map((one) => [one.id, one])).values()];
    const known = await knownTo(client);
    const practitionerOf = await this.#practitionersOf(each);
    for (let from = 0; from < each.length && !this.#isStopped; from += askedAtOnce) {
      const some = each.slice(from, from + askedAtOnce);
      const { bookings } = await client.call('bookings.list', { appointments: some.map(({ id }) => id) });
      const standing = new Map(bookings.map((one) => [one.appointment, one]));
      for (const appointment of some) {
        const booking = standing.get(appointment.id);
        if (isSame(occupiedBy(appointment, known, practitionerOf), booking)) continue;
        if (!booking && isLongOver(appointment)) continue;
        const now = await this.#read(appointment);
        await client
          .call('arrived', occupiedBy(now, known, practitionerOf))
          .catch((error: unknown) => this.#passOver(now, error));
      }
    }
    const fresh = each.filter((one) => (seen.get(one.id) ?? this.#seen.get(one.id)) !== versionOf(one));
    for (const one of each) seen.set(one.id, versionOf(one));
    if (!isFirst) await this.#tellScreens(fresh, practitionerOf);
    await this.#parts.onChanged?.(each, isFirst);
  }

  /** One that the agenda cannot take (a hundred practitioners, a year long) keeps no other from being told. */
  #passOver({ id, meta }: Timed, error: unknown): void {
    if (!(error instanceof AppointmentsError) || error.status === 0) throw error;
    const version = `${id} ${meta?.versionId ?? ''}`;
    if (this.#strange.has(version)) return;
    if (this.#strange.size >= mostStrange) this.#strange.clear();
    this.#strange.add(version);
    this.#parts.onError(error);
  }

  /** Of what takes the place that it took and is not as it was: somebody came, was called, left. */
  async #tellScreens(changed: readonly Timed[], practitionerOf: PractitionerOf): Promise<void> {
    const changes = distinctChanges(
      changed.flatMap((one) => (isLongOver(one) ? [] : touchedBy(one, practitionerOf))),
    );
    for (let from = 0; from < changes.length && !this.#isStopped; from += toldAtOnce)
      await this.#parts.client.call('touched', { changes: changes.slice(from, from + toldAtOnce) });
  }

  /** As it stands; what was deleted takes no room. */
  async #read(appointment: Timed): Promise<Timed> {
    try {
      const now = await this.#parts.systemFhir.read('Appointment', appointment.id);
      return { ...now, id: appointment.id };
    } catch (error) {
      if (isGone(error)) return { ...appointment, status: 'entered-in-error' };
      throw error;
    }
  }

  async #practitionersOf(appointments: readonly Timed[]): Promise<Map<string, string>> {
    const { systemFhir } = this.#parts;
    const references = new Set(
      appointments.flatMap(({ participant }) =>
        (participant ?? []).flatMap(({ actor }) => referenceTo(['PractitionerRole'], actor?.reference) ?? []),
      ),
    );
    const ids = [...references].map((reference) => reference.slice('PractitionerRole/'.length));
    const found: PractitionerRole[] = [];
    for (let from = 0; from < ids.length; from += rolesAtOnce) {
      const some = ids.slice(from, from + rolesAtOnce);
      const _id = some.join(',');
      found.push(
        ...(await systemFhir.searchAll('PractitionerRole', { _id, _count: rolesAtOnce }, some.length)),
      );
    }
    return new Map(
      found.flatMap(({ id, practitioner }) => {
        const person = referenceTo(['Practitioner'], practitioner?.reference);
        return id !== undefined && person !== null ? [[`PractitionerRole/${id}`, person] as const] : [];
      }),
    );
  }
}

const versionOf = ({ meta }: Timed): string => `${meta?.versionId ?? ''} ${meta?.lastUpdated ?? ''}`;

const isLongOver = ({ end }: Timed): boolean => end !== undefined && Date.parse(end) < Date.now() - pastMs;

/** A FHIR server's 404 and 410. */
export const isGone = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'status' in error &&
  (error.status === 404 || error.status === 410);

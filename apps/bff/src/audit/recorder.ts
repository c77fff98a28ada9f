import type { PrismaClient } from '../database/client.ts';
import type { AuditEntry, AuditRecorder } from './audit.ts';
import { auditEvent, purposeOf } from './event.ts';
import { kindOf } from './kinds.ts';

/** Longest list of touched resources that is kept by name; a page of 500 encounters is "Encounter" then. */
const mostResources = 50;
/** Records that go into the database together; more wait for the next turn. */
const mostAtOnce = 200;

/** A group of records that is durable now. */
export interface Appended { firstSeq: bigint; lastSeq: bigint; lastHash: Uint8Array }
interface Waiting { line: Line; resolve: () => void; reject: (error: unknown) => void }
type Line = Record<string, string | string[] | null>;

/**
 * The trail in the BFF's own database. Records that come while one is being written go in together: one statement, one
 * commit, acknowledged after it. audit_append() numbers and chains them, one process at a time.
 */
export class DatabaseAuditRecorder implements AuditRecorder {
  readonly #db: Pick<PrismaClient, '$queryRaw'>;
  readonly #now: () => Date;
  readonly #appended: (group: Appended) => void;
  #waiting: Waiting[] = [];
  #isWriting = false;
  constructor(db: Pick<PrismaClient, '$queryRaw'>, now: () => Date = () => new Date(), appended: (group: Appended) => void = () => {}) {
    this.#db = db;
    this.#now = now;
    this.#appended = appended;
  }

  record(entry: AuditEntry): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line: lineOf(entry, this.#now()), resolve, reject });
      // after what else is recorded in this turn
      if (!this.#isWriting) { this.#isWriting = true; queueMicrotask(() => void this.#write()); }
    });
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) await this.#writeGroup(this.#waiting.splice(0, mostAtOnce));
    this.#isWriting = false;
  }

  async #writeGroup(group: Waiting[]): Promise<void> {
    try {
      const appended = await this.#append(group.map(({ line }) => line));
      for (const { resolve } of group) resolve();
      this.#appended(appended);
    } catch (error) {
      // the database said no, so nothing of the group is in: one that cannot be written must not take the others along
      if (group.length > 1 && isRefusal(error)) for (const one of group) await this.#writeGroup([one]);
      else for (const { reject } of group) reject(error);
    }
  }

  async #append(lines: Line[]): Promise<Appended> {
    const [row] = await this.#db.$queryRaw<{ first_seq: bigint; last_seq: bigint; last_hash: Uint8Array }[]>`SELECT first_seq, last_seq, last_hash FROM audit_append(${JSON.stringify(lines)}::json)`;
    if (!row) throw new Error('audit_append answered nothing');
    return { firstSeq: BigInt(row.first_seq), lastSeq: BigInt(row.last_seq), lastHash: row.last_hash };
  }
}

function lineOf(given: AuditEntry, at: Date): Line {
  const entry = { ...given, resources: shortened(given.resources) };
  const { action, operation, feature, outcome, reason, basis, emergency, patientId, user, remoteAddress, requestId, resources } = entry;
  const line: Line = {
    recordedAt: at.toISOString(), kind: kindOf(entry), action, operation, feature, outcome, reason: reason ?? null,
    purpose: purposeOf(entry), basis: basis ?? null, emergency: emergency ?? null, patientId,
    userId: user?.id ?? null, userName: user?.name ?? null, userRef: user?.fhirUser ?? null, role: user?.role ?? null,
    remoteAddress, requestId, resources, event: JSON.stringify(auditEvent(entry, at)),
  };
  return Object.fromEntries(Object.entries(line).map(([name, value]) => [name, typeof value === 'string' ? storable(value) : (value?.map(storable) ?? null)]));
}

/** PostgreSQL keeps no NUL and no half of a surrogate pair in text. */
const storable = (text: string): string => text.toWellFormed().replaceAll('\u0000', '\uFFFD');

function shortened(resources: string[]): string[] {
  const unique = [...new Set(resources)];
  return unique.length <= mostResources ? unique : [...new Set(unique.map((r) => r.split('/')[0] ?? r))];
}

/** P2010: a raw statement was answered with an error, as opposed to a lost connection after which nobody knows. */
const isRefusal = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'P2010';

import type { PrismaClient } from '../database/client.ts';
import type { AuditEntry, AuditRecorder } from './audit.ts';
import { auditEvent } from './event.ts';

/** Longest list of touched resources that is kept by name; a page of 500 encounters is "Encounter" then. */
const mostResources = 50;

/** The trail in the BFF's own database: one INSERT an entry, acknowledged once committed. */
export class DatabaseAuditRecorder implements AuditRecorder {
  readonly #db: Pick<PrismaClient, '$executeRaw'>;
  readonly #now: () => Date;
  constructor(db: Pick<PrismaClient, '$executeRaw'>, now: () => Date = () => new Date()) { this.#db = db; this.#now = now; }

  async record(entry: AuditEntry): Promise<void> {
    const resources = shortened(entry.resources);
    const recordedAt = this.#now();
    const event = JSON.stringify(auditEvent({ ...entry, resources }, recordedAt));
    const { action, operation, feature, outcome, reason = null, patientId, user, remoteAddress, requestId } = entry;
    await this.#db.$executeRaw`
      INSERT INTO audit_event (recorded_at, action, operation, feature, outcome, reason, patient_id, user_id, user_name, role, remote_address, request_id, resources, event)
      VALUES (${recordedAt}, ${action}, ${operation}, ${feature}, ${outcome}, ${reason}, ${patientId}, ${user?.id ?? null}, ${user?.name ?? null}, ${user?.role ?? null}, ${remoteAddress}, ${requestId}, ${resources}, ${event}::jsonb)`;
  }
}

function shortened(resources: string[]): string[] {
  const unique = [...new Set(resources)];
  return unique.length <= mostResources ? unique : [...new Set(unique.map((r) => r.split('/')[0] ?? r))];
}

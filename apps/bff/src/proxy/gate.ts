import { decide } from '../access/decide.ts';
import type { AuditEntry } from '../audit/audit.ts';
import type { Services } from '../context.ts';
import type { Session } from '../session/session.ts';
import type { StudyPath } from './paths.ts';
import { studyOwners, type StudyOwners } from './studies.ts';

/** Who asks, from where; `token` is null when the grant behind the session is gone. */
export interface Asking { session: Session; token: () => Promise<string | null>; requestId: string; remoteAddress: string }
export type Verdict = { allow: true; patientId: string } | { allow: false; status: 403 | 404; reason: string };

const operations: Record<StudyPath['kind'], string> = { search: 'open', metadata: 'open', pixels: 'open', preview: 'preview', export: 'export', store: 'store' };
/** An opening counts again after this much silence. */
const sameOpening = 30 * 60_000;

/**
 * Decides for each request and records each opening once per session and study, before anything is answered; storing
 * and exporting are recorded every time. If the record cannot be written `pass` rejects and nothing may be answered.
 */
export class StudyGate {
  readonly owners: StudyOwners;
  readonly #services: Pick<Services, 'audit'>;
  readonly #recorded = new Map<string, { written: Promise<void>; until: number }>();
  constructor(services: Pick<Services, 'audit' | 'systemFhir'>) { this.#services = services; this.owners = studyOwners(services.systemFhir); }

  /** Whether the role may see images at all; asked before anything is looked up. */
  roleMay(session: Session, action: 'read' | 'write'): boolean {
    return decide({ role: session.role, fhirUser: session.fhirUser, feature: 'imaging', action, patientId: null }).allow;
  }

  mayRead(session: Session, patientId: string): boolean {
    return decide({ role: session.role, fhirUser: session.fhirUser, feature: 'imaging', action: 'read', patientId }).allow;
  }

  async pass(asking: Asking, { kind, study, upstream }: StudyPath): Promise<Verdict> {
    const { session } = asking;
    const access = kind === 'store' ? 'write' : 'read';
    if (!this.roleMay(session, access)) return this.#refuse(asking, study, null, 'role', 403);
    const patientId = await this.owners.ownerOf(study);
    // Unknown and forbidden look the same from outside.
    if (patientId === null) return { allow: false, status: 404, reason: 'unknown' };
    const decision = decide({ role: session.role, fhirUser: session.fhirUser, feature: 'imaging', action: access, patientId });
    if (!decision.allow) return this.#refuse(asking, study, patientId, decision.reason, 404);
    const operation = operations[kind];
    const entry: AuditEntry = { ...this.#entry(asking, study, patientId), access, action: kind === 'store' ? 'C' : 'R', operation: `dicom-web.${operation}`, outcome: 'success' };
    const whole = kind === 'export' && !upstream.includes('/instances/');
    if (kind === 'store' || whole) await this.#services.audit.record(entry);
    else await this.#once(`${session.id} ${study} ${operation}`, entry);
    return { allow: true, patientId };
  }

  /** Records a search of studies. */
  async searched(asking: Asking, patientId: string | null, query: string, outcome: AuditEntry['outcome']): Promise<void> {
    await this.#services.audit.record({ ...this.#entry(asking, null, patientId), action: 'E', operation: 'dicom-web.search', outcome, query });
  }

  async #refuse(asking: Asking, study: string, patientId: string | null, reason: string, status: 403 | 404): Promise<Verdict> {
    await this.#once(`${asking.session.id} ${study} denied ${reason}`, { ...this.#entry(asking, study, patientId), operation: 'dicom-web.open', outcome: 'denied', reason });
    return { allow: false, status, reason };
  }

  #entry({ session, requestId, remoteAddress }: Asking, study: string | null, patientId: string | null): AuditEntry {
    return {
      action: 'R', operation: '', feature: 'imaging', access: 'read', outcome: 'success', patientId, resources: study ? [`study/${study}`] : ['ImagingStudy'],
      user: { id: session.userId, name: session.displayName, role: session.role }, remoteAddress, requestId,
    };
  }

  async #once(key: string, entry: AuditEntry): Promise<void> {
    const now = Date.now();
    const known = this.#recorded.get(key);
    if (known && known.until > now) { known.until = now + sameOpening; return known.written; }
    if (this.#recorded.size > 20_000) for (const [k, v] of this.#recorded) if (v.until <= now || this.#recorded.size > 20_000) this.#recorded.delete(k);
    const written = this.#services.audit.record(entry);
    this.#recorded.set(key, { written, until: now + sameOpening });
    written.catch(() => this.#recorded.delete(key));
    return written;
  }
}

import type { Verdict as Decided } from '../access/access.ts';
import { RememberedAccess } from '../access/remembered.ts';
import { isPermitted } from '../access/visible.ts';
import type { ImagingStudy } from '@medplum/fhirtypes';
import type { AuditEntry } from '../audit/audit.ts';
import type { Services } from '../context.ts';
import type { Session } from '../session/session.ts';
import type { StudyPath } from './paths.ts';
import { studyOwners, type StudyOwners } from './studies.ts';

/** Who asks, from where; `token` is null when the grant behind the session is gone. */
export interface Asking {
  session: Session;
  token: () => Promise<string | null>;
  requestId: string;
  remoteAddress: string;
}
export type Verdict =
  { allow: true; patientId: string } | { allow: false; status: 403 | 404; reason: string };

const operations: Record<StudyPath['kind'], string> = {
  search: 'open',
  metadata: 'open',
  pixels: 'open',
  preview: 'preview',
  export: 'export',
  store: 'store',
};
/** An opening counts again after this much silence. */
const sameOpening = 30 * 60_000;

/**
 * Decides for each request and records each opening once per session and study, before anything is answered; storing
 * and exporting are recorded every time. If the record cannot be written `pass` rejects and nothing may be answered.
 */
export class StudyGate {
  readonly owners: StudyOwners;
  readonly #services: Pick<Services, 'audit' | 'lookups'>;
  readonly #access: RememberedAccess;
  readonly #recorded = new Map<string, { written: Promise<void>; until: number }>();
  constructor(services: Pick<Services, 'audit' | 'systemFhir' | 'accessFor' | 'accessChanges' | 'lookups'>) {
    this.#services = services;
    this.owners = studyOwners(services.systemFhir);
    this.#access = new RememberedAccess((who) => services.accessFor(who), services.accessChanges);
  }

  /** Whether the role may see images at all; asked before anything is looked up. */
  async roleMay(session: Session, action: 'read' | 'write'): Promise<boolean> {
    return (await this.#access.decideForNone(session, 'imaging', action)).allow;
  }

  /** The studies of a patient this person may see; null when none. */
  async readable(session: Session, patientId: string): Promise<Set<string> | null> {
    const decision = await this.#access.decide(session, 'imaging', 'read', patientId);
    if (!decision.allow) return null;
    return new Set(
      (await this.owners.studiesOf(patientId))
        .filter(({ study }) => isPermitted(study, decision.obligations))
        .map(({ uid }) => uid),
    );
  }

  async pass(asking: Asking, { kind, study, upstream }: StudyPath): Promise<Verdict> {
    const { session } = asking;
    const access = kind === 'store' ? 'write' : 'read';
    if (!(await this.roleMay(session, access))) return this.#refuse(asking, study, null, 'role', 403);
    const owned = await this.owners.ownerOf(study);
    // Unknown and forbidden look the same from outside.
    if (owned === null) return { allow: false, status: 404, reason: 'unknown' };
    const { patientId } = owned;
    const decision = await this.#access.decide(session, 'imaging', access, patientId);
    const reason = reasonAgainst(decision, owned.study);
    if (reason !== null) return this.#refuse(asking, study, patientId, reason, 404);
    const operation = operations[kind];
    const whole = kind === 'export' && !upstream.includes('/instances/');
    const entry: AuditEntry = {
      ...this.#entry(asking, study, patientId),
      access,
      basis: decision.basis,
      emergency: decision.grant?.id ?? null,
      action: kind === 'store' ? 'C' : 'R',
      ...(whole ? { kind: 'export' as const } : {}),
      operation: `dicom-web.${operation}`,
      outcome: 'success',
    };
    if (kind === 'store' || whole) await this.#services.audit.record(entry);
    // under another emergency access it is another opening: each is judged by what was done under it
    else await this.#once(`${session.id} ${study} ${operation} ${decision.grant?.id ?? ''}`, entry);
    return { allow: true, patientId };
  }

  /** Somebody's studies are looked for by a number of theirs, as people are by their name. */
  async lookedUp({ session }: Asking): Promise<void> {
    await this.#services.lookups.count('searches', session.userId);
  }

  /** Records a search of studies. */
  async searched(
    asking: Asking,
    patientId: string | null,
    query: string,
    outcome: AuditEntry['outcome'],
  ): Promise<void> {
    await this.#services.audit.record({
      ...this.#entry(asking, null, patientId),
      action: 'E',
      operation: 'dicom-web.search',
      outcome,
      query,
    });
  }

  async #refuse(
    asking: Asking,
    study: string,
    patientId: string | null,
    reason: string,
    status: 403 | 404,
  ): Promise<Verdict> {
    // answered as before, only later: that a study is somebody's is not said either way
    if (patientId !== null) await this.#services.lookups.refused(asking.session.userId, patientId);
    await this.#once(`${asking.session.id} ${study} denied ${reason}`, {
      ...this.#entry(asking, study, patientId),
      operation: 'dicom-web.open',
      outcome: 'denied',
      reason,
    });
    return { allow: false, status, reason };
  }

  #entry(
    { session, requestId, remoteAddress }: Asking,
    study: string | null,
    patientId: string | null,
  ): AuditEntry {
    return {
      action: 'R',
      operation: '',
      feature: 'imaging',
      access: 'read',
      outcome: 'success',
      patientId,
      resources: study ? [`study/${study}`] : ['ImagingStudy'],
      user: { id: session.userId, name: session.displayName, role: session.role, fhirUser: session.fhirUser },
      remoteAddress,
      requestId,
    };
  }

  async #once(key: string, entry: AuditEntry): Promise<void> {
    const now = Date.now();
    const known = this.#recorded.get(key);
    if (known && known.until > now) {
      known.until = now + sameOpening;
      return known.written;
    }
    if (this.#recorded.size > 20_000)
      for (const [k, v] of this.#recorded)
        if (v.until <= now || this.#recorded.size > 20_000) this.#recorded.delete(k);
    const written = this.#services.audit.record(entry);
    this.#recorded.set(key, { written, until: now + sameOpening });
    written.catch(() => this.#recorded.delete(key));
    return written;
  }
}

/** Why a study is not shown: the chart is closed, or a label or release keeps it back; null when it is. */
function reasonAgainst(decision: Decided, study: ImagingStudy): string | null {
  if (!decision.allow) return decision.reasons[0] ?? 'role';
  return isPermitted(study, decision.obligations) ? null : 'label';
}

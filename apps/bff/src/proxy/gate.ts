import type { Verdict as Decided } from '../access/access.ts';
import { accessOf } from '../access/operation-kinds.ts';
import { DecisionCache } from '../access/decision-cache.ts';
import { Neighbours } from '../access/neighbours.ts';
import { hidesSomething, isPermitted } from '../access/labels.ts';
import type { ImagingStudy } from '@medplum/fhirtypes';
import type { AuditEntry } from '../audit/audit.ts';
import type { Services } from '../context.ts';
import type { Session } from '../session/session.ts';
import { signInAgain } from '../session/signed-in-lately.ts';
import type { StudyPath } from './paths.ts';
import { studyOwners, type OwnedStudy, type StudyOwners } from './studies.ts';

/** Who asks, from where; `token` is null when the grant behind the session is gone. */
export interface StudyRequest {
  session: Session;
  token: () => Promise<string | null>;
  requestId: string;
  remoteAddress: string;
  /** Signed in lately enough to take objects out. */
  isFresh: boolean;
}
export type Verdict =
  { allow: true; patientId: string } | { allow: false; status: 403 | 404; reason: string };

/** What is asked of the request itself, of who may. */
interface Questions {
  isDrawnWhole?: () => Promise<boolean>;
  against?: () => Promise<string | null>;
}

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
  readonly #services: Pick<Services, 'audit' | 'lookups' | 'policy'>;
  readonly #access: DecisionCache;
  /** A decision stands for two seconds; what was looked at under it goes with it. */
  readonly #looked = new WeakMap<Decided, Map<readonly ImagingStudy[], Promise<boolean[]>>>();
  readonly #systemFhir: Services['systemFhir'];
  readonly #recorded = new Map<string, { written: Promise<void>; until: number }>();
  constructor(
    services: Pick<Services, 'audit' | 'systemFhir' | 'accessFor' | 'accessChanges' | 'lookups' | 'policy'>,
  ) {
    this.#services = services;
    this.#systemFhir = services.systemFhir;
    this.owners = studyOwners(services.systemFhir);
    this.#access = new DecisionCache((who) => services.accessFor(who), services.accessChanges);
  }

  /** Whether the role may see images at all; asked before anything is looked up. */
  async roleMay(session: Session, operation: 'imaging.read' | 'imaging.store'): Promise<boolean> {
    // writing always concerns a patient: without one the policy allows nobody to
    if (operation === 'imaging.store')
      return (await this.#services.policy.rights(session.role))[operation] === true;
    return (await this.#access.decideForNone(session, operation)).allow;
  }

  /** The studies of a patient this person may see; null when none. */
  async readable(session: Session, patientId: string): Promise<Set<string> | null> {
    const decision = await this.#access.decide(session, 'imaging.read', patientId);
    if (!decision.allow) return null;
    const studies = await this.owners.studiesOf(patientId);
    const shown = await this.#shown(
      patientId,
      studies.map(({ study }) => study),
      decision,
    );
    return new Set(studies.flatMap(({ uid }, i) => (shown[i] ? [uid] : [])));
  }

  /** `isDrawnWhole`: whether an object asked for as a whole is one the viewers can draw in no other way. `against`: asked last, of who may: why what is sent is not taken; null when it is. */
  async pass(
    asking: StudyRequest,
    { kind, study }: Pick<StudyPath, 'kind' | 'study'>,
    { isDrawnWhole = async () => false, against = async () => null }: Questions = {},
  ): Promise<Verdict> {
    const { session } = asking;
    const asked = kind === 'store' ? 'imaging.store' : 'imaging.read';
    if (!(await this.roleMay(session, asked))) return this.#refuse(asking, study, null, 'role', 403);
    const owned = await this.owners.ownerOf(study);
    // Unknown and forbidden look the same from outside.
    if (owned === null) return { allow: false, status: 404, reason: 'unknown' };
    const { patientId } = owned;
    const decision = await this.#access.decide(session, asked, patientId);
    const reason = await this.#reasonAgainst(decision, owned);
    if (reason !== null) return this.#refuse(asking, study, patientId, reason, 404);
    const inContent = await against();
    if (inContent !== null) return this.#refuse(asking, study, patientId, inContent, 403);
    const takesOut = kind === 'export' && !(await isDrawnWhole());
    const operation = kind === 'export' && !takesOut ? 'open' : operations[kind];
    if (takesOut && !asking.isFresh) {
      const refused = { ...this.#entry(asking, study, patientId), operation: 'dicom-web.export' };
      await this.#services.audit.record({ ...refused, outcome: 'denied', reason: signInAgain });
      return { allow: false, status: 403, reason: signInAgain };
    }
    const entry: AuditEntry = {
      ...this.#entry(asking, study, patientId),
      access: accessOf(asked),
      basis: decision.basis,
      emergency: decision.grant?.id ?? null,
      action: kind === 'store' ? 'C' : 'R',
      ...(takesOut ? { kind: 'export' as const } : {}),
      operation: `dicom-web.${operation}`,
      outcome: 'success',
    };
    if (kind === 'store' || takesOut) await this.#services.audit.record(entry);
    // under another emergency access it is another opening: each is judged by what was done under it
    else await this.#once(`${session.id} ${study} ${operation} ${decision.grant?.id ?? ''}`, entry);
    return { allow: true, patientId };
  }

  /** Somebody's studies are looked for by a number of theirs, as people are by their name. */
  async lookedUp({ session }: StudyRequest): Promise<void> {
    await this.#services.lookups.count('searches', session.userId);
  }

  /** Records a search of studies. */
  async searched(
    asking: StudyRequest,
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

  /** Why a study is not shown: the chart is closed, or a label or release of it or of what it belongs to keeps it back; null when it is. */
  async #reasonAgainst(decision: Decided, { patientId, study, records }: OwnedStudy): Promise<string | null> {
    if (!decision.allow) return decision.reasons[0] ?? 'role';
    if (!isPermitted(study, decision.obligations)) return 'label';
    return (await this.#shown(patientId, records, decision)).every(Boolean) ? null : 'label';
  }

  /** Which of these studies the decision shows, with what they belong to; looked at once for all frames of a decision. */
  #shown(patientId: string, studies: readonly ImagingStudy[], decision: Decided): Promise<boolean[]> {
    if (!hidesSomething(decision.obligations)) return Promise.resolve(studies.map(() => true));
    const ofDecision = this.#looked.get(decision) ?? new Map<readonly ImagingStudy[], Promise<boolean[]>>();
    this.#looked.set(decision, ofDecision);
    const looked = ofDecision.get(studies) ?? this.#look(patientId, studies, decision);
    ofDecision.set(studies, looked);
    looked.catch(() => ofDecision.delete(studies));
    return looked;
  }

  async #look(
    patientId: string,
    studies: readonly ImagingStudy[],
    { obligations }: Decided,
  ): Promise<boolean[]> {
    const neighbours = new Neighbours(this.#systemFhir, patientId);
    const keys = studies.flatMap((study) =>
      neighbours.pointersOf(study).flatMap(({ key, isBinding }) => (isBinding && key ? [key] : [])),
    );
    await neighbours.look(new Set(keys.filter((key) => !key.startsWith('Patient/'))), obligations);
    return studies.map((study) => !neighbours.isHidden(study, obligations));
  }

  async #refuse(
    asking: StudyRequest,
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
    { session, requestId, remoteAddress }: StudyRequest,
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

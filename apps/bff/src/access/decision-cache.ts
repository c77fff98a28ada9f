import type { Session } from '../session/session.ts';
import type { Access, Verdict, Who } from './access.ts';
import type { AccessChanges } from './access-changes.ts';
import type { Operation } from './operations.ts';

/** Short enough that what changed outside of us works almost at once; what changes through us is forgotten at once. */
const keep = 2_000,
  maxDecisions = 5_000;

/** Decisions for what comes by the hundred (frames of a stack): made anew every two seconds per session and patient. */
export class DecisionCache {
  readonly #accessFor: (who: Who) => Access;
  readonly #known = new Map<string, { verdict: Promise<Verdict>; patientId: string | null; until: number }>();
  constructor(accessFor: (who: Who) => Access, changes: Pick<AccessChanges, 'subscribe'>) {
    this.#accessFor = accessFor;
    changes.subscribe((patientId) => {
      for (const [key, known] of this.#known) if (known.patientId === patientId) this.#known.delete(key);
    });
  }

  decide(session: Session, operation: Operation, patientId: string): Promise<Verdict> {
    return this.#remembered(
      [session.id, session.role, session.fhirUser, operation, patientId].join(' '),
      session,
      operation,
      patientId,
    );
  }

  /** What concerns no patient depends on the role alone. */
  decideForNone(session: Session, operation: Operation): Promise<Verdict> {
    return this.#remembered([session.role, operation].join(' '), session, operation, null);
  }

  #remembered(
    key: string,
    session: Session,
    operation: Operation,
    patientId: string | null,
  ): Promise<Verdict> {
    const known = this.#known.get(key);
    if (known && known.until > Date.now()) return known.verdict;
    if (this.#known.size >= maxDecisions)
      for (const [k, v] of this.#known)
        if (v.until <= Date.now() || this.#known.size >= maxDecisions) this.#known.delete(k);
    const verdict = this.#accessFor(session).decide(operation, patientId);
    this.#known.set(key, { verdict, patientId, until: Date.now() + keep });
    verdict.catch(() => this.#known.delete(key));
    return verdict;
  }
}

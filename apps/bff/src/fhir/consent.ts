import type { Consent } from '@medplum/fhirtypes';
import type { PolicyConsent } from '../access/policy.ts';
import { readConsents, type ConsentRecord } from './read-consent.ts';

/** Clocks of two servers may differ by this much. */
const skewMs = 60_000;

/**
 * What a patient's decisions come to at this moment. The newest in force wins: per kind; for objection and delegation per
 * person. A newer agreement that was taken back, has ended or cannot be read also ends older agreements, never older
 * refusals. Of the two kinds that name persons only what closes (objection) or opens (delegation) something is given, and a
 * withdrawal that names nobody, which the policy takes for all delegations.
 */
export function currentConsents(list: readonly Consent[], now: Date): PolicyConsent[] {
  return rulings(list.flatMap(readConsents), now).flatMap(
    ({ kind, decision, actors, from, until, isReadable }): PolicyConsent[] => {
      if (kind === 'objection' && decision === 'permit') return [];
      if (kind === 'delegation' && decision === 'deny' && actors.length > 0) return [];
      // against whom cannot be told: then against everybody
      if (kind === 'objection' && actors.length === 0)
        return [{ kind: 'care', decision, actors, from: null, until: null }];
      return [
        isReadable
          ? { kind, decision, actors, from, until }
          : { kind, decision, actors, from: null, until: null },
      ];
    },
  );
}

/** The decisions that rule at this moment, one per kind; per person (`actors` names that one) where persons are named. */
export function rulings(records: readonly ConsentRecord[], now: Date): ConsentRecord[] {
  const series = Map.groupBy(records.flatMap(perPerson), (one) => `${one.kind}|${one.actors.join()}`);
  return [...series.values()].flatMap((one) => ruling(one, now) ?? []);
}

function perPerson(record: ConsentRecord): ConsentRecord[] {
  if (record.kind !== 'objection' && record.kind !== 'delegation') return [{ ...record, actors: [] }];
  const known = record.actors.map((actor) => ({ ...record, actors: [actor] }));
  // somebody else is meant too, and nobody can tell who
  return record.isReadable || record.decision === 'permit' ? known : [...known, { ...record, actors: [] }];
}

/** The decision that rules among those of one kind (and person). */
function ruling(records: readonly ConsentRecord[], now: Date): ConsentRecord | null {
  let agreementsAreOver = false;
  for (const record of records.toSorted(
    (a, b) =>
      weight(b, now) - weight(a, now) || (a.decision === b.decision ? 0 : a.decision === 'deny' ? -1 : 1),
  )) {
    if (record.status === 'entered-in-error' || record.status === 'other') continue;
    const isDenial = record.decision === 'deny';
    const at = now.toISOString();
    const [isStarted, isOver] = [
      record.from === null || record.from <= at,
      record.until !== null && record.until < at,
    ];
    if (record.status === 'active' && isDenial && (!record.isReadable || (isStarted && !isOver)))
      return record;
    if (isDenial || (record.status === 'active' && record.isReadable && !isStarted)) continue;
    if (
      record.status === 'active' &&
      record.isReadable &&
      !isOver &&
      !agreementsAreOver &&
      weight(record, now) > -Infinity
    )
      return record;
    agreementsAreOver = true;
  }
  return null;
}

/** Newest first. Undated, or dated after now, a refusal counts as the newest and an agreement as never given. */
function weight({ recordedAt, decision }: ConsentRecord, now: Date): number {
  const time = Date.parse(recordedAt ?? '');
  return Number.isNaN(time) || time > now.getTime() + skewMs
    ? decision === 'deny'
      ? Infinity
      : -Infinity
    : time;
}

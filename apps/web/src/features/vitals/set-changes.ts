import type { Measure, VitalsSet } from '@keneyapp/bff/features/vitals/view';

/** What of a set is not taken back yet; what is computed of it is part of it. */
export const standingOf = ({ measures }: Pick<VitalsSet, 'measures'>): Measure[] =>
  measures.filter((m) => m.state !== 'entered-in-error');

export interface SetChange {
  /** Null: it was added since. */
  before: Measure | null;
  now: Measure | null;
}

/** What is not as it was when the person decided: other versions, and what was added. */
export function changedSince(seen: VitalsSet, now: VitalsSet): SetChange[] {
  const ids = new Set([...standingOf(seen), ...standingOf(now)].map((m) => m.observationId));
  const find = ({ measures }: VitalsSet, id: string) => measures.find((m) => m.observationId === id) ?? null;
  return [...ids].flatMap((id) => {
    const [before, after] = [find(seen, id), find(now, id)];
    return before?.version === after?.version ? [] : [{ before, now: after }];
  });
}

/** A vital emergency opens by its kind; what happened is written down within the hour. */
const textWithinMs = 3_600_000;

/** `awaited`: the hour is not over; `missing`: it is; `late`: it came after the hour. */
export type TextState = 'given' | 'awaited' | 'missing' | 'late';

interface Explained {
  createdAt: Date;
  reasonGivenAt: Date | null;
}
export const textDueAt = ({ createdAt }: Pick<Explained, 'createdAt'>): Date =>
  new Date(createdAt.getTime() + textWithinMs);

export function textStateOf(grant: Explained, now: Date): TextState {
  const due = textDueAt(grant);
  if (grant.reasonGivenAt === null) return now < due ? 'awaited' : 'missing';
  return grant.reasonGivenAt <= due ? 'given' : 'late';
}

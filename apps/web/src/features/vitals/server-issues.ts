import { signs, type FieldName, type Problems } from './form-state.ts';

const reasons: Record<string, NonNullable<Problems[FieldName]>['reason']> = {
  'incomplete-pressure': 'incompletePressure',
  'diastolic-not-below-systolic': 'pair',
  future: 'future',
  'before-birth': 'beforeBirth',
  empty: 'empty',
  'medical-decision': 'medicalDecision',
};

/** What the BFF refused, by field; null when the call failed for another reason. Its word counts, whatever the browser thought. */
export function issuesOf(error: unknown): Problems | null {
  const data =
    typeof error === 'object' && error !== null && 'data' in error
      ? (error.data as { issues?: { path: (string | number)[]; message: string }[] | null } | null)
      : null;
  if (!data?.issues?.length) return null;
  return Object.fromEntries(
    data.issues.map(({ path, message }) => [fieldOf(path), { reason: reasons[message] ?? 'refused' }]),
  );
}

function fieldOf(path: readonly (string | number)[]): FieldName {
  const last = String(path.at(-1) ?? '');
  if (last === 'takenAt' || last === 'spo2Scale' || last === 'consciousness' || last === 'note') return last;
  if (path.includes('oxygen')) return 'oxygenFlow';
  return signs.find((s) => s === last) ?? 'systolic';
}

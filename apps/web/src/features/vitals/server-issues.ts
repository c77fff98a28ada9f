import type { Issue } from '../../components/form/server-issues.ts';
import { pathOf, signs, type FieldName, type Problem } from './form-state.ts';

/** Reasons of the BFF in the words of the form; any other is "refused". */
const reasons: Record<string, Problem['reason']> = {
  'incomplete-pressure': 'incompletePressure',
  'diastolic-not-below-systolic': 'pair',
  future: 'future',
  'before-birth': 'beforeBirth',
  empty: 'empty',
  'medical-decision': 'medicalDecision',
};

/** Where an issue of the BFF is shown, and why. */
export function ofServer({ path, message }: Issue) {
  return { name: pathOf(fieldOf(path)), reason: reasons[message] ?? 'refused' };
}

function fieldOf(path: Issue['path']): FieldName {
  const last = String(path.at(-1) ?? '');
  if (last === 'takenAt' || last === 'spo2Scale' || last === 'consciousness' || last === 'note') return last;
  if (path.includes('oxygen')) return 'oxygenFlow';
  return signs.find((s) => s === last) ?? 'systolic';
}

import type { MedicationLine } from '@keneyapp/bff/features/medications/view';

/** In the order of the list: what is given here first, beside it what is taken at home. */
const groups = ['inpatient', 'home', 'discharge', 'outpatient', 'unknown'] as const;
export type DrugGroup = (typeof groups)[number];

/**
 * Where a drug is taken, as its record says: category of the order (inpatient, outpatient, community, discharge); what is
 * stated without one is what the patient takes. An order without a category is put nowhere.
 */
export function groupOfDrug({ setting, isReported }: MedicationLine): DrugGroup {
  if (setting === 'community' || setting === 'patientspecified') return 'home';
  if (setting !== null) return setting;
  return isReported ? 'home' : 'unknown';
}

/** Groups together; within them the order stays. */
export const byGroup = <L extends MedicationLine>(lines: readonly L[]): L[] =>
  [...lines].sort((a, b) => groups.indexOf(groupOfDrug(a)) - groups.indexOf(groupOfDrug(b)));

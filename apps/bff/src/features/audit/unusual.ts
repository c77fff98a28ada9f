import { isPatientRole } from '../../access/roles.ts';
import { isSamePerson, type PatientTraits, type StaffTraits } from '../../audit/staff-and-patients.ts';
import type { UnusualReason, VolumeOf } from './view.ts';

/** The person who looked: as the trail has them, and as the record does. */
export interface Looker {
  role: string | null;
  userRef: string | null;
  staff: StaffTraits | undefined;
}

/** What about this person and this patient is worth a question; worst first. A patient in their own chart is at home. */
export function reasonsFor(
  { role, userRef, staff }: Looker,
  patient: PatientTraits | undefined,
): UnusualReason[] {
  if (!patient || isPatientRole(role)) return [];
  const isOwn = userRef !== null && (patient.staffRefs.includes(userRef) || isSamePerson(staff, patient));
  if (isOwn) return ['own-chart'];
  return [
    ...(patient.isFamous ? ['famous' as const] : []),
    ...(patient.worksHere ? ['colleague' as const] : []),
    ...(staff?.familyNames.some((name) => patient.familyNames.includes(name)) ? ['same-name' as const] : []),
  ];
}

/**
 * What is many a day for anybody, and what is many for somebody who does far less on other days; of searches also what
 * nobody does in five minutes.
 */
const volumeLimits: Record<VolumeOf, { anybody: number; atLeast: number; atOnce?: number }> = {
  charts: { anybody: 80, atLeast: 15 },
  searches: { anybody: 2_000, atLeast: 150, atOnce: 100 },
  refusals: { anybody: 10, atLeast: 5 },
  identities: { anybody: 400, atLeast: 25, atOnce: 40 },
  emergencies: { anybody: 5, atLeast: 3, atOnce: 2 },
  agenda: { anybody: 400, atLeast: 60, atOnce: 60 },
};
const timesUsual = 3,
  daysToKnow = 5;

/**
 * @param usual median of the other days; null when there are too few of them to know
 * @param atOnce the most of them within five minutes
 */
export function isUnusualVolume(of: VolumeOf, n: number, usual: number | null, atOnce = 0): boolean {
  const limits = volumeLimits[of];
  return (
    n > limits.anybody ||
    (limits.atOnce !== undefined && atOnce > limits.atOnce) ||
    (usual !== null && n >= limits.atLeast && n > timesUsual * usual)
  );
}

export function usualOf(otherDays: readonly number[]): number | null {
  if (otherDays.length < daysToKnow) return null;
  const sorted = [...otherDays].sort((a, b) => a - b),
    middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? null)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

import type { PatientTraits, StaffTraits } from '../../audit/staff-and-patients.ts';
import type { UnusualReason } from './view.ts';

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
  if (!patient || role === 'patient') return [];
  const isOwn = userRef !== null && (patient.staffRefs.includes(userRef) || isSamePerson(staff, patient));
  if (isOwn) return ['own-chart'];
  return [
    ...(patient.isFamous ? ['famous' as const] : []),
    ...(patient.worksHere ? ['colleague' as const] : []),
    ...(staff?.familyNames.some((name) => patient.familyNames.includes(name)) ? ['same-name' as const] : []),
  ];
}

function isSamePerson(staff: StaffTraits | undefined, patient: PatientTraits): boolean {
  return (
    staff !== undefined &&
    staff.birthDate !== null &&
    staff.birthDate === patient.birthDate &&
    staff.givenName === patient.givenName &&
    staff.familyNames.some((name) => patient.familyNames.includes(name))
  );
}

/** Charts a day that are many for anybody, and those that are many for somebody who opens far fewer on other days. */
const volumeLimits = { anybody: 80, atLeast: 15, timesUsual: 3, daysToKnow: 5 } as const;

/** @param usual median of the other days; null when there are too few of them to know */
export function isUnusualVolume(charts: number, usual: number | null): boolean {
  return (
    charts > volumeLimits.anybody ||
    (usual !== null && charts >= volumeLimits.atLeast && charts > volumeLimits.timesUsual * usual)
  );
}

export function usualOf(otherDays: readonly number[]): number | null {
  if (otherDays.length < volumeLimits.daysToKnow) return null;
  const sorted = [...otherDays].sort((a, b) => a - b),
    middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? null)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

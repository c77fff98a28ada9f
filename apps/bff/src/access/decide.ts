import type { Action, Feature, Role } from './roles.ts';
import { table } from './table.ts';

export interface AccessRequest {
  role: Role;
  /** `Patient/…`, `Practitioner/…` or null. */
  fhirUser: string | null;
  feature: Feature;
  action: Action;
  /** Patient concerned, or null for what concerns none (a search, the agenda). */
  patientId: string | null;
}
/** `reason` is a code the web translates. */
export type Decision = { allow: true } | { allow: false; reason: 'role' | 'not-own-record' };

/** The single decision point of the BFF: every procedure and proxy passes here. */
export function decide({ role, fhirUser, feature, action, patientId }: AccessRequest): Decision {
  const right = table[role][feature];
  if (!right || (action === 'write' && right !== 'rw')) return { allow: false, reason: 'role' };
  if (role === 'patient' && patientId !== null && fhirUser !== `Patient/${patientId}`) return { allow: false, reason: 'not-own-record' };
  if (role === 'patient' && feature === 'patients' && patientId === null) return { allow: false, reason: 'not-own-record' };
  return { allow: true };
}

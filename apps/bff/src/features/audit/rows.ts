import { FhirError } from '@keneyapp/fhir-client';
import { personsIn, toldChanges } from '../../audit/consent-change.ts';
import {
  patientTraits,
  staffTraits,
  type PatientTraits,
  type StaffTraits,
} from '../../audit/staff-and-patients.ts';
import type { Services } from '../../context.ts';
import { ProviderAwayError } from '../../session/provider.ts';
import type { AuditRecordRow } from './query.ts';
import { reasonsFor } from './unusual.ts';
import type { AuditRow, PatientLabel } from './view.ts';

export const labelOf = ({ id, name, birthDate, ipp }: PatientTraits): PatientLabel => ({
  id,
  name,
  birthDate,
  ipp,
});

/** Records as the officer reads them: the trail holds ids, the names are those of today. Without the record server there are ids alone. */
export async function rowsOf(
  { capabilities }: Pick<Services, 'capabilities'>,
  records: readonly AuditRecordRow[],
): Promise<{ rows: AuditRow[]; isNameless: boolean }> {
  const named = await Promise.all([
    patientTraits(
      capabilities.trailPeople,
      records.flatMap((r) => [
        ...(r.patient_id === null ? [] : [r.patient_id]),
        ...personsIn(r.resources, 'Patient').map((reference) => reference.slice('Patient/'.length)),
      ]),
    ),
    staffTraits(
      capabilities.trailPeople,
      records.flatMap((r) => [
        ...(r.patient_id !== null && r.user_ref ? [r.user_ref] : []),
        ...personsIn(r.resources, 'Practitioner'),
      ]),
    ),
  ]).catch((error: unknown) => {
    if (error instanceof FhirError || error instanceof ProviderAwayError) return null;
    throw error;
  });
  const [patients, staff] = named ?? [new Map<string, PatientTraits>(), new Map<string, StaffTraits>()];
  const nameOf = (reference: string) =>
    patients.get(reference.replace('Patient/', ''))?.name ?? staff.get(reference)?.name ?? null;
  const rows = records.map((r): AuditRow => {
    const patient = patients.get(r.patient_id ?? '');
    return {
      seq: String(r.seq),
      at: r.recorded_at.toISOString(),
      kind: r.kind,
      operation: r.operation,
      feature: r.feature,
      outcome: r.outcome,
      reason: r.reason,
      purpose: r.purpose,
      basis: r.basis,
      emergency: r.emergency !== null || r.kind === 'emergency',
      patientId: r.patient_id,
      patient: patient ? labelOf(patient) : null,
      userId: r.user_id,
      userName: r.user_name,
      role: r.role,
      flags: reasonsFor({ role: r.role, userRef: r.user_ref, staff: staff.get(r.user_ref ?? '') }, patient),
      consentChanges: toldChanges(r.resources, nameOf),
    };
  });
  return { rows, isNameless: named === null };
}

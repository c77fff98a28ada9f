import type { FhirClient } from '@keneyapp/fhir-client';
import { readIdentity } from '@keneyapp/fhir-model/identity';
import { patientName } from '@keneyapp/fhir-model/human-name';

/** Enough to tell one patient from another, nothing clinical. */
export interface PatientName {
  name: string;
  birthDate: string | null;
  ipp: string | null;
}

/**
 * Who the patients of emergency accesses are. Read with the BFF's own rights, after the decision on the feature that asks:
 * an officer opens no chart, and whoever held an access knows whose it was after it has ended.
 */
export async function patientNames(
  fhir: FhirClient,
  ids: readonly string[],
): Promise<Map<string, PatientName>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const now = new Date();
  const patients = await fhir.searchAll(
    'Patient',
    { _id: wanted.join(','), _elements: 'name,birthDate,identifier', _count: Math.min(wanted.length, 200) },
    wanted.length,
  );
  return new Map(
    patients.map((patient) => {
      const { id, birthDate, ipp } = readIdentity(patient, now);
      return [id, { name: patientName(patient.name, now) ?? '', birthDate, ipp }];
    }),
  );
}

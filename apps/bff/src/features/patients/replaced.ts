import type { FhirClient } from '@keneyapp/fhir-client';
import { matches } from '@keneyapp/fhir-model/bundles';
import { replacedBy } from '@keneyapp/fhir-model/identity-merge';
import type { Patient } from '@medplum/fhirtypes';
import type { Context } from '../../context.ts';
import type { Candidate } from './search.ts';
import type { PatientBanner } from './view.ts';

/**
 * Records that lead on are not shown: what is found of them, an old name, an old number, finds the record that is kept. One
 * whose kept record cannot be read is shown as it is, rather than nobody.
 */
export async function withoutReplaced(
  fhir: Pick<FhirClient, 'search'>,
  candidates: readonly Candidate[],
): Promise<Candidate[]> {
  const leading = candidates.flatMap(({ patient }) => replacedBy(patient) ?? []);
  if (leading.length === 0) return [...candidates];
  const ids = [...new Set(leading)];
  const kept = new Map(
    matches(await fhir.search('Patient', { _id: ids.join(','), _count: ids.length }), 'Patient').map(
      (patient) => [patient.id ?? '', patient],
    ),
  );
  const shown = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const patient = kept.get(replacedBy(candidate.patient) ?? '');
    const id = (patient ?? candidate.patient).id ?? '';
    const known = shown.get(id);
    // what the other was found by is not shown on the kept one: it is an answer all the same
    const one = patient ? { patient, isGuess: candidate.isGuess } : candidate;
    shown.set(id, known ? { ...one, isGuess: known.isGuess && candidate.isGuess } : one);
  }
  return [...shown.values()];
}

/** Where this record leads: told by us since when, else as far as the record says. */
export async function leadsTo(
  { services }: Pick<Context, 'services'>,
  patient: Patient,
): Promise<PatientBanner['replacedBy']> {
  const to = replacedBy(patient);
  if (to === null) return null;
  const merge = await services.merges.leadsTo(patient.id ?? '');
  return { patientId: to, since: merge?.patientId === to ? merge.since : null };
}

import type { FhirClient } from '@keneyapp/fhir-client';
import type { Patient, Person, Practitioner } from '@medplum/fhirtypes';
import { matches, orThrow } from '@keneyapp/fhir-model/bundles';
import { personName } from '@keneyapp/fhir-model/names';
import { idOf, referenceKey, patientReference, patientReferences } from '@keneyapp/fhir-model/references';
import { readIdentity } from '@keneyapp/fhir-model/identity';
import { foldedWords } from '@keneyapp/clinical';
import { patientName, readName } from '@keneyapp/fhir-model/human-name';

/** What is compared between a person who opened a chart and the patient of it; names foldedWords, no case and no accents. */
export interface PatientTraits {
  id: string;
  name: string;
  birthDate: string | null;
  ipp: string | null;
  familyNames: string[];
  givenName: string | null;
  isFamous: boolean;
  worksHere: boolean;
  staffRefs: string[];
}
export interface StaffTraits {
  name: string | null;
  familyNames: string[];
  givenName: string | null;
  birthDate: string | null;
}

/** Ids asked for in one search. */
const together = 100;

/**
 * Traits of patients: names and birth date; the labels `CEL` (celebrity) and `EMP` (works here) of v3-ActCode; a Person that
 * links them to a Practitioner. Read with the BFF's own rights, after the decision on the feature that asks.
 */
export async function patientTraits(
  fhir: FhirClient,
  ids: readonly string[],
): Promise<Map<string, PatientTraits>> {
  const now = new Date(),
    found = new Map<string, PatientTraits>();
  const groups = chunks([...new Set(ids)]);
  const answers = await fhir.batchSearch(
    groups.flatMap((group) => [
      {
        type: 'Patient' as const,
        params: { _id: group.join(','), _elements: 'name,birthDate,identifier,meta', _count: group.length },
      },
      { type: 'Person' as const, params: { patient: patientReferences(group), _count: group.length } },
    ]),
  );
  groups.forEach((_group, i) => {
    const persons = matches(orThrow(answers[2 * i + 1]), 'Person');
    for (const patient of matches(orThrow(answers[2 * i]), 'Patient'))
      if (patient.id) found.set(patient.id, traitsOf(patient, persons, now));
  });
  return found;
}

function traitsOf(patient: Patient, persons: Person[], now: Date): PatientTraits {
  const { id, givenNames, birthDate, ipp } = readIdentity(patient, now);
  const marks = new Set([...(patient.meta?.security ?? []), ...(patient.meta?.tag ?? [])].map((c) => c.code));
  const staffRefs = persons
    .filter((p) => p.link?.some((l) => referenceKey(l.target.reference ?? '') === patientReference(id)))
    .flatMap((p) => p.link ?? [])
    .map((l) => referenceKey(l.target.reference ?? ''))
    .filter((key) => key?.startsWith('Practitioner/')) as string[];
  return {
    id,
    birthDate,
    ipp,
    name: patientName(patient.name, now) ?? '',
    // those of before too: a name that has ended tells who is related to whom
    familyNames: [
      ...new Set((patient.name ?? []).flatMap((n) => foldedWords(readName(n).family ?? '') || [])),
    ],
    givenName: givenNames[0] ? foldedWords(givenNames[0]) : null,
    isFamous: marks.has('CEL'),
    worksHere: marks.has('EMP') || staffRefs.length > 0,
    staffRefs,
  };
}

/** Of the people who looked, by `Practitioner/…`. */
export async function staffTraits(
  fhir: FhirClient,
  refs: readonly string[],
): Promise<Map<string, StaffTraits>> {
  const ids = [...new Set(refs)].flatMap((ref) =>
    ref.startsWith('Practitioner/') ? [idOf({ reference: ref }) ?? []].flat() : [],
  );
  if (ids.length === 0) return new Map();
  const answers = await fhir.batchSearch(
    chunks(ids).map((group) => ({
      type: 'Practitioner' as const,
      params: { _id: group.join(','), _elements: 'name,birthDate', _count: group.length },
    })),
  );
  return new Map(
    answers
      .flatMap((answer) => matches(orThrow(answer), 'Practitioner'))
      .map((p: Practitioner) => [
        `Practitioner/${p.id}`,
        {
          name: personName(p.name),
          familyNames: [...new Set((p.name ?? []).flatMap((n) => (n.family ? [foldedWords(n.family)] : [])))],
          givenName: p.name?.[0]?.given?.[0] ? foldedWords(p.name[0].given[0]) : null,
          birthDate: p.birthDate ?? null,
        },
      ]),
  );
}

/** One family name, given name and birth date: the patient is this member of the staff. */
export const isSamePerson = (staff: StaffTraits | undefined, patient: PatientTraits): boolean =>
  staff !== undefined &&
  staff.birthDate !== null &&
  staff.birthDate === patient.birthDate &&
  staff.givenName === patient.givenName &&
  staff.familyNames.some((name) => patient.familyNames.includes(name));

function chunks<T>(list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / together) }, (_, i) =>
    list.slice(i * together, (i + 1) * together),
  );
}

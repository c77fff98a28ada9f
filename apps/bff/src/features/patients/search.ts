import { insSystems } from '@keneyapp/clinical';
import { escapeParam, FhirError, type FhirClient, type SearchParams } from '@keneyapp/fhir-client';
import type { Bundle, Patient } from '@medplum/fhirtypes';
import { hasNext, matches } from '../../fhir/bundle.ts';
import type { PatientQuery } from './query.ts';

/** Patients asked for in each way; enough to rank the best twenty. */
const perSearch = 50;

/**
 * Asks the server in one request for everything that may be meant. Standard string search is "begins with", without case
 * and accents; `:contains` finds the middle of double names, and a server that does not know it costs nothing but that.
 */
export async function findPatients(fhir: FhirClient, query: PatientQuery): Promise<{ patients: Patient[]; hasMore: boolean }> {
  const searches = searchesFor(query);
  if (searches.length === 0) return { patients: [], hasMore: false };
  const answers = await fhir.batchSearch(searches.map((params) => ({ type: 'Patient', params: { ...params, _count: perSearch } })));
  const found = answers.filter((a): a is Bundle => !(a instanceof FhirError));
  // a part may be beyond a server; all of them is an outage
  const failed = answers.find((a) => a instanceof FhirError);
  if (found.length === 0 && failed) throw failed;
  const byId = new Map<string, Patient>();
  for (const bundle of found) for (const patient of matches(bundle, 'Patient')) if (patient.id) byId.set(patient.id, patient);
  return { patients: [...byId.values()], hasMore: found.some(hasNext) };
}

function searchesFor({ names, birthDate, ins, identifier, isEither }: PatientQuery): SearchParams[] {
  if (ins.length > 0) {
    const values = ins.flatMap((value) => Object.values(insSystems).map((system) => `${system}|${value}`));
    return [{ identifier: values.join(','), ...(birthDate === null ? {} : { birthdate: birthDate }) }];
  }
  const numbers = identifier === null ? undefined : [...new Set([identifier, identifier.toUpperCase()])].map(escapeParam).join(',');
  if (isEither) return [{ birthdate: birthDate ?? undefined, _sort: 'family' }, { identifier: numbers }];
  const also: SearchParams = { birthdate: birthDate ?? undefined, identifier: numbers };
  if (names.length === 0) return birthDate === null && numbers === undefined ? [] : [{ ...also, _sort: 'family' }];
  const [first = ''] = names;
  // sorted by name, what is exactly so comes before what only begins so
  const beginning: SearchParams[] = names.length === 1 ? [{ ...also, family: first, _sort: 'family' }, { ...also, given: first, _sort: 'family' }] : [{ ...also, name: names, _sort: 'family' }];
  const isLongEnough = names.every((n) => n.length > 2);
  return isLongEnough ? [...beginning, { ...also, 'name:contains': names, _sort: 'family' }] : beginning;
}

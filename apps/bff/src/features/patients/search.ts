import { insSystems } from '@keneyapp/clinical';
import { escapeParam, FhirError, type FhirClient, type SearchParams } from '@keneyapp/fhir-client';
import type { Bundle, Patient } from '@medplum/fhirtypes';
import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import type { PatientQuery } from './query.ts';

/** Patients asked for in each way beyond those shown: some to rank among. */
const spare = 10;

/**
 * Asks the server for everything that may be meant. Standard string search is "begins with", without case and accents;
 * `:contains` finds the middle of double names and is asked only when the beginnings do not fill the list: one request
 * for a common name, two for a rare one. A server that does not know `:contains` costs nothing but that.
 */
export async function findPatients(
  fhir: FhirClient,
  query: PatientQuery,
  enough = 20,
): Promise<{ patients: Patient[]; hasMore: boolean }> {
  const byId = new Map<string, Patient>();
  let hasMore = await collect(fhir, searchesFor(query), byId, enough + spare);
  const inside = byId.size < enough ? searchInside(query) : null;
  // what the first request answered stands, should the second fail
  if (inside)
    hasMore =
      (await collect(fhir, [inside], byId, enough + spare).catch((error: unknown) => {
        if (byId.size > 0 || isRefusal(error)) return false;
        throw error;
      })) || hasMore;
  return { patients: [...byId.values()], hasMore };
}

const isRefusal = (error: unknown): boolean =>
  error instanceof FhirError && (error.status === 400 || error.status === 501);

async function collect(
  fhir: FhirClient,
  searches: SearchParams[],
  byId: Map<string, Patient>,
  _count: number,
): Promise<boolean> {
  if (searches.length === 0) return false;
  const answers = await fhir.batchSearch(
    searches.map((params) => ({ type: 'Patient', params: { ...params, _count } })),
  );
  const found = answers.filter((a): a is Bundle => !(a instanceof FhirError));
  // a part may be beyond a server; all of them is an outage
  const failed = answers.find((a) => a instanceof FhirError);
  if (found.length === 0 && failed) throw failed;
  for (const bundle of found)
    for (const patient of matches(bundle, 'Patient')) if (patient.id) byId.set(patient.id, patient);
  return found.some(hasNext);
}

const alsoOf = ({ birthDate, identifier }: PatientQuery): SearchParams => ({
  birthdate: birthDate ?? undefined,
  identifier:
    identifier === null
      ? undefined
      : [...new Set([identifier, identifier.toUpperCase()])].map(escapeParam).join(','),
});

function searchesFor(query: PatientQuery): SearchParams[] {
  const { names, birthDate, ins, isEither } = query;
  const { birthdate, identifier } = alsoOf(query);
  if (ins.length > 0) {
    const values = ins.flatMap((value) => Object.values(insSystems).map((system) => `${system}|${value}`));
    return [{ identifier: values.join(','), ...(birthDate === null ? {} : { birthdate: birthDate }) }];
  }
  if (isEither) return [{ birthdate }, { identifier }];
  const [first = ''] = names;
  if (names.length === 0)
    return birthdate === undefined && identifier === undefined ? [] : [{ birthdate, identifier }];
  // a fragment alone may begin a thousand names: sorted, what is exactly so comes before what only begins so
  if (names.length === 1 && birthdate === undefined)
    return [
      { birthdate, identifier, family: first, _sort: 'family' },
      { birthdate, identifier, given: first },
    ];
  return [{ birthdate, identifier, name: names }];
}

/** The middle of names; needs one fragment that narrows. */
function searchInside(query: PatientQuery): SearchParams | null {
  return query.ins.length === 0 && query.names.some((n) => n.length > 2)
    ? { ...alsoOf(query), 'name:contains': query.names }
    : null;
}

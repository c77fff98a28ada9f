import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { hasNext } from '@keneyapp/fhir-model/bundles';
import { pointersTo } from '@keneyapp/fhir-model/moved-references';
import { patientParameters, type PatientParameter } from '@keneyapp/fhir-model/patient-parameters';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { CapabilityStatement, Resource } from '@medplum/fhirtypes';

type Client = Pick<FhirClient, 'batchSearch' | 'searchAll' | 'operation'>;

/** Most parameters find nothing; of those that find more than this the pages are read one after the other. */
const atFirst = 50,
  ofPage = 500;
/** More refers to no patient. */
const most = 100_000;

/**
 * Everything that refers to a patient, found parameter by parameter over all types that the server knows; what it cannot be
 * asked (a reference in an extension) is found where the resource names them in any other place.
 */
export async function findReferring(
  fhir: Client,
  patientId: string,
  since?: { lastUpdated: string },
): Promise<Resource[]> {
  const asked = await parametersOf(fhir);
  const searches = asked.map(({ type, parameter }) => ({
    type,
    params: {
      [parameter]: patientReference(patientId),
      ...(since ? { _lastUpdated: `ge${since.lastUpdated}` } : {}),
    },
  }));
  const first = await fhir.batchSearch(
    searches.map(({ type, params }) => ({ type, params: { ...params, _count: atFirst } })),
  );
  const found = new Map<string, Resource>();
  const take = (resources: readonly Resource[]) => {
    for (const resource of resources)
      if (pointersTo(resource, patientId).length > 0)
        found.set(`${resource.resourceType}/${resource.id ?? ''}`, resource);
  };
  for (const [i, answer] of first.entries()) {
    // nothing that refers to them may be missed
    if (answer instanceof FhirError) throw answer;
    const search = searches[i];
    if (search && hasNext(answer))
      take(await fhir.searchAll(search.type, { ...search.params, _count: ofPage }, most));
    else take((answer.entry ?? []).flatMap(({ resource }) => resource ?? []));
  }
  return [...found.values()].filter(({ resourceType }) => !isOfTrail(resourceType));
}

/** They say what was done to the record that was. */
const isOfTrail = (type: string): boolean =>
  type === 'Provenance' || type === 'AuditEvent' || type === 'Patient';

const known = new WeakMap<object, Promise<PatientParameter[]>>();

/** Those of R4 that this server offers; it says so itself. */
function parametersOf(fhir: Client): Promise<PatientParameter[]> {
  const before = known.get(fhir);
  if (before) return before;
  const asked = offered(fhir);
  known.set(fhir, asked);
  asked.catch(() => known.delete(fhir));
  return asked;
}

async function offered(fhir: Client): Promise<PatientParameter[]> {
  const { rest = [] } = await fhir.operation<CapabilityStatement>('metadata');
  const offers = new Set(
    rest.flatMap(({ resource = [] }) =>
      resource.flatMap(({ type, searchParam = [] }) =>
        searchParam.map(({ name }) => `${type} ${name ?? ''}`),
      ),
    ),
  );
  const known = patientParameters.filter(({ type, parameter }) => offers.has(`${type} ${parameter}`));
  const isKnown = new Set(known.map(({ type, parameter }) => `${type} ${parameter}`));
  // `patient` finds of them what another finds of all that may stand there
  return known.filter(
    ({ type, parameter }) =>
      parameter !== 'patient' ||
      !wider.some((other) => !elsewhere.has(`${type} ${other}`) && isKnown.has(`${type} ${other}`)),
  );
}
const wider = ['subject', 'link', 'actor', 'beneficiary', 'individual'];
/** Whom a consent lets in or keeps out is not whose it is. */
const elsewhere = new Set(['Consent actor']);

const idsAtOnce = 200;

/** These as they are stored now, by `Type/id`; what is gone is left out. */
export async function readAll(
  fhir: Pick<FhirClient, 'batchSearch'>,
  keys: readonly string[],
): Promise<Map<string, Resource>> {
  const byType = Map.groupBy([...new Set(keys)], (key) => key.split('/')[0] ?? '');
  const searches = [...byType].flatMap(([type, all]) =>
    Array.from({ length: Math.ceil(all.length / idsAtOnce) }, (_, i) => {
      const ids = all.slice(i * idsAtOnce, (i + 1) * idsAtOnce).map((key) => key.split('/')[1] ?? '');
      return { type: type as Resource['resourceType'], params: { _id: ids.join(','), _count: ids.length } };
    }),
  );
  const found = new Map<string, Resource>();
  for (const answer of await fhir.batchSearch(searches)) {
    if (answer instanceof FhirError) throw answer;
    for (const { resource } of answer.entry ?? [])
      if (resource) found.set(`${resource.resourceType}/${resource.id ?? ''}`, resource);
  }
  return found;
}

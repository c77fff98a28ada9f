import type { FhirClient } from '@keneyapp/fhir-client';
import { hasNext } from '@keneyapp/fhir-model/bundles';
import { replacedIds } from '@keneyapp/fhir-model/identity-merge';
import { movedBack, pointersTo } from '@keneyapp/fhir-model/moved-references';
import { referenceKey } from '@keneyapp/fhir-model/references';
import { FhirError } from '@keneyapp/fhir-client';
import type { Attachment, Extension, Provenance, ProvenanceEntity, Resource } from '@medplum/fhirtypes';
import { patientsIn } from '../fhir/compartment.ts';
import { hashOfResource, sha256 } from './canonical-json.ts';

/** What was signed of a resource; `resource` is where it stands (`Composition/1`), `sha256` that of its canonical JSON. */
const signedExtension = 'https://keneyapp.example/provenance-signed-hash';
/** SHA-256 in hexadecimal of the bytes of a file that was written; `file` is where it stands (`DocumentReference/1#0`). */
const fileExtension = 'https://keneyapp.example/provenance-file-hash';

const keyOf = ({ resourceType, id = '' }: Resource): string => `${resourceType}/${id}`;
const hashExtension = (url: string, of: string, place: string, hash: string): Extension => ({
  url,
  extension: [
    { url: of, valueString: place },
    { url: 'sha256', valueString: hash },
  ],
});

/** A file is frozen by its bytes, which its hash below tells: a server may write their text otherwise. */
export const signedHash = (resource: Resource): Extension[] =>
  resource.resourceType === 'Binary'
    ? []
    : [hashExtension(signedExtension, 'resource', keyOf(resource), hashOfResource(resource))];

/** What stands in a resource as bytes, so that another file in its place is seen. */
export const fileHashes = (resource: Resource): Extension[] =>
  filesOf(resource).flatMap(({ data }, i) =>
    data === undefined
      ? []
      : [hashExtension(fileExtension, 'file', `${keyOf(resource)}#${i}`, hashOfData(data))],
  );
const hashOfData = (data: string): string => sha256(Buffer.from(data, 'base64'));

function filesOf(resource: Resource): Pick<Attachment, 'data' | 'url'>[] {
  if (resource.resourceType === 'Binary') return [resource];
  if (resource.resourceType === 'DocumentReference') return resource.content.map((one) => one.attachment);
  return resource.resourceType === 'DiagnosticReport' ? (resource.presentedForm ?? []) : [];
}

/** Hashes by place, as a Provenance tells them. */
function hashesIn({ extension = [] }: Provenance, url: string): Map<string, string> {
  return new Map(
    extension.flatMap((one): [string, string][] => {
      const [place, hash] = one.extension ?? [];
      return one.url === url && place?.valueString !== undefined && hash?.valueString !== undefined
        ? [[place.valueString, hash.valueString]]
        : [];
    }),
  );
}

/** Whether this Provenance freezes this resource (`Type/id`). */
export const freezes = (told: Provenance, key: string): boolean => hashesIn(told, signedExtension).has(key);

/** What is written over and was signed is amended, and the version that was signed is kept: by its name, in the marker. */
const keptExtension = 'https://keneyapp.example/provenance-kept-version';
/** The version stands beside the reference: servers take `_history` out of references. */
export const keptVersion = (key: string, version: string): ProvenanceEntity => ({
  extension: [{ url: keptExtension, valueString: version }],
  role: 'revision',
  what: { reference: key },
});
export const keeps = ({ entity = [] }: Provenance, key: string, version: string): boolean =>
  entity.some(
    ({ what, extension = [] }) =>
      what.reference === key &&
      extension.some(({ url, valueString }) => url === keptExtension && valueString === version),
  );

export type Signed =
  | { state: 'not-signed' }
  | { state: 'signed' | 'altered'; by: Provenance['agent'][number] | null; at: string };

/** Whether what is stored of a resource (`Type/id`) is what was signed last, its files too, and by whom. */
export async function readSigned(
  fhir: Pick<FhirClient, 'read' | 'search'>,
  resource: Resource,
): Promise<Signed> {
  const key = keyOf(resource);
  const bundle = await fhir.search('Provenance', { target: key, _count: 1_000 });
  // the last one may stand on the next page
  if (hasNext(bundle)) throw new FhirError(502, null, 'too-many');
  const signings = (bundle.entry ?? [])
    .flatMap(({ resource: told }) => (told && freezes(told, key) ? [told] : []))
    .sort((a, b) => Date.parse(b.recorded) - Date.parse(a.recorded));
  const [last] = signings;
  if (!last) return { state: 'not-signed' };
  const signed = hashesIn(last, signedExtension).get(key);
  const isSame =
    signed === hashOfResource(resource) ||
    (await asItWas(fhir, resource)).some((r) => hashOfResource(r) === signed);
  const state = isSame && (await areFilesSame(fhir, resource, last)) ? 'signed' : 'altered';
  return { state, by: last.agent[0] ?? null, at: last.recorded };
}

/** References that may have been moved; more than these few of one signed resource are not told apart. */
const mostPointers = 6;

/**
 * What was signed stays signed when its record is joined to another of the same person (ADR 32): whose it is was no part of
 * it. A record that its patient says to replace, named wherever the resource names the patient: one of these is what was
 * signed, or it was altered. Another patient's document does not verify: no record says that one replaces the other.
 */
async function asItWas(fhir: Pick<FhirClient, 'read'>, resource: Resource): Promise<Resource[]> {
  const patients = patientsIn(resource);
  const read = await Promise.all(
    patients.map((id) =>
      fhir.read('Patient', id).catch((error: unknown) => {
        if (error instanceof FhirError && (error.status === 404 || error.status === 410)) return null;
        throw error;
      }),
    ),
  );
  return read.flatMap((patient) =>
    patient === null
      ? []
      : replacedIds(patient).flatMap((former) => namedAs(resource, patient.id ?? '', former)),
  );
}

/** Every way in which some of its references named the former record. */
function namedAs(resource: Resource, kept: string, former: string): Resource[] {
  const pointers = pointersTo(resource, kept);
  if (pointers.length > mostPointers) return [];
  return Array.from({ length: 2 ** pointers.length - 1 }, (_, i) => {
    const some = pointers.filter((_pointer, at) => ((i + 1) >> at) % 2 === 1);
    const was = some.map(({ path, reference }) => ({ path, reference: reference.replace(/[^/]+$/, former) }));
    return movedBack(resource, { pointers: was, namedBoth: true }, kept);
  });
}

async function areFilesSame(
  fhir: Pick<FhirClient, 'read'>,
  resource: Resource,
  told: Provenance,
): Promise<boolean> {
  const frozen = hashesIn(told, fileExtension);
  for (const [i, { data, url }] of filesOf(resource).entries()) {
    const file = data === undefined ? referenceKey(url ?? '') : null;
    const expected = frozen.get(file === null ? `${keyOf(resource)}#${i}` : `${file}#0`);
    // what was not signed along with it says nothing of it
    if (expected === undefined) continue;
    const bytes = file === null ? data : await dataOf(fhir, file);
    if (bytes === undefined || hashOfData(bytes) !== expected) return false;
  }
  return true;
}

async function dataOf(fhir: Pick<FhirClient, 'read'>, key: string): Promise<string | undefined> {
  const [type, id = ''] = key.split('/');
  if (type !== 'Binary') return undefined;
  try {
    return (await fhir.read('Binary', id)).data;
  } catch (error) {
    if (error instanceof FhirError && (error.status === 404 || error.status === 410)) return undefined;
    throw error;
  }
}

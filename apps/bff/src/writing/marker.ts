import { createHash } from 'node:crypto';
import type { Extension, Provenance, Reference, Resource } from '@medplum/fhirtypes';
import { userSystem } from '../fhir/consent-marks.ts';
import type { Role } from '../access/roles.ts';
import { markerIdOf } from './write-ids.ts';

/** Who writes, as the marker names them. */
export interface Author {
  userId: string;
  displayName: string;
  role: Role;
  fhirUser: string | null;
}
/** SHA-256 in hexadecimal of the bytes of a file that was written; `file` is where it stands (`DocumentReference/1#0`). */
const fileHashExtension = 'https://keneyapp.example/provenance-file-hash';
const roleSystem = 'https://keneyapp.example/role';
const operations = 'http://terminology.hl7.org/CodeSystem/v3-DataOperation';
const participants = 'http://terminology.hl7.org/CodeSystem/provenance-participant-type';

interface Marked {
  /** Of the intent. */
  id: string;
  written: readonly Resource[];
  isNew: boolean;
  author: Author;
  at: Date;
}

/**
 * The Provenance that goes in with what is written: who, in which role, when, and the hash of each file. Its id follows from
 * the key, so that its presence tells whether the whole transaction went in.
 */
export function markerOf({ id, written, isNew, author, at }: Marked): Provenance {
  const hashes = written.flatMap(fileHashes);
  return {
    resourceType: 'Provenance',
    id: markerIdOf(id),
    ...(hashes.length > 0 ? { extension: hashes } : {}),
    target: written.map((resource) => ({ reference: `${resource.resourceType}/${resource.id ?? ''}` })),
    recorded: at.toISOString(),
    activity: { coding: [{ system: operations, code: isNew ? 'CREATE' : 'UPDATE' }] },
    agent: [
      {
        type: { coding: [{ system: participants, code: 'author' }] },
        role: [{ coding: [{ system: roleSystem, code: author.role }] }],
        who: whoOf(author),
      },
    ],
  };
}

const whoOf = ({ fhirUser, userId, displayName }: Author): Reference<never> => ({
  ...(fhirUser ? { reference: fhirUser } : {}),
  identifier: { system: userSystem, value: userId },
  display: displayName,
});

/** What stands in a resource as bytes, so that another file in its place is seen. */
function fileHashes(resource: Resource): Extension[] {
  const place = `${resource.resourceType}/${resource.id ?? ''}`;
  return filesOf(resource).map((data, i) => ({
    url: fileHashExtension,
    extension: [
      { url: 'file', valueString: `${place}#${i}` },
      { url: 'sha256', valueString: sha256(Buffer.from(data, 'base64')) },
    ],
  }));
}

function filesOf(resource: Resource): string[] {
  if (resource.resourceType === 'Binary') return resource.data ? [resource.data] : [];
  if (resource.resourceType === 'DocumentReference')
    return resource.content.flatMap(({ attachment }) => attachment.data ?? []);
  if (resource.resourceType === 'DiagnosticReport')
    return (resource.presentedForm ?? []).flatMap(({ data }) => data ?? []);
  return [];
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

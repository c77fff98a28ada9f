import { rppsSystem } from '@keneyapp/clinical';
import type { Provenance, Reference, Resource } from '@medplum/fhirtypes';
import { userSystem } from '../fhir/consent-marks.ts';
import type { Role } from '../access/roles.ts';
import { fileHashes, keptVersion, signedHash } from './freeze.ts';
import { markerIdOf } from './write-ids.ts';

/** Who writes, as the marker names them. */
export interface Author {
  userId: string;
  displayName: string;
  role: Role;
  fhirUser: string | null;
}
/** Of who signs: their number in the national register. */
const rppsExtension = 'https://keneyapp.example/provenance-rpps';
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
  /** What the author puts their name to, and the number that the register knows them by. */
  signing?: Signing | null;
}
export interface Signing {
  signed: readonly Resource[];
  /** Versions that were signed before, and are amended. */
  amended: readonly { key: string; version: string }[];
  rpps: string;
}

/**
 * The Provenance that goes in with what is written: who, in which role, when, and the hash of each file and of what is signed.
 * Its id follows from the key, so that its presence tells whether the whole transaction went in.
 */
export function markerOf({ id, written, isNew, author, at, signing = null }: Marked): Provenance {
  const hashes = [...written.flatMap(fileHashes), ...(signing?.signed ?? []).flatMap(signedHash)];
  const kept = signing?.amended ?? [];
  return {
    resourceType: 'Provenance',
    id: markerIdOf(id),
    ...(hashes.length > 0 ? { extension: hashes } : {}),
    target: written.map((resource) => ({ reference: `${resource.resourceType}/${resource.id ?? ''}` })),
    ...(kept.length > 0 ? { entity: kept.map(({ key, version }) => keptVersion(key, version)) } : {}),
    recorded: at.toISOString(),
    activity: { coding: [{ system: operations, code: isNew ? 'CREATE' : 'UPDATE' }] },
    agent: [
      {
        ...(signing
          ? {
              extension: [
                { url: rppsExtension, valueIdentifier: { system: rppsSystem, value: signing.rpps } },
              ],
            }
          : {}),
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

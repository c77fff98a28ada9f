import type { Binary, Resource } from '@medplum/fhirtypes';

/** What a client lets through: the last word on every resource that comes out of the record or goes into it. */
export interface Guard {
  /** Each as it is shown, null for what is not; in order. `ofOldVersions`: not what there is now. */
  show(resources: readonly Resource[], options?: { ofOldVersions?: boolean }): Promise<(Resource | null)[]>;
  /** What was just written by this person, as it is shown to them. */
  showWritten(resource: Resource): Resource | null;
  /** A file that belongs to what is shown; null where its own labels keep it back. */
  showFile(file: Binary): Binary | null;
  /** Something of this type may be left out, so that counts of the server would tell of it. */
  isPartial(type: Resource['resourceType']): Promise<boolean>;
  /** A resource as it may be written, with what its reader was not shown; throws (403) for what may not be. */
  accept<R extends Resource>(resource: R): R;
}

import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { sameJson } from '@keneyapp/fhir-client/json';
import { isIdentityPaper, withPaperError } from '@keneyapp/fhir-model/identity-paper';
import { patientReference, referenceKey } from '@keneyapp/fhir-model/references';
import type { Binary, Bundle, DocumentReference, Resource } from '@medplum/fhirtypes';
import { userSystem } from '../fhir/consent-marks.ts';
import { tellsOf } from './guarded-fhir.ts';
import { denied } from './identity-guard.ts';

interface PaperView {
  patientId: string;
  /** Somebody new is added; false: one that is stored is said to be in error, or in force again. */
  isAdded: boolean;
  userId: string;
  /** Who writes, as the record knows them. */
  fhirUser: string | null;
  /** With the rights of the BFF itself. */
  fhir: Pick<FhirClient, 'batchSearch'>;
}

const maxPages = 4;
const paperTypes = new Set(['image/jpeg', 'application/pdf']);
const elements = new Set([
  ...['resourceType', 'id', 'extension', 'status', 'docStatus', 'type', 'category', 'securityLabel'],
  ...['subject', 'date', 'author', 'content'],
]);

/**
 * What adds the copy of an identity paper: one document of this patient that says so, its pages, and who wrote it. No other
 * document goes in by it, clinical or not, nor is one written over; of a copy that is there, whether it is in error is all that
 * changes. Throws (403) for what may not be written.
 */
export async function acceptedPaper(view: PaperView, bundle: Bundle): Promise<Bundle> {
  const parts = (bundle.entry ?? []).flatMap(({ resource, request }) => {
    if (!resource || request?.method !== 'PUT') throw denied('other-chart');
    return tellsOf(resource, bundle) ? [] : [{ resource, isNew: request.ifMatch === undefined }];
  });
  const papers = parts.flatMap(({ resource }) =>
    resource.resourceType === 'DocumentReference' ? [resource] : [],
  );
  const pages = parts.flatMap(({ resource }) => (resource.resourceType === 'Binary' ? [resource] : []));
  const [paper] = papers;
  if (!paper || papers.length > 1 || papers.length + pages.length !== parts.length)
    throw denied('other-chart');
  const { patientId, fhirUser, isAdded } = view;
  if (fhirUser === patientReference(patientId)) throw denied('own-record');
  if (!isIdentityPaper(paper)) throw denied('other-part');
  if (parts.some(({ isNew }) => isNew !== isAdded)) throw denied('other-chart');
  if (isAdded) refuseOtherThanPaper(paper, pages, view);
  else if (pages.length > 0) throw denied('other-part');
  else refuseOtherChanges(paper, await storedPaper(view, paper.id ?? ''), view);
  return bundle;
}

function refuseOtherThanPaper(
  paper: DocumentReference,
  pages: readonly Binary[],
  { patientId, userId }: PaperView,
): void {
  refuseOtherPatient(paper, patientId);
  if (Object.keys(paper).some((element) => !elements.has(element))) throw denied('other-part');
  const [author, ...others] = paper.author ?? [];
  const isOwn = author?.identifier?.system === userSystem && author.identifier.value === userId;
  if (!isOwn || others.length > 0 || paper.status !== 'current') throw denied('other-part');
  const named = paper.content.map(({ attachment: { data, url } }) => (data === undefined ? url : undefined));
  const written = pages.map(({ id }) => `Binary/${id ?? ''}`);
  if (pages.length === 0 || pages.length > maxPages || !sameJson(named, written)) throw denied('other-part');
  for (const page of pages) {
    const isPage = paperTypes.has(page.contentType) && page.meta === undefined;
    if (!isPage || page.securityContext?.reference !== `DocumentReference/${paper.id ?? ''}`)
      throw denied('other-part');
  }
}

function refuseOtherPatient({ subject }: DocumentReference, patientId: string): void {
  if (referenceKey(subject?.reference ?? '') !== patientReference(patientId)) throw denied('other-chart');
}

function refuseOtherChanges(
  changed: DocumentReference,
  stored: DocumentReference,
  { patientId }: PaperView,
): void {
  refuseOtherPatient(stored, patientId);
  if (!isIdentityPaper(stored) || !sameJson(whole(changed), whole(stored))) throw denied('other-part');
}

/** All of it but whether it is in error, and what the server itself says of its versions. */
function whole(paper: DocumentReference): Resource {
  const { meta, ...rest } = withPaperError(paper, null);
  return { ...rest, meta: { security: meta?.security ?? [], tag: meta?.tag ?? [] } };
}

async function storedPaper({ fhir }: PaperView, id: string): Promise<DocumentReference> {
  const [found] = await fhir.batchSearch([{ type: 'DocumentReference', params: { _id: id } }]);
  if (found instanceof FhirError) throw found;
  const stored = found?.entry?.find(({ resource }) => resource?.id === id)?.resource;
  if (stored?.resourceType !== 'DocumentReference') throw new FhirError(404, null);
  return stored;
}

import type { Bundle } from '@medplum/fhirtypes';
import type { FileEntry } from '@keneyapp/fhir-model/attachment';
import { hasNext, readAll } from '@keneyapp/fhir-model/bundles';
import {
  readComposition,
  readDocument,
  sortDocuments,
  type DocumentItem,
} from '@keneyapp/fhir-model/document';

export type { DocumentItem };
/** One file of a document. It is fetched from `/bff/documents/<patient>/<document>/<index>`. */
export type DocumentContent = FileEntry;

export interface DocumentsView {
  /** Latest first. */
  items: DocumentItem[];
  total: number;
  truncated: boolean;
}

/** Documents described by references to their files, and those whose sections lie in the record. */
export function documentsView(documents: Bundle, compositions: Bundle, fhirUrl: string): DocumentsView {
  const items = sortDocuments(
    [
      ...readAll(documents, 'DocumentReference', (d, lookup) => readDocument(d, lookup, fhirUrl)),
      ...readAll(compositions, 'Composition', readComposition),
    ].filter((d) => d !== null),
  );
  return { items, total: items.length, truncated: hasNext(documents) || hasNext(compositions) };
}

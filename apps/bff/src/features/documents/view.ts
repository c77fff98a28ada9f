import type { Attachment, Bundle, DocumentReference } from '@medplum/fhirtypes';
import { coded } from '@keneyapp/fhir-model/coded';
import { date, latestFirst } from '@keneyapp/fhir-model/dates';
import { words } from '@keneyapp/fhir-model/text';
import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import { nameBehind } from '@keneyapp/fhir-model/names';
import { lookupIn, type Lookup } from '@keneyapp/fhir-model/references';
import type { Coded } from '@keneyapp/fhir-model/shapes';
import { contentKind, type ContentKind } from './media.ts';

/** One file of a document. It is fetched from `/bff/documents/<patient>/<document>/<index>`. */
export interface DocumentContent {
  index: number;
  title: string | null;
  /** As recorded, `application/pdf`; null when nobody said. */
  contentType: string | null;
  /** How it can be shown in the page; `other` can be downloaded only. */
  kind: ContentKind;
  /** In bytes, as recorded. */
  size: number | null;
  /** False when only a description was recorded, or the file lies on a server that is not ours. */
  isAvailable: boolean;
}

export interface DocumentItem {
  id: string;
  title: string | null;
  type: Coded;
  date: string | null;
  authors: string[];
  custodian: string | null;
  /** `superseded` documents were replaced by a later one. */
  status: 'current' | 'superseded';
  /** Not signed yet: `preliminary`. */
  isPreliminary: boolean;
  contents: DocumentContent[];
}

export interface DocumentsView {
  /** Latest first. */
  items: DocumentItem[];
  total: number;
  truncated: boolean;
}

export function documentsView(bundle: Bundle, fhirUrl: string): DocumentsView {
  const lookup = lookupIn(bundle);
  const items = matches(bundle, 'DocumentReference')
    .filter((d) => d.status !== 'entered-in-error')
    .map((d) => readDocument(d, lookup, fhirUrl))
    .sort(latestFirst((d) => d.date));
  return { items, total: Math.max(bundle.total ?? 0, items.length), truncated: hasNext(bundle) };
}

function readDocument(document: DocumentReference, lookup: Lookup, fhirUrl: string): DocumentItem {
  const contents = (document.content ?? []).map(({ attachment }, index) =>
    readContent(attachment, index, fhirUrl),
  );
  return {
    id: document.id ?? '',
    title: words(document.description) ?? contents[0]?.title ?? null,
    type: coded(document.type ?? document.category?.[0]),
    date:
      date(document.date) ??
      date(document.content?.[0]?.attachment?.creation) ??
      date(document.context?.period?.start),
    authors: [...new Set((document.author ?? []).flatMap((a) => nameBehind(a, lookup, document) ?? []))],
    custodian: nameBehind(document.custodian, lookup, document),
    status: document.status === 'superseded' ? 'superseded' : 'current',
    isPreliminary: document.docStatus === 'preliminary',
    contents,
  };
}

function readContent(attachment: Attachment | undefined, index: number, fhirUrl: string): DocumentContent {
  const size = attachment?.size;
  return {
    index,
    title: words(attachment?.title),
    contentType: words(attachment?.contentType),
    kind: contentKind(attachment?.contentType),
    size: typeof size === 'number' && size >= 0 ? size : null,
    isAvailable: Boolean(attachment?.data) || binaryIdOf(attachment?.url, fhirUrl) !== null,
  };
}

/**
 * Id of the Binary behind an attachment, only when it lies on our own FHIR server: an absolute address anywhere else
 * would make the BFF fetch what an author wishes (SSRF). Origins are compared whole, never by prefix.
 */
export function binaryIdOf(url: string | undefined, fhirUrl: string): string | null {
  if (!url) return null;
  const relative = /^Binary\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/;
  const direct = relative.exec(url)?.[1];
  if (direct) return /^\.+$/.test(direct) ? null : direct;
  let target: URL;
  try {
    target = new URL(url);
  } catch {
    return null;
  }
  const base = new URL(fhirUrl.endsWith('/') ? fhirUrl : `${fhirUrl}/`);
  if (
    target.origin !== base.origin ||
    target.username ||
    target.password ||
    target.search ||
    target.hash ||
    !target.pathname.startsWith(base.pathname)
  )
    return null;
  const id = relative.exec(target.pathname.slice(base.pathname.length))?.[1];
  return id && !/^\.+$/.test(id) ? id : null;
}

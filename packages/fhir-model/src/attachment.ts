import type { Attachment } from '@medplum/fhirtypes';
import { date } from './dates.ts';
import { contentKind, effectiveType, headLength, type ContentKind } from './media.ts';
import { words } from './text.ts';

/** One file of a document or a report, as it is listed. */
export interface FileEntry {
  index: number;
  title: string | null;
  /** As recorded, `application/pdf`; null when nobody said. */
  contentType: string | null;
  /** How it can be shown in the page; `other` can be downloaded only, `unknown` is seen when it is opened. */
  kind: ContentKind | 'unknown';
  /** In bytes, as recorded. */
  size: number | null;
  created: string | null;
  language: string | null;
  /** False when only a description was recorded, or the file lies on a server that is not ours. */
  isAvailable: boolean;
  /** The address of a file that lies elsewhere; it is named, never fetched. */
  elsewhere: string | null;
}

export function readAttachment(
  attachment: Attachment | undefined,
  index: number,
  fhirUrl: string | null,
): FileEntry {
  const { contentType, data, size, url } = attachment ?? {};
  const isHere = Boolean(data) || binaryIdOf(url, fhirUrl) !== null;
  return {
    index,
    title: words(attachment?.title),
    contentType: words(contentType),
    kind: kindOf(attachment),
    size: typeof size === 'number' && size >= 0 ? size : null,
    created: date(attachment?.creation),
    language: words(attachment?.language),
    isAvailable: isHere,
    elsewhere: isHere ? null : words(url),
  };
}

/** By the first bytes where they came along; a type that only the Binary knows is seen when it is opened. */
function kindOf(attachment: Attachment | undefined): FileEntry['kind'] {
  const { contentType, data, url } = attachment ?? {};
  if (data) return contentKind(effectiveType(contentType, base64Head(data)));
  return url && !words(contentType) ? 'unknown' : contentKind(contentType);
}

/** The first bytes of base64, which may be broken into lines. */
function base64Head(data: string): Uint8Array {
  const head = data.slice(0, headLength * 2).replaceAll(/[^A-Za-z0-9+/]/g, '');
  try {
    return Uint8Array.from(atob(head.slice(0, head.length - (head.length % 4))), (c) => c.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

/**
 * Id of the Binary behind an attachment, only when it lies on our own FHIR server: an absolute address anywhere else
 * would make the BFF fetch what an author wishes (SSRF). Origins are compared whole, never by prefix.
 */
export function binaryIdOf(url: string | undefined, fhirUrl: string | null): string | null {
  if (!url) return null;
  const relative = /^Binary\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/;
  const direct = relative.exec(url)?.[1];
  if (direct) return /^\.+$/.test(direct) ? null : direct;
  if (fhirUrl === null) return null;
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

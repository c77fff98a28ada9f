import type { IncomingHttpHeaders } from 'node:http';
import type { Resource } from '@medplum/fhirtypes';
import type { Pairs } from '../search/query.ts';

/** One FHIR interaction, of an HTTP request or of an entry of a batch. */
export interface FhirCall {
  method: string;
  /** Decoded segments below the base: `['Patient', '1']`. */
  path: readonly string[];
  query: Pairs;
  headers: IncomingHttpHeaders;
  body: unknown;
  /** Address of this server as the caller sees it, without trailing slash. */
  base: string;
}

/** `body` is the JSON text to send, null for none. */
export interface FhirAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | null;
}

export const json = (
  status: number,
  body: Resource | string | null,
  headers: Record<string, string> = {},
): FhirAnswer => ({
  status,
  headers,
  body: body === null || typeof body === 'string' ? body : JSON.stringify(body),
});

/** Splits `Type/id?query` of a batch entry or a conditional reference. An absolute address of this server is taken as relative. */
export function splitUrl(url: string, base: string): { path: string[]; query: [string, string][] } {
  const relative = url.startsWith(`${base}/`) ? url.slice(base.length + 1) : url.replace(/^\//, '');
  const mark = relative.indexOf('?');
  const path = mark < 0 ? relative : relative.slice(0, mark);
  return {
    path: path.split('/').filter(Boolean).map(decodeURIComponent),
    query: mark < 0 ? [] : [...new URLSearchParams(relative.slice(mark + 1))],
  };
}

/** `return=minimal`, `handling=lenient` of the Prefer header. */
export function prefers(headers: IncomingHttpHeaders, wish: string): boolean {
  const prefer = headers['prefer'];
  return (Array.isArray(prefer) ? prefer.join(',') : String(prefer ?? ''))
    .split(/[,;]/)
    .some((part) => part.trim() === wish);
}

/** The version of `If-Match: W/"3"`. Throws on one without quotes rather than write over a version the caller did not mean. */
export function ifMatchVersion(header: string | undefined): number | null {
  if (header === undefined) return null;
  const found = /^\s*(?:W\/)?"([^"]*)"\s*$/.exec(header);
  if (!found) throw new BadIfMatch();
  return /^\d+$/.test(found[1] ?? '') ? Number(found[1]) : -1; // a version of another server matches nothing
}
export class BadIfMatch extends Error {}

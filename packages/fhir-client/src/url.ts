import { FhirError } from './errors.ts';
import { isFhirId } from './ids.ts';

export type SearchParams = Record<string, string | number | boolean | readonly string[] | undefined>;

/** Query string without `?`; `undefined` is left out, arrays repeat the name. */
export function query(params: SearchParams = {}): string {
  const out = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) out.append(name, String(one));
  }
  return out.toString();
}

/** Escapes one value of a search parameter (https://hl7.org/fhir/R4/search.html#escaping). */
export function escapeParam(value: string): string {
  return value.replaceAll(/[\\$,|]/g, String.raw`\$&`);
}

/** FHIR ids only, and never a path: `..` is made of allowed characters. */
export function checkedId(id: string): string {
  if (!isFhirId(id)) throw new FhirError(400, null, 'id');
  return id;
}

/** A path below the base made of plain segments, as operations have it: `ValueSet/$expand`, `Patient/1/$everything`. */
export function checkedPath(path: string): string {
  const segments = path.split('/');
  if (!segments.every((s) => /^(?!\.+$)[$A-Za-z0-9_.-]+$/.test(s))) throw new FhirError(400, null, 'path');
  return path;
}

/** Path and query of a page link, which must stay below the base on a listed origin (compared as origins, never by prefix). */
export function pathOfLink(link: string, baseUrl: string, origins: readonly string[]): string {
  const base = new URL(baseUrl);
  let url: URL;
  try {
    url = new URL(link, `${baseUrl}/`);
  } catch {
    throw new FhirError(502, null, 'link');
  }
  const inside =
    url.pathname === base.pathname || url.pathname.startsWith(`${base.pathname.replace(/\/$/, '')}/`);
  if (!origins.includes(url.origin) || url.username !== '' || url.password !== '' || !inside)
    throw new FhirError(502, null, 'foreign-link');
  return url.pathname + url.search;
}

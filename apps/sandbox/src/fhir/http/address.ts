import { badRequest } from '../outcome.ts';
import type { Pairs } from '../search/query.ts';

/** Path and query of one interaction, decoded. */
export interface Address {
  /** Segments below the base: `['Patient', '1']`. */
  path: readonly string[];
  query: Pairs;
}

/** Reads `Type/id?name=value`, of a request line, an entry of a Bundle or a condition alike. Throws where it is not well encoded. */
export function addressOf(text: string): Address {
  const [place = '', query] = splitOnce(text.replace(/#.*$/s, ''), '?');
  const path = place.replace(/^\/|\/$/g, '').split('/');
  if (path.length === 1 && path[0] === '') return { path: [], query: pairsOf(query ?? '') };
  if (path.includes('')) throw badRequest('The address has an empty part');
  return { path: path.map((part) => decoded(part, 'The address')), query: pairsOf(query ?? '') };
}

/** `name=value&…` of a query or a form; `+` is a space. */
export function pairsOf(query: string): [string, string][] {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', value = ''] = splitOnce(part.replaceAll('+', ' '), '=');
      const known = decoded(name, 'The query');
      return [known, decoded(value, `The value of "${known.slice(0, 60)}"`)];
    });
}

/** An address of this server, absolute or not, as it stands below the base; null when it is of another server. */
export function belowBase(url: string, base: string): string | null {
  if (url === base) return '';
  if (url.startsWith(`${base}/`)) return url.slice(base.length + 1);
  return /^[a-z][a-z\d+.-]*:/i.test(url) ? null : url;
}

export function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

function decoded(text: string, what: string): string {
  let result: string;
  try {
    result = decodeURIComponent(text);
  } catch {
    throw badRequest(`${what} is not well encoded`);
  }
  if (result.includes('\0')) throw badRequest(`${what} holds a character that no text may hold (NUL)`);
  return result;
}

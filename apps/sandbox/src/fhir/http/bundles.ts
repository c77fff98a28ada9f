import type { PageLinks } from '../search/pages.ts';
import type { Pairs, SearchQuery } from '../search/query.ts';
import type { SearchResult } from '../search/search.ts';
import type { Found } from '../search/includes.ts';
import { subset } from './subset.ts';

interface Searched {
  base: string;
  /** `Type`, or `Patient/id/Type` of a compartment. */
  place: string;
  pairs: Pairs;
  query: SearchQuery;
  result: SearchResult;
  links: PageLinks;
}

/** A searchset as text: contents are stored as JSON and go out as they are, unless only elements are wanted. */
export function searchset({ base, place, pairs, query, result, links }: Searched): string {
  const used = pairs.filter(([name]) => !result.ignored.includes(name));
  const url = (given: Pairs) =>
    `${base}/${place}?${new URLSearchParams(given as [string, string][]).toString()}`.replace(/\?$/, '');
  const page = (token: string) => url([...used.filter(([name]) => name !== '_page'), ['_page', token]]);
  const link = [{ relation: 'self', url: url(used) }];
  if (links.next) link.push({ relation: 'next', url: page(links.next) });
  if (links.previous) link.push({ relation: 'previous', url: page(links.previous) });
  const entries = [
    ...result.matches.map((found) => searchEntry(base, found, 'match', query)),
    ...result.included.map((found) => searchEntry(base, found, 'include', query)),
  ];
  const remarks = [
    ...(result.ignored.length > 0
      ? [{ code: 'not-supported', diagnostics: `Ignored: ${result.ignored.join(', ')}` }]
      : []),
    ...(result.isIncludeCut
      ? [{ code: 'too-costly', diagnostics: 'Not everything to be included is here: its limit was reached' }]
      : []),
  ];
  if (remarks.length > 0)
    entries.push(
      `{"resource":${JSON.stringify({ resourceType: 'OperationOutcome', issue: remarks.map((remark) => ({ severity: 'warning', ...remark })) })},"search":{"mode":"outcome"}}`,
    );
  return `{"resourceType":"Bundle","type":"searchset",${result.total === null ? '' : `"total":${result.total},`}"link":${JSON.stringify(link)}${entries.length > 0 ? `,"entry":[${entries.join(',')}]` : ''}}`;
}

function searchEntry(
  base: string,
  { ref, content }: Found,
  mode: 'match' | 'include',
  { summary, elements }: SearchQuery,
): string {
  const text = mode === 'match' && (elements || summary) ? subset(content, elements, summary) : content;
  return `{"fullUrl":"${base}/${ref}","resource":${text},"search":{"mode":"${mode}"}}`;
}

import type { Pairs, SearchQuery } from '../search/query.ts';
import type { SearchResult } from '../search/search.ts';
import type { Found } from '../search/includes.ts';
import { subset } from './subset.ts';

/** A searchset as text: contents are stored as JSON and go out as they are, unless only elements are wanted. */
export function searchset(
  base: string,
  type: string,
  pairs: Pairs,
  query: SearchQuery,
  result: SearchResult,
): string {
  const used = pairs.filter(([name]) => !result.ignored.includes(name) && name !== '_offset');
  const link = (offset: number) =>
    `${base}/${type}?${new URLSearchParams([...used, ...(offset > 0 ? [['_offset', String(offset)]] : [])] as [string, string][]).toString()}`.replace(
      /\?$/,
      '',
    );
  const links = [{ relation: 'self', url: link(query.offset) }];
  if (result.hasMore) links.push({ relation: 'next', url: link(query.offset + query.count) });
  if (query.offset > 0)
    links.push({ relation: 'previous', url: link(Math.max(0, query.offset - query.count)) });
  const entries = [
    ...result.matches.map((found) => searchEntry(base, found, 'match', query)),
    ...result.included.map((found) => searchEntry(base, found, 'include', query)),
  ];
  if (result.ignored.length > 0)
    entries.push(
      `{"resource":${JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ severity: 'warning', code: 'not-supported', diagnostics: `Ignored: ${result.ignored.join(', ')}` }] })},"search":{"mode":"outcome"}}`,
    );
  return `{"resourceType":"Bundle","type":"searchset",${result.total === null ? '' : `"total":${result.total},`}"link":${JSON.stringify(links)}${entries.length > 0 ? `,"entry":[${entries.join(',')}]` : ''}}`;
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

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { inRoot } from './lib/paths.mjs';

/** The opening tags `<Link …>` of a source. */
function linksIn(source: string): string[] {
  return [...source.matchAll(/<Link\b/g)].map(({ index }) => {
    let depth = 0;
    let end = index;
    for (; end < source.length; end += 1) {
      const c = source[end];
      if (c === '{') depth += 1;
      else if (c === '}') depth -= 1;
      else if (c === '>' && depth === 0 && source[end - 1] !== '=') break;
    }
    return source.slice(index, end).replace(/\s+/g, ' ');
  });
}

test('no link asks for a page before it is followed, unless its address is always the same: a page that is fetched ahead is a chart that the trail calls opened', () => {
  const src = inRoot('apps/web/src');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.tsx') && !file.endsWith('.test.tsx'),
  );
  const ahead = files.flatMap((file) => {
    const source = readFileSync(path.join(src, file), 'utf8');
    if (!source.includes("from 'next/link'")) return [];
    return linksIn(source)
      .filter((tag) => !tag.includes('prefetch={false}') && !/href="\/[a-z/]*"/.test(tag))
      .map((tag) => `${file}: ${tag.slice(0, 80)}`);
  });
  expect(ahead).toEqual([]);
});

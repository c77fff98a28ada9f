import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';

const here = import.meta.dirname;
const sources = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/test|catalogue|(^|\/)(all|rule)\.ts$/.test(name))
  .map((name) => readFileSync(path.join(here, name), 'utf8'))
  .join('\n');

it('names every rule once, and none that is not there', () => {
  const names = catalogue.map(({ rule }) => rule);
  expect(new Set(names).size).toBe(names.length);
  // those of insulin are put together from their ends
  const ends = names.map((name) => name.replace(/^never\.insulin-/, ''));
  for (const [i, end] of ends.entries()) expect(sources, names[i]).toContain(`${end}'`);
});

it('knows every rule that an alert of the sources names', () => {
  const found = [
    ...sources.matchAll(
      /(?:rule: |\? |: )'((?:never|allergy|duplicate|interaction|kidney|age|pregnancy|dose)\.[a-z.-]+)'/g,
    ),
  ];
  const named = new Set(found.map(([, rule = '']) => rule));
  expect(named.size).toBeGreaterThan(20);
  expect(catalogue.map(({ rule }) => rule)).toEqual(
    expect.arrayContaining([...named].filter((rule) => rule !== 'interaction.current')),
  );
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { features } from '../apps/bff/src/access/roles.ts';
import { apps, manifestOf, workspaces } from './lib/workspaces.mjs';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const markdown = [
  ...readdirSync(root),
  ...readdirSync(path.join(root, 'docs')).map((name) => `docs/${name}`),
  ...readdirSync(path.join(root, 'docs/adr')).map((name) => `docs/adr/${name}`),
].filter((name) => name.endsWith('.md'));

describe('the documentation follows the sources', () => {
  it.each(apps())('every setting of %s is explained', (app) => {
    const settings = [...read(`${app}/src/env.ts`).matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map(
      (match) => match[1],
    );
    expect(settings.length).toBeGreaterThan(3);
    expect(settings.filter((name) => !read('docs/configuration.md').includes(`\`${name}\``))).toEqual([]);
  });

  it('every feature of the access table has its entry', () => {
    const entries = [...read('docs/features.md').matchAll(/^- \*\*`([^`]+)`\*\*/gm)].map((match) => match[1]);
    expect(features.filter((feature) => !entries.includes(feature))).toEqual([]);
  });

  it('every dependency has its reason and its notice', () => {
    const names = ['.', ...workspaces()].flatMap((workspace) => {
      const { dependencies, devDependencies, optionalDependencies } = manifestOf(workspace);
      return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(
        (name) => !name.startsWith('@keneyapp/'),
      );
    });
    const reasons = read('docs/dependencies.md');
    const isExplained = (name: string) =>
      [...reasons.matchAll(/`([^`]+)`/g)].some(([, pattern = '']) =>
        pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
      );
    expect([...new Set(names)].filter((name) => !isExplained(name))).toEqual([]);
    expect(
      [...new Set(names)].filter((name) => !read('THIRD-PARTY-NOTICES.md').includes(`| [${name}](`)),
    ).toEqual([]);
  });

  it.each(markdown)('%s links to what is there', (file) => {
    const targets = [...read(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map((match) => match[1] ?? '');
    expect(targets.filter((target) => !existsSync(path.join(root, path.dirname(file), target)))).toEqual([]);
  });
});

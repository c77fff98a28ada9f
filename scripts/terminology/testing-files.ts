import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CodeSystemConcept } from '@medplum/fhirtypes';
import { inRoot } from '../lib/paths.mjs';
import { releasesOf } from './distributions.ts';
import { gather, type Gathered } from './gather.ts';
import { Problems } from './problems.ts';
import type { MapElement, Release } from './release.ts';

/** Official files as publishers write them; a checkout alone has none. */
export const official = path.resolve(inRoot('../shared/data/terminology'));
export const missing = existsSync(official) ? null : '../shared/data/terminology is missing';

/** A folder for the files of a test. */
export function testFolder(): {
  at: string;
  file(name: string, content: string | Uint8Array): string;
  end(): void;
} {
  const at = mkdtempSync(path.join(tmpdir(), 'keneyapp-terminology-'));
  return {
    at,
    file(name, content) {
      const to = path.join(at, name);
      mkdirSync(path.dirname(to), { recursive: true });
      writeFileSync(to, content);
      return to;
    },
    end: () => rmSync(at, { recursive: true, force: true }),
  };
}

export interface Reading {
  gathered: Gathered;
  problems: Problems;
  releases: Release[];
  /** Concepts of a code system by their code, in their order. */
  system(short: string): Promise<{ release: Release; concepts: Map<string, CodeSystemConcept> }>;
  map(short: string): Promise<{ release: Release; elements: MapElement[] }>;
}

/** Everything that is read below the paths. */
export async function reading(folder: string, ...paths: string[]): Promise<Reading> {
  const problems = new Problems();
  const gathered = await gather(paths, path.join(folder, 'unpacked'), problems);
  const releases = await releasesOf(gathered, problems);
  const find = (short: string) => {
    const found = releases.find((one) => one.short === short);
    if (!found) throw new Error(`no ${short}: ${problems.lines().join('; ')}`);
    return found;
  };
  return {
    gathered,
    problems,
    releases,
    async system(short) {
      const release = find(short);
      const concepts = new Map<string, CodeSystemConcept>();
      if (release.kind === 'system')
        for await (const one of release.concepts()) concepts.set(one.code ?? '', one);
      return { release, concepts };
    },
    async map(short) {
      const release = find(short);
      const elements: MapElement[] = [];
      if (release.kind === 'map') for await (const one of release.elements()) elements.push(one);
      return { release, elements };
    },
  };
}

/** Values of a property of a concept. */
export const valuesOf = (concept: CodeSystemConcept | undefined, name: string): unknown[] =>
  (concept?.property ?? [])
    .filter(({ code }) => code === name)
    .map(({ valueCode, valueString, valueBoolean }) => valueCode ?? valueString ?? valueBoolean);

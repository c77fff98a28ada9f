import type { CodeSystem, ConceptMap } from '@medplum/fhirtypes';
import { releaseSystem } from '@keneyapp/fhir-model/releases';
import type { Connection } from '../wire/connection.ts';
import { codeSystemsOf, hashOf, releasesOn, resourcesOf } from './server.ts';

/** `complete`: loaded by us, to its last concept. `part`: of another source, and not the whole by its own word. */
export interface Listed {
  kind: 'system' | 'map';
  short: string;
  title: string;
  url: string;
  version: string;
  count: number | null;
  date: string;
  state: 'complete' | 'interrupted' | 'sample' | 'part' | 'other source';
  reference: string;
}

/** Every code system of the server, and the maps that were imported. */
export async function listTerminologies(c: Connection): Promise<Listed[]> {
  const releases = await releasesOn(c);
  const systems = (await codeSystemsOf(c)).map((system): Listed => {
    const hash = hashOf(system);
    const release = releases.find((one) => one.hash === hash && one.system === system.url);
    return {
      kind: 'system',
      short: release?.short ?? shortOf(system),
      title: system.title ?? system.url ?? '',
      url: system.url ?? '',
      version: system.version ?? '',
      count: release?.concepts ?? system.count ?? null,
      date: (release?.date ?? system.date ?? '').slice(0, 16),
      state: release
        ? 'complete'
        : hash
          ? 'interrupted'
          : system.experimental
            ? 'sample'
            : system.content === 'complete'
              ? 'other source'
              : 'part',
      reference: `CodeSystem/${system.id ?? ''}`,
    };
  });
  const query = `ConceptMap?identifier=${encodeURIComponent(`${releaseSystem}|`)}&_elements=url,version,title,date,identifier&_count=200`;
  const maps = (await resourcesOf<ConceptMap>(c, query, 'ConceptMap')).map((map): Listed => ({
    kind: 'map',
    short: map.id?.replace(/^map-/, '') ?? '',
    title: map.title ?? '',
    url: map.url ?? '',
    version: map.version ?? '',
    count: null,
    date: (map.date ?? '').slice(0, 16),
    state: 'complete',
    reference: `ConceptMap/${map.id ?? ''}`,
  }));
  return [...systems, ...maps].sort((a, b) =>
    a.kind === b.kind ? (a.title < b.title ? -1 : 1) : a.kind === 'system' ? -1 : 1,
  );
}

/** Of what is imported the id begins with it. */
const shortOf = ({ id = '', identifier }: CodeSystem): string =>
  hashOf({ ...(identifier ? { identifier } : {}) }) ? id.replace(/-[0-9a-f]{12}$/, '') : id;

export function tableOf(listed: readonly Listed[]): string[] {
  const rows = listed.map(({ short, title, version, count, date, state }) => [
    short,
    title,
    version,
    count === null ? '' : String(count),
    date.replace('T', ' '),
    state,
  ]);
  const head = ['name', 'title', 'release', 'concepts', 'loaded', 'state'];
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)));
  return [head, ...rows].map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

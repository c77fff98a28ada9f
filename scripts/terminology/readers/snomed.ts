import path from 'node:path';
import { systems } from '@keneyapp/fhir-model/systems';
import type { KnownFile } from '../gather.ts';
import { licences } from '../licences.ts';
import type { Problems } from '../problems.ts';
import { concept, isInactive, parent, type SystemRelease } from '../release.ts';
import { namedRows } from '../rows.ts';
import { Descriptions } from './snomed-descriptions.ts';

const isA = '116680003',
  stated = '900000000000010007',
  international = '900000000000207008';

/** One set of RF2 files: a package is an edition by itself, or extends the international one. */
export interface Rf2Set {
  root: string;
  /** INT, or the namespace of an extension. */
  namespace: string;
  date: string;
  isSnapshot: boolean;
  files: KnownFile[];
}

/** `…_INT_20180731.txt`; a package brings the same release as Snapshot and as Full: the one is the newest state of the other. */
export function rf2Sets(files: readonly KnownFile[]): Rf2Set[] {
  const sets = new Map<string, Rf2Set>();
  for (const file of files) {
    const [, namespace = '?', date = ''] =
      /_([A-Za-z0-9]+)_(\d{8})\.txt/.exec(path.basename(file.name)) ?? [];
    const isSnapshot = path.basename(file.name).includes('Snapshot');
    const root = packageOf(file.name);
    const key = `${root} ${isSnapshot} ${namespace}`;
    const set = sets.get(key) ?? { root, namespace, date, isSnapshot, files: [] };
    sets.set(key, { ...set, date: set.date > date ? set.date : date, files: [...set.files, file] });
  }
  const whole = [...sets.values()].filter((set) => set.files.some(({ kind }) => kind === 'rf2-concept'));
  const hasSnapshot = ({ root, namespace }: Rf2Set) =>
    whole.some((other) => other.isSnapshot && other.root === root && other.namespace === namespace);
  return whole.filter((set) => set.isSnapshot || !hasSnapshot(set));
}

/** What lies above `Snapshot/` or `Full/`. */
const packageOf = (name: string): string =>
  /^(.*)[/!](?:Snapshot|Full)\//.exec(name)?.[1] ??
  /^(.*?)[/!](?:Refset|Terminology)\//.exec(name)?.[1] ??
  path.dirname(name);

/**
 * SNOMED CT in RF2, Snapshot or Full, with extensions of the same run: concepts that are active and those that are not any
 * more, terms with their language and what the language reference sets prefer, parents by is-a relationships (the stated
 * ones where nothing is inferred). Everything is held until the last file is read: about 2 GB for the international edition.
 */
export function snomed(sets: readonly Rf2Set[], problems: Problems): SystemRelease {
  const files = sets.flatMap((set) => set.files);
  let unnamed = 0,
    module = international;
  const extension = sets.find(({ namespace }) => namespace !== 'INT');
  return {
    kind: 'system',
    short: 'snomed-ct',
    url: systems.snomed,
    title: 'SNOMED CT',
    language: 'en',
    licence: licences.snomed,
    isWhole: true,
    version: () =>
      `${systems.snomed}/${module}/version/${sets
        .map(({ date }) => date)
        .sort()
        .at(-1)}`,
    async *concepts() {
      unnamed = 0;
      const concepts = new Latest<{ isActive: boolean; module: string }>();
      for (const file of ofKind(files, 'rf2-concept'))
        for await (const { line, get } of namedRows(file, tab, problems)) {
          if (!/^\d{6,18}$/.test(get('ID')))
            problems.add(file.name, line, `“${get('ID')}” is no SNOMED CT identifier`);
          else
            concepts.put(get('ID'), get('EFFECTIVETIME'), {
              isActive: get('ACTIVE') === '1',
              module: get('MODULEID'),
            });
        }
      const terms = new Descriptions();
      await terms.read(ofKind(files, 'rf2-description'), ofKind(files, 'rf2-language'), problems);
      const parents = await readParents(ofKind(files, 'rf2-relationship'), problems);
      if (extension) module = mostUsed(ofExtension(concepts, terms)) ?? module;
      for (const [id, { isActive }] of concepts.entries()) {
        const { display, designation, definition } = terms.of(id);
        if (display === '') unnamed += 1;
        yield concept(id, display, {
          definition,
          designation,
          property: [
            ...(isActive ? [] : [isInactive]),
            ...[...(parents.get(id) ?? [])].filter((above) => concepts.has(above)).map(parent),
          ],
        });
      }
    },
    remarks: () => [
      ...(unnamed > 0 ? [`${unnamed} concepts have no active term`] : []),
      ...(files.some(({ kind }) => kind === 'rf2-language')
        ? []
        : ['no language reference set: the first synonym of each concept is its name']),
    ],
  };
}

const tab = { delimiter: '\t', isQuoted: false, needed: ['ID', 'EFFECTIVETIME', 'ACTIVE'] } as const;
const ofKind = (files: readonly KnownFile[], kind: KnownFile['kind']) =>
  files.filter((file) => file.kind === kind);

/** The newest state of each component: a Full has every one there ever was. */
class Latest<T> {
  readonly #items = new Map<string, { at: string; value: T }>();
  put(id: string, at: string, value: T): void {
    const known = this.#items.get(id);
    if (!known || known.at <= at) this.#items.set(id, { at, value });
  }
  has(id: string): boolean {
    return this.#items.has(id);
  }
  *entries(): Generator<[string, T]> {
    for (const [id, { value }] of this.#items) yield [id, value];
  }
}

async function readParents(
  files: readonly KnownFile[],
  problems: Problems,
): Promise<Map<string, Set<string>>> {
  const links = new Latest<{ child: string; above: string; isStated: boolean; isActive: boolean }>();
  const needed = [...tab.needed, 'SOURCEID', 'DESTINATIONID', 'TYPEID', 'CHARACTERISTICTYPEID'];
  for (const file of files)
    for await (const { get } of namedRows(file, { ...tab, needed }, problems))
      if (get('TYPEID') === isA)
        links.put(get('ID'), get('EFFECTIVETIME'), {
          child: get('SOURCEID'),
          above: get('DESTINATIONID'),
          isStated: get('CHARACTERISTICTYPEID') === stated,
          isActive: get('ACTIVE') === '1',
        });
  const active = [...links.entries()].map(([, link]) => link).filter(({ isActive }) => isActive);
  const isInferred = active.some(({ isStated }) => !isStated);
  const parents = new Map<string, Set<string>>();
  for (const { child, above, isStated } of active) {
    if (isInferred && isStated) continue;
    const known = parents.get(child) ?? new Set();
    parents.set(child, known.add(above));
  }
  return parents;
}

function* ofExtension(concepts: Latest<{ module: string }>, terms: Descriptions): Generator<string> {
  for (const [, { module }] of concepts.entries()) if (module !== international) yield module;
  yield* terms.modules;
}

function mostUsed(modules: Iterable<string>): string | null {
  const counts = new Map<string, number>();
  for (const one of modules) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

import type { CodeSystemConcept } from '@medplum/fhirtypes';
import { systems } from '@keneyapp/fhir-model/systems';
import type { KnownFile } from '../gather.ts';
import { jsonRows } from '../json-rows.ts';
import { licences } from '../licences.ts';
import type { Problems } from '../problems.ts';
import { concept, isInactive, isNotSelectable, parent, texts, use, type SystemRelease } from '../release.ts';
import { NewestDay } from '../version.ts';

/**
 * The CCAM as JSON lists: acts (also of the descriptive CCAM, with an extension after a dash), the hierarchy, whose chapters
 * are not coded, and notes, which are its definitions. An act whose end has passed is inactive.
 */
export function ccam(files: readonly KnownFile[], problems: Problems): SystemRelease {
  const newest = new NewestDay();
  const of = (kind: KnownFile['kind']) => files.filter((file) => file.kind === kind);
  return {
    kind: 'system',
    short: 'ccam',
    url: systems.ccam,
    title: 'CCAM',
    language: 'fr',
    licence: licences.ccam,
    isWhole: true,
    version: () => newest.or(files),
    async *concepts() {
      const parents = new Map<string, string>();
      for (const file of of('ccam-hierarchy')) yield* readChapters(file, parents, problems);
      const notes = await readNotes(of('ccam-notes'), problems);
      const seen = new Set<string>();
      for (const file of of('ccam-acts')) yield* readActs(file, { parents, notes, seen, newest }, problems);
    },
    remarks: () => [
      ...(of('ccam-hierarchy').length > 0 ? [] : ['no hierarchy: acts have no chapters']),
      ...(of('ccam-notes').length > 0 ? [] : ['no notes']),
    ],
  };
}

async function* readChapters(
  file: KnownFile,
  parents: Map<string, string>,
  problems: Problems,
): AsyncGenerator<CodeSystemConcept> {
  const chapters = new Set<string>();
  for await (const { line, get } of jsonRows(file)) {
    const [code, above, type] = [get('code'), get('parent'), get('type')];
    if (code === '' || !['H', 'A'].includes(type))
      problems.add(file.name, line, 'neither a chapter nor an act');
    else if (type === 'A') parents.set(code, above);
    else {
      chapters.add(code);
      yield concept(code, get('libelle'), {
        property: [
          ...(chapters.has(above) ? [parent(above)] : []),
          isNotSelectable,
          ...texts({ kind: get('lib_niveau'), place: get('strate') }),
        ],
      });
    }
  }
}

async function readNotes(files: readonly KnownFile[], problems: Problems): Promise<Map<string, string[]>> {
  const notes = new Map<string, string[]>();
  for (const file of files)
    for await (const { line, get } of jsonRows(file)) {
      const [code, text] = [get('code'), get('note').replace(/\s*¶\s*/g, '\n')];
      if (code === '' || text === '') problems.add(file.name, line, 'a note without an act or a text');
      else notes.set(code, [...(notes.get(code) ?? []), text]);
    }
  return notes;
}

interface Around {
  parents: ReadonlyMap<string, string>;
  notes: ReadonlyMap<string, readonly string[]>;
  seen: Set<string>;
  newest: NewestDay;
}

/** Two lists of acts, with and without the descriptive ones, are one: an act counts once. */
async function* readActs(
  file: KnownFile,
  { parents, notes, seen, newest }: Around,
  problems: Problems,
): AsyncGenerator<CodeSystemConcept> {
  const today = new Date().toISOString().slice(0, 10);
  const ofFile = new Set<string>();
  for await (const { line, get } of jsonRows(file)) {
    const base = get('code').toUpperCase(),
      extension = get('extension_descriptive'),
      code = extension === '' ? base : `${base}-${extension}`,
      [long, short] = [get('libelle_long'), get('libelle_court')];
    if (!/^[A-Z]{4}\d{3}$/.test(base)) {
      problems.add(file.name, line, `“${base}” is no code of the CCAM`);
      continue;
    }
    if (long === '' && short === '') {
      problems.add(file.name, line, `${code} has no label`);
      continue;
    }
    if (ofFile.has(code)) problems.add(file.name, line, `${code} is there twice`);
    ofFile.add(code);
    newest.see(get('date_debut'));
    if (seen.has(code)) continue;
    seen.add(code);
    const end = get('date_fin'),
      above = extension === '' ? parents.get(base) : base;
    yield concept(code, long || short, {
      definition: extension === '' ? (notes.get(base) ?? []).join('\n\n') : '',
      designation:
        long && short && long !== short ? [{ language: 'fr', use: use.synonym, value: short }] : [],
      property: [
        ...(end !== '' && end <= today ? [isInactive] : []),
        ...(above ? [parent(above)] : []),
        ...texts({
          act: get('type_acte'),
          sex: get('compatibilite_sexe'),
          from: get('date_debut'),
          until: end,
        }),
      ],
    });
  }
}

import type { CodeSystemConcept } from '@medplum/fhirtypes';
import { systems } from '@keneyapp/fhir-model/systems';
import type { KnownFile } from '../gather.ts';
import { jsonRows } from '../json-rows.ts';
import { licences } from '../licences.ts';
import type { Problems } from '../problems.ts';
import { concept, isNotSelectable, parent, type SystemRelease } from '../release.ts';
import { plainRows } from '../rows.ts';
import { NewestDay, versionOf } from '../version.ts';

/** The fourteen main groups, as French drug texts name them. */
const mainGroups: Readonly<Record<string, string>> = {
  A: 'Voies digestives et métabolisme',
  B: 'Sang et organes hématopoïétiques',
  C: 'Système cardiovasculaire',
  D: 'Médicaments dermatologiques',
  G: 'Système génito-urinaire et hormones sexuelles',
  H: 'Hormones systémiques, à l’exclusion des hormones sexuelles et des insulines',
  J: 'Anti-infectieux généraux à usage systémique',
  L: 'Antinéoplasiques et agents immunomodulants',
  M: 'Système musculo-squelettique',
  N: 'Système nerveux',
  P: 'Antiparasitaires, insecticides et répulsifs',
  Q: 'Médicaments vétérinaires',
  R: 'Système respiratoire',
  S: 'Organes sensoriels',
  V: 'Divers',
};
/** How many letters and digits each level has. */
const levels = [1, 3, 4, 5, 7];
export const isAtc = (code: string): boolean => /^[A-Z](\d{2}([A-Z]([A-Z](\d{2})?)?)?)?$/.test(code);

/**
 * ATC as far as French drug files tell: the codes that drugs have and the groups above them; names of substances where the
 * UCD table gives them. No file of the WHO: other codes may exist, and many groups have no title.
 */
export function atc(files: readonly KnownFile[], problems: Problems, drugsAsOf: () => string): SystemRelease {
  const newest = new NewestDay();
  let untitled = 0,
    total = 0;
  return {
    kind: 'system',
    short: 'atc',
    url: systems.atc,
    title: 'ATC (codes des médicaments français)',
    language: 'fr',
    licence: licences.atc,
    isWhole: false,
    version: () => [newest.day, drugsAsOf()].sort().at(-1) || versionOf(files),
    async *concepts() {
      const names = await namesOf(files, newest, problems);
      untitled = 0;
      total = names.size;
      for (const [code, name] of [...names].sort(([a], [b]) => (a < b ? -1 : 1))) {
        if (name === '') untitled += 1;
        yield ofCode(code, name);
      }
    },
    remarks: () => [
      ...(untitled > 0 ? [`${untitled} of ${total} codes have no title in the files that were given`] : []),
      'derived from drug files: that a code is missing says nothing',
    ],
  };
}

function ofCode(code: string, name: string): CodeSystemConcept {
  const above = levels.filter((length) => length < code.length).at(-1);
  return concept(code, name, {
    property: [
      ...(above ? [parent(code.slice(0, above))] : []),
      ...(code.length < 7 ? [isNotSelectable] : []),
    ],
  });
}

/** Every code with the groups above it, and its name or ''. */
async function namesOf(
  files: readonly KnownFile[],
  newest: NewestDay,
  problems: Problems,
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const see = (code: string, name: string) => {
    for (const length of levels)
      if (length < code.length && !names.has(code.slice(0, length)))
        names.set(code.slice(0, length), mainGroups[code.slice(0, length)] ?? '');
    if (!names.get(code)) names.set(code, name);
  };
  for (const file of files)
    if (file.kind === 'ucd')
      for await (const { line, get } of jsonRows(file)) {
        newest.see(get('date_maj'));
        const code = get('code_atc').toUpperCase();
        if (code === '') continue; // homeopathy and the like have none
        if (isAtc(code)) see(code, get('libelle_atc'));
        else problems.add(file.name, line, `“${code}” is no ATC code`);
      }
    else if (file.kind === 'bdpm-atc')
      for await (const { cells } of plainRows(file, '\t')) {
        const code = cells[1]?.trim().toUpperCase() ?? '';
        if (isAtc(code)) see(code, ''); // what is none is said where the map of drugs is read
      }
  return names;
}

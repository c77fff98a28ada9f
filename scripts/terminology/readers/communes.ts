import type { CodeSystemConcept } from '@medplum/fhirtypes';
import { systems } from '@keneyapp/fhir-model/systems';
import type { KnownFile } from '../gather.ts';
import { licences } from '../licences.ts';
import type { Problems } from '../problems.ts';
import { concept, parent, texts, use, type SystemRelease } from '../release.ts';
import { namedRows } from '../rows.ts';
import { versionOf } from '../version.ts';

const kinds = ['COM', 'ARM', 'COMA', 'COMD'];

/**
 * Communes of INSEE (code officiel géographique), its columns in small letters or capitals. Delegated and associated
 * communes are below the one they belong to; where they share its code they are a name of it.
 */
export function communes(files: readonly KnownFile[], problems: Problems): SystemRelease {
  let shared = 0;
  return {
    kind: 'system',
    short: 'communes',
    url: systems.communes,
    title: 'Communes (code officiel géographique)',
    language: 'fr',
    licence: licences.cog,
    isWhole: true,
    version: () => versionOf(files),
    async *concepts() {
      const found = new Map<string, CodeSystemConcept>();
      const late: CodeSystemConcept[] = [];
      shared = 0;
      for (const file of files) {
        const needed = ['TYPECOM', 'COM', 'LIBELLE'];
        for await (const { line, get } of namedRows(
          file,
          { delimiter: ',', isQuoted: true, needed },
          problems,
        )) {
          const [code, name, kind, above] = [get('COM'), get('LIBELLE'), get('TYPECOM'), get('COMPARENT')];
          if (!/^\d[\dAB]\d{3}$/.test(code))
            problems.add(file.name, line, `“${code}” is no code of a commune`);
          else if (!kinds.includes(kind)) problems.add(file.name, line, `“${kind}” is no kind of commune`);
          else if (name === '') problems.add(file.name, line, `${code} has no name`);
          else {
            const capitals = get('NCC');
            const one = concept(code, name, {
              designation:
                capitals && capitals !== name ? [{ language: 'fr', use: use.synonym, value: capitals }] : [],
              property: [
                ...(above && above !== code ? [parent(above)] : []),
                ...texts({ kind, department: get('DEP'), region: get('REG') }),
              ],
            });
            if (kind !== 'COM') late.push(one);
            else if (found.has(code)) problems.add(file.name, line, `${code} is there twice`);
            else found.set(code, one);
          }
        }
      }
      for (const one of late) {
        const whole = found.get(one.code ?? '');
        if (!whole) found.set(one.code ?? '', one);
        else if (whole.display !== one.display) {
          shared += 1;
          whole.designation = [
            ...(whole.designation ?? []),
            { language: 'fr', use: use.synonym, value: one.display ?? '' },
          ];
        }
      }
      yield* found.values();
    },
    remarks: () =>
      shared > 0 ? [`${shared} delegated communes share the code of theirs: they are names of it`] : [],
  };
}

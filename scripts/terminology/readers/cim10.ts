import type { CodeSystemConcept } from '@medplum/fhirtypes';
import { systems } from '@keneyapp/fhir-model/systems';
import type { KnownFile } from '../gather.ts';
import { licences } from '../licences.ts';
import type { Problems } from '../problems.ts';
import { concept, isInactive, parent, texts, use, type SystemRelease } from '../release.ts';
import { plainRows } from '../rows.ts';
import { versionOf } from '../version.ts';

/**
 * LIBCIM10MULTI of the ATIH: code, use in the PMSI for MCO, SSR and psychiatry, short and long label, by `|` and without a
 * header. The flags are kept as they are; their meaning is the ATIH's notice, of which two things are said in words: what
 * may be no principal diagnosis (MCO 1 to 4), and what the PMSI wants a subdivision of. Codes that were withdrawn stand in the
 * file with `*** SU`: they are inactive.
 */
export function cim10(files: readonly KnownFile[], problems: Problems): SystemRelease {
  return {
    kind: 'system',
    short: 'cim-10',
    url: systems.cim10,
    title: 'CIM-10 FR à usage PMSI (ATIH)',
    language: 'fr',
    licence: licences.cim10,
    isWhole: true,
    version: () => versionOf(files),
    concepts: () => read(files, problems),
    remarks: () => [],
  };
}

async function* read(files: readonly KnownFile[], problems: Problems): AsyncGenerator<CodeSystemConcept> {
  const known = new Set<string>();
  for (const file of files)
    for await (const { line, cells } of plainRows(file, '|')) {
      const [raw = '', mco = '', ssr = '', psychiatry = '', short = '', long = ''] = cells.map((cell) =>
        cell.trim(),
      );
      const code = dotted(raw);
      if (cells.length !== 6) problems.add(file.name, line, `${cells.length} fields instead of 6`);
      else if (!code) problems.add(file.name, line, `“${raw}” is no code of the CIM-10`);
      else if (!/^\d$/.test(mco) || !/^[NO]{3,4}$/.test(ssr) || !/^\d$/.test(psychiatry))
        problems.add(file.name, line, 'its flags are none that are known');
      else if (long === '' && short === '') problems.add(file.name, line, 'no label');
      else {
        known.add(code.code);
        const above = parentOf(code.code, known);
        // the PMSI wants one of its subdivisions; a problem of the record may well be known no better
        const isSubdivided = mco === '3' && !ssr.includes('O') && psychiatry === '3';
        const isWithdrawn = /^\*{3} ?SU/.test(long || short);
        yield concept(code.code, long || short, {
          designation:
            long && short && short !== long ? [{ language: 'fr', use: use.synonym, value: short }] : [],
          property: [
            ...(above ? [parent(above)] : []),
            ...(isWithdrawn ? [isInactive] : []),
            ...(isSubdivided ? [{ code: 'subdivided', valueBoolean: true }] : []),
            { code: 'principalDiagnosis', valueBoolean: mco === '0' },
            ...texts({ mco, ssr, psychiatry, mark: code.mark }),
          ],
        });
      }
    }
}

/**
 * `A000` is A00.0, `B24+0` B24.+0 (a French subdivision); a dagger or an asterisk, and a plus sign at the end, which stands
 * for a dagger, are no part of the code.
 */
export function dotted(raw: string): { code: string; mark: string } | null {
  const found = /^([A-Z]\d{2})\.?((?:\d{0,3})(?:\+\d{1,2})?)([+*†]?)$/.exec(raw.trim().toUpperCase());
  if (!found) return null;
  const [, category = '', rest = '', mark = ''] = found;
  return {
    code: rest === '' ? category : `${category}.${rest}`,
    mark: mark === '' ? '' : mark === '*' ? 'asterisk' : 'dagger',
  };
}

function parentOf(code: string, known: ReadonlySet<string>): string | null {
  for (let end = code.length - 1; end >= 3; end -= 1) {
    const above = code.slice(0, end).replace(/[.+]+$/, '');
    if (above !== code && known.has(above)) return above;
  }
  return null;
}

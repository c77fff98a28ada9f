import type { CodeSystemConcept } from '@medplum/fhirtypes';
import { systems } from '@keneyapp/fhir-model/systems';
import type { KnownFile } from '../gather.ts';
import { licences } from '../licences.ts';
import type { Problems } from '../problems.ts';
import {
  concept,
  isNotSelectable,
  parent,
  texts,
  type MapElement,
  type MapRelease,
  type SystemRelease,
} from '../release.ts';
import { namedRows } from '../rows.ts';
import { headOf, decodeHead } from '../text.ts';
import { versionOf } from '../version.ts';
import { dotted } from './cim10.ts';

/**
 * The simple tabulation of ICD-11 MMS: depth by `- ` before the title, the release in the last cell of the header. Chapters
 * bear their number as code, blocks their block id; neither is coded.
 */
export function icd11(files: readonly KnownFile[], problems: Problems): SystemRelease {
  let version = '';
  return {
    kind: 'system',
    short: 'icd-11',
    url: systems.icd11,
    title: 'ICD-11 MMS',
    language: 'en',
    licence: licences.icd11,
    isWhole: true,
    version: () => version || versionOf(files),
    async *concepts() {
      for (const file of files) {
        version = releaseIn(decodeHead(await headOf(file, 4096))) ?? version;
        yield* read(file, problems);
      }
    },
    remarks: () => [],
  };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Version:2024 Jan 21 - 22:30 UTC` of the tabulation or `2024-Jan-21` of the map is the release 2024-01. */
function releaseIn(head: string): string | null {
  const [, year, month] = /(20\d{2})[ -]([A-Z][a-z]{2})[ -]\d/.exec(head.split(/\r?\n/)[0] ?? '') ?? [];
  const number = months.indexOf(month ?? '') + 1;
  return year && number > 0 ? `${year}-${String(number).padStart(2, '0')}` : null;
}

async function* read(file: KnownFile, problems: Problems): AsyncGenerator<CodeSystemConcept> {
  const above: string[] = [];
  const needed = ['CODE', 'BLOCKID', 'TITLE', 'CLASSKIND', 'CHAPTERNO'];
  for await (const { line, get } of namedRows(file, { delimiter: '\t', isQuoted: true, needed }, problems)) {
    const kind = get('CLASSKIND').toLowerCase();
    const code = kind === 'chapter' ? get('CHAPTERNO') : kind === 'block' ? blockOf(get) : get('CODE');
    const [dashes = ''] = /^(?:- )*/.exec(get('TITLE')) ?? [];
    const title = get('TITLE').slice(dashes.length).trim();
    const depth = dashes.length / 2;
    if (!['chapter', 'block', 'category'].includes(kind))
      problems.add(file.name, line, `“${kind}” is no kind of class of ICD-11`);
    else if (code === '') problems.add(file.name, line, `a ${kind} without a code`);
    else if (title === '') problems.add(file.name, line, `${code} has no title`);
    else {
      above.length = Math.min(above.length, depth);
      const over = above.findLast((one) => one !== '');
      above[depth] = code;
      yield concept(code, title, {
        property: [
          ...(over ? [parent(over)] : []),
          ...(kind === 'category' ? [] : [isNotSelectable]),
          ...texts({ kind, foundation: get('FOUNDATION URI') }),
          { code: 'residual', valueBoolean: /^true$/i.test(get('ISRESIDUAL')) },
        ],
      });
    }
  }
}

/** Blocks of the extension codes have no block id: the number of their entity is one. */
const blockOf = (get: (name: string) => string): string =>
  get('BLOCKID') || (/\/(\d+)$/.exec(get('FOUNDATION URI'))?.[1] ?? '');

/** The map of the WHO from ICD-10 to one category of ICD-11 each; it says which belongs to which, not how exactly. */
export function icdMap(files: readonly KnownFile[], problems: Problems): MapRelease {
  let version = '',
    grouped = 0,
    without = 0;
  return {
    kind: 'map',
    short: 'cim-10-icd-11',
    title: 'CIM-10 vers CIM-11 (OMS, une catégorie)',
    source: systems.cim10,
    target: systems.icd11,
    licence: licences.icd11,
    version: () => version || versionOf(files),
    async *elements(): AsyncGenerator<MapElement> {
      grouped = 0;
      without = 0;
      const needed = ['10CLASSKIND', 'ICD10CODE', 'ICD11CODE', 'ICD11TITLE'];
      for (const file of files) {
        version = releaseIn(decodeHead(await headOf(file, 4096))) ?? version;
        for await (const { line, get } of namedRows(
          file,
          { delimiter: '\t', isQuoted: false, needed },
          problems,
        )) {
          if (!get('10CLASSKIND').toLowerCase().endsWith('category')) {
            grouped += 1;
            continue;
          }
          const from = dotted(get('ICD10CODE'));
          if (!from) {
            problems.add(file.name, line, `“${get('ICD10CODE')}” is no code of the CIM-10`);
            continue;
          }
          const [code, display] = [get('ICD11CODE'), get('ICD11TITLE')];
          if (code === '') without += 1;
          yield {
            code: from.code,
            ...(get('ICD10TITLE') ? { display: get('ICD10TITLE') } : {}),
            target: [
              code === '' ? { equivalence: 'unmatched' } : { code, display, equivalence: 'relatedto' },
            ],
          };
        }
      }
    },
    remarks: () => [
      ...(grouped > 0 ? [`${grouped} chapters and blocks are left out: they are not coded`] : []),
      ...(without > 0 ? [`${without} codes lead to a block or chapter of ICD-11 alone: “unmatched”`] : []),
    ],
  };
}

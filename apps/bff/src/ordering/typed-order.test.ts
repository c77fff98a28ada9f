import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { leftOut } from '@keneyapp/config/left-out';
import { systems } from '@keneyapp/fhir-model/systems';
import { beforeAll, describe, expect, it } from 'vitest';
import { ConceptIndex, type SearchedConcept } from '../terminology/search/concept-index.ts';
import { readOrder } from './typed-order.ts';

const now = new Date('2026-11-30T08:00:00Z');
const concept = (code: string, display: string, ...synonyms: string[]): SearchedConcept => ({
  code,
  display,
  synonyms,
  weight: 0.5,
});
type Loaded = Partial<Record<string, readonly SearchedConcept[]>>;
async function terminologyOf(loaded: Loaded) {
  const indexes = new Map<string, ConceptIndex>();
  for (const [system, concepts = []] of Object.entries(loaded))
    indexes.set(system, await ConceptIndex.build(concepts));
  return {
    indexOf: (system: string) => indexes.get(system) ?? null,
    releaseStateOf: (system: string) => (indexes.has(system) ? ('sample' as const) : ('none' as const)),
  };
}
const doliprane = concept('60234100', 'DOLIPRANE 500 mg, comprimé', 'PARACÉTAMOL');
const strong = concept('61842187', 'DOLIPRANE 1000 mg, comprimé', 'PARACÉTAMOL');
const both = concept('63222690', 'DAFALGAN CODEINE, comprimé pelliculé', 'PARACÉTAMOL', 'CODÉINE');
const release = concept('1', 'SKENAN L.P. 30 mg, gélule', 'SULFATE DE MORPHINE');
const ampoule = concept('2', 'MORPHINE RENAUDIN 10 mg/ml, solution injectable', 'SULFATE DE MORPHINE');
const loaded: Loaded = {
  [systems.bdpm]: [doliprane, strong, both, release, ampoule],
  [systems.atc]: [
    concept('N02BE01', 'paracétamol'),
    concept('N02B', 'autres analgésiques et antipyrétiques'),
    concept('B01AC06', 'acide acétylsalicylique'),
    concept('N02BA01', 'acide acétylsalicylique'),
  ],
  [systems.loinc]: [
    concept('58410-2', 'Numération formule sanguine'),
    concept('51990-0', 'Ionogramme sanguin et fonction rénale'),
    concept('67151-1', 'Troponine T [Masse/Volume] Sérum/Plasma'),
    concept('89579-7', 'Troponine I [Masse/Volume] Sérum/Plasma'),
  ],
  [systems.ccam]: [concept('ZBQK002', 'Radiographie du thorax')],
};

describe('a typed order', () => {
  let terminology: Awaited<ReturnType<typeof terminologyOf>>;
  beforeAll(async () => {
    terminology = await terminologyOf(loaded);
  });
  const read = (line: string) => readOrder(terminology, line, now);
  const drugOf = async (line: string) => {
    const { errors, drug } = await read(line);
    return {
      errors: errors.map(({ code }) => code),
      chosen: drug?.chosen?.code ?? null,
      choices: drug?.choices.map(({ code }) => code) ?? [],
    };
  };

  it.each([
    ['a substance in grams is the substance', 'paracétamol 1 g x3/j 5 j', 'N02BE01', ['N02BE01']],
    [
      'tablets of a substance need the product, and it is the substance’s alone',
      'paracétamol 2 cp x3/j',
      null,
      ['60234100', '61842187'],
    ],
    ['a strength and one product of it', 'paracétamol 1 g 1 cp x3/j', '61842187', ['61842187']],
    [
      'a brand of several products is chosen, what fits first',
      'doliprane 1 g x3/j',
      null,
      ['61842187', '60234100'],
    ],
    ['a brand of one product', 'dafalgan codéine 2 cp x3/j', '63222690', ['63222690']],
    [
      'two codes of one name are a choice',
      'acide acétylsalicylique 100 mg /j matin',
      null,
      ['B01AC06', 'N02BA01'],
    ],
    ['prolonged release is a product', 'morphine LP 30 mg x2/j', '1', ['1']],
  ])('%s', async (_what, line, chosen, choices) => {
    expect(await drugOf(line)).toEqual({ errors: [], chosen, choices });
  });

  it('tests are the codes that are loaded, an exam its kind; what has two meanings is refused with both', async () => {
    const { reading, categories } = await read('NFS iono demain 8h');
    expect(reading).toMatchObject({
      kind: 'tests',
      tests: [{ test: { code: '58410-2' } }, { test: { code: '51990-0' } }],
      when: { day: { in: 1 }, time: '08:00' },
    });
    expect(categories).toEqual(['laboratory', 'laboratory']);
    expect((await read('radio thorax demain')).categories).toEqual(['imaging']);
    const { errors, reading: none } = await read('NFS troponine demain');
    expect(none).toBeNull();
    expect(errors.map(({ code, candidates }) => [code, candidates.map((one) => one.code)])).toEqual([
      ['ambiguous-test', ['67151-1', '89579-7']],
    ]);
  });

  it.each(['doliprna 1 g x3/j', 'paracetam 1 g x3/j', 'autres analgésiques et antipyrétiques 1 g x3/j'])(
    'what is not called so is never read: %s',
    async (line) => {
      const { reading, drug, errors } = await read(line);
      expect([reading, drug]).toEqual([null, null]);
      expect(errors.length).toBeGreaterThan(0);
    },
  );

  it('says that a sample, or nothing, was read', async () => {
    expect((await read('NFS')).loaded).toEqual({ drugs: 'sample', tests: 'sample' });
    const empty = await readOrder(await terminologyOf({}), 'paracétamol 1 g x3/j', now);
    expect(empty).toMatchObject({ reading: null, drug: null, loaded: { drugs: 'none', tests: 'none' } });
  });

  it('reads a release that is loaded meanwhile', async () => {
    const changing = { ...(await terminologyOf({})) };
    expect((await readOrder(changing, 'NFS', now)).reading).toBeNull();
    Object.assign(changing, await terminologyOf(loaded));
    expect((await readOrder(changing, 'NFS', now)).reading).not.toBeNull();
  });
});

const folder = path.resolve(import.meta.dirname, '../../../../../shared/data/terminology/bdpm');
const missing = existsSync(folder) ? null : '../shared/data/terminology/bdpm is missing';

describe.skipIf(missing)(leftOut('typed orders over the whole BDPM', missing), () => {
  it('are read in less than 50 ms a key, and the names of common drugs lead to their products', async () => {
    const rows = (file: string) =>
      new TextDecoder('windows-1252')
        .decode(readFileSync(path.join(folder, file)))
        .split(/\r?\n/)
        .map((row) => row.split('\t'));
    const substances = new Map<string, string[]>();
    for (const [cis = '', , , name = ''] of rows('CIS_COMPO_bdpm-2022.txt'))
      substances.set(cis, [...(substances.get(cis) ?? []), name]);
    const bdpm = rows('CIS_bdpm.txt').flatMap(([code = '', name = '']) =>
      name === '' ? [] : [concept(code, name, ...(substances.get(code) ?? []))],
    );
    const terminology = await terminologyOf({ [systems.bdpm]: bdpm });
    const times: number[] = [];
    for (const [line, product] of [
      ['paracétamol 1 g x3/j 5 j si douleur espacer de 6h max 4 g/24h', 'DAFALGAN 1000 mg, '],
      ['augmentin 1 g x3/j 7 jours', 'AUGMENTIN 1 g/125 mg, '],
      ['eliquis 5 mg 1 cp matin et soir', 'ELIQUIS 5 mg, '],
      ['symbicort 2 bouffées matin et soir', 'SYMBICORT '],
      ['lovenox 4000 UI SC le soir 10 j', 'LOVENOX 4 000 UI '],
    ] as const) {
      for (let length = 1; length < line.length; length += 1) {
        const began = performance.now();
        await readOrder(terminology, line.slice(0, length), now);
        times.push(performance.now() - began);
      }
      const { drug, errors } = await readOrder(terminology, line, now);
      expect(errors).toEqual([]);
      expect(drug?.choices[0]?.display.startsWith(product), line).toBe(true);
    }
    expect((await readOrder(terminology, 'amoxicillline 1 g x3/j', now)).drug).toBeNull();
    // the first key builds the list of names
    const [first = 0, ...rest] = times;
    expect(first).toBeLessThan(5_000);
    expect(rest.toSorted((a, b) => a - b)[Math.floor(rest.length * 0.95)]).toBeLessThan(50);
  });
});

import { existsSync } from 'node:fs';
import { leftOut } from '@keneyapp/config/left-out';
import { describe, expect, it } from 'vitest';
import { Interactions } from '../../apps/decision-support/src/knowledge/interactions.ts';
import { interactionsFile } from '../../apps/decision-support/src/knowledge/interactions-file.ts';
import { baseKey, substanceKey } from '../../apps/decision-support/src/knowledge/substance-key.ts';
import { inRoot } from '../lib/paths.mjs';
import { compile } from './compile.ts';
import { monthIn } from './read.ts';
import { readIndex } from './read-index.ts';
import { isTable, readTable } from './read-table.ts';
import { readText } from './read-text.ts';
import { compileFiles, reportLines } from './run.ts';

/** The real releases, in either format; they are their publisher's and are no part of this project. */
const official = inRoot('../shared/data/terminology');
const missing = existsSync(official) ? null : '../shared/data/terminology is not there';
const of = (name: string) => `${official}/${name}`;
const drug = (...names: string[]) => ({
  substances: names.map((name) => ({ name, key: substanceKey(name), base: baseKey(name), strength: null })),
});
const between = (list: Interactions, a: string, b: string) =>
  list.between(list.protagonistsOf(drug(a)), list.protagonistsOf(drug(b)));

const small = `Thesaurus des

 Version : Septembre 2019

2
ALPHA
Voir aussi : betas

+ BETAS
CONTRE-INDICATIONRisque grave, par un effet du

CYP3A4

+ GAMMA (VOIE ORALE)
Association DECONSEILLEE
Si l'association ne peut être évitée,
surveiller.

Effet de l'un sur l'autre.

BETAS
(bétaxine, sodium (bétate de))

+ ALPHA
CONTRE-INDICATIONRisque grave, par un effet du

CYP3A4

+ DELTA
CI - PE
Contre-indication :
- à forte dose
Précaution d'emploi :
- dans les autres cas

+ EPSILON
Il convient d'en tenir compte.
`;
const index = readIndex(
  'index.csv',
  '"molecule"\t"famille"\n"alpha"\t"Interactions en propre seulement"\n"gamma"\t""\n',
);

describe('the thesaurus as a text', () => {
  const read = readText('t.txt', small, ['alpha', 'gamma']);
  it('names, levels, advice and mechanism; a word in capitals in a text is no name', () => {
    expect(read.pairs).toEqual([
      {
        a: 'ALPHA',
        b: 'BETAS',
        levels: ['CI'],
        advice: '',
        mechanism: 'Risque grave, par un effet du CYP3A4',
      },
      {
        a: 'ALPHA',
        b: 'GAMMA (VOIE ORALE)',
        levels: ['AD'],
        advice: "Si l'association ne peut être évitée, surveiller.",
        mechanism: "Effet de l'un sur l'autre.",
      },
      {
        a: 'BETAS',
        b: 'ALPHA',
        levels: ['CI'],
        advice: '',
        mechanism: 'Risque grave, par un effet du CYP3A4',
      },
      {
        a: 'BETAS',
        b: 'DELTA',
        levels: ['CI', 'PE'],
        advice: "Contre-indication : - à forte dose Précaution d'emploi : - dans les autres cas",
        mechanism: '',
      },
    ]);
    expect(read.members.get('BETAS')).toEqual(['bétaxine', 'sodium (bétate de)']);
    expect(read.date).toBe('2019-09');
  });
  it('what has no level is listed with its line', () => {
    expect(read.unread).toEqual([
      { file: 't.txt', line: 36, why: 'BETAS + EPSILON: no level stands below it' },
    ]);
  });
  it('becomes a list: once each, classes from the index or from the text, names in any order', () => {
    const { file, report } = compile(read, index, null, { date: '2019-09' });
    expect(interactionsFile.parse(file)).toEqual(file);
    expect(report).toMatchObject({
      read: 4,
      pairs: 3,
      byLevel: { CI: 2, AD: 1, PE: 1, PC: 0 },
      unresolved: ['BETAS', 'DELTA'],
    });
    const list = new Interactions(file);
    expect(between(list, 'Alpha', 'GAMMA')).toHaveLength(1);
    expect(list.protagonistsOf(drug('zeta')).isKnown).toBe(false);
  });
});

describe('the thesaurus as a table', () => {
  const head =
    'protagoniste1\tprotagoniste2\tdescription_interaction\tdescription_medoc\tmecanisme\tCI\tAD\tPE\tPC';
  it('takes the level from the description, and lists rows that have none', () => {
    const text = `${head}\nA\tB\tPrecaution d'emploi Surveiller. \t\tEffet.\t\t\t Surveiller. \t\nA\tC\tRien\t\t\t\t\t\t\nA\tB\n`;
    expect(isTable(text)).toBe(true);
    const { pairs, unread } = readTable('thesaurusAout2016.csv', text);
    expect(pairs).toEqual([{ a: 'A', b: 'B', levels: ['PE'], advice: 'Surveiller.', mechanism: 'Effet.' }]);
    expect(unread.map(({ line, why }) => [line, why])).toEqual([
      [3, 'A + C: the description begins with no level'],
      [4, '2 columns instead of 9'],
    ]);
  });
  it('is of the month in its name', () => {
    expect(
      ['thesaurusAout2016.csv', 'thesaurus_092019.txt', 'Version : Septembre 2019', 'liste.csv'].map(monthIn),
    ).toEqual(['2016-08', '2019-09', '2019-09', null]);
  });
});

describe.skipIf(missing)(leftOut('the releases of the ANSM', missing), () => {
  it('2019, a text: every pair, on both sides', async () => {
    const compiled = await compileFiles([
      of('ansm/thesaurus_092019.txt'),
      of('ansm/index_substances092019.csv'),
      of('bdpm/CIS_COMPO_bdpm-2022.txt'),
    ]);
    const { file, report } = compiled;
    expect(file.date).toBe('2019-09');
    expect(report).toMatchObject({
      read: 3033,
      pairs: 1533,
      byLevel: { CI: 278, AD: 444, PE: 644, PC: 232 },
      classes: 183,
    });
    expect(report.unread.map(({ line }) => line)).toEqual([1864, 1870]);
    expect(report.unresolved).toHaveLength(10);
    expect(report.unresolved).toContain('PAMPLEMOUSSE (JUS ET FRUIT)');
    // old substances and those of hospitals alone: listed, not lost
    expect(report.notInBase?.length).toBeLessThan(170);
    expect(reportLines(compiled).join('\n')).toContain('thesaurus_092019.txt:1864 ANTICHOLINESTÉRASIQUES');

    const list = new Interactions(file);
    const levels = (a: string, b: string) => between(list, a, b)[0]?.levels;
    expect(levels('colchicine', 'clarithromycine')).toEqual(['CI']);
    expect(levels('MÉTHOTREXATE', 'TRIMÉTHOPRIME')).toEqual(['CI']);
    // by class on either side, by salt and by fraction of the national base
    expect(levels('WARFARINE SODIQUE', 'IBUPROFÈNE')).toEqual(['AD']);
    expect(levels('DABIGATRAN ÉTEXILATE (MÉSILATE DE)', 'KÉTOPROFÈNE')).toEqual(['AD']);
    expect(levels('VALPROATE DE SODIUM', 'LAMOTRIGINE')).toEqual(['AD']);
    expect(levels('CHLORHYDRATE DE MÉTOPROLOL', 'abiratérone')).toEqual(['PE']);
    // a class with itself
    expect(levels('amikacine', 'gentamicine')).toEqual(['CI', 'PC']);
    expect(between(list, 'paracétamol', 'amoxicilline')).toEqual([]);
  });
  it('2016, a table', async () => {
    const { file, report } = await compileFiles([
      of('ansm/thesaurusAout2016.csv'),
      of('ansm/moleculesfamillesAout2016.csv'),
      of('bdpm/CIS_COMPO_bdpm-2022.txt'),
    ]);
    expect(file.date).toBe('2016-08');
    expect(report).toMatchObject({
      read: 1463,
      pairs: 1463,
      byLevel: { CI: 256, AD: 404, PE: 636, PC: 226 },
      classes: 158,
      unread: [],
    });
    const list = new Interactions(file);
    expect(between(list, 'colchicine', 'clarithromycine')[0]?.levels).toEqual(['CI']);
    expect(between(list, 'warfarine', 'ibuprofène')[0]?.levels).toEqual(['AD']);
  });
  it('says what is missing', async () => {
    await expect(compileFiles([of('ansm/thesaurus_092019.txt')])).rejects.toThrow(
      'index of substances is missing',
    );
    await expect(compileFiles([of('bdpm/CIS_bdpm.txt')])).rejects.toThrow('is no thesaurus');
    await expect(compileFiles([of('nowhere.csv')])).rejects.toThrow('cannot be read');
  });
});

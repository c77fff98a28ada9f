import { birthDateOf, insKey, readDatamatrix, spellTraits, type StrictTraits } from '@keneyapp/clinical';
import { describe, expect, it } from 'vitest';
import { fitted, leastSize } from './fitted.ts';
import { Fonts } from './fonts.ts';
import { identityLabels } from './identity-labels.ts';
import { labelLayouts, type LabelIdentity, type LabelLayout, type LabelOptions } from './labels.ts';
import { openDocument } from './open-document.ts';
import { labelWordsInFrench } from './testing-labels.ts';
import { readPdf } from './testing-pdf.ts';
import { codesOn, scanned } from './testing-scan.ts';

const born = (text: string, isEstimated = false) => {
  const date = birthDateOf(text, { isEstimated });
  if (!date) throw new Error(text);
  return date;
};
const traits: StrictTraits = {
  birthName: 'D’Artagnan',
  firstGivenName: 'Marie-Jeanne',
  givenNames: ['Marie-Jeanne', 'Zoé'],
  birthDate: born('1984-07-12'),
  sex: 'female',
  birthPlace: { code: '75056', name: 'Paris' },
};
const number = '2840775012345';
const matricule = `${number}${insKey(number)}`;
const groups = '2 84 07 75 012 345';
const someone = (part: Partial<LabelIdentity> = {}): LabelIdentity => ({
  traits,
  usedName: 'Lefèvre',
  usedGivenName: null,
  suffix: null,
  ipp: '800012345',
  state: { status: 'QUAL', attributes: [] },
  ins: { value: matricule, oid: '1.2.250.1.213.1.4.8', kind: 'nir' },
  ...part,
});
const options = (part: Partial<LabelOptions> = {}): LabelOptions => ({
  layout: 'bracelet',
  copies: 1,
  first: 1,
  hospital: 'Centre hospitalier du Val-Fleuri',
  now: new Date('2026-11-28T09:00:00Z'),
  language: 'fr',
  words: labelWordsInFrench,
  ...part,
});
const textOf = async (identity: LabelIdentity, part: Partial<LabelOptions> = {}) => {
  const { pages } = await readPdf(await identityLabels(identity, options(part)));
  return pages.map(({ text }) => text.replaceAll('\n', ' ')).join(' ');
};
const codesOf = async (identity: LabelIdentity, layout: LabelLayout) =>
  (await codesOn(await identityLabels(identity, options({ layout })))).map(scanned);

const longName = "DE LA ROCHE-D'ANJOU ".repeat(6).slice(0, 100);
const withLongNames = someone({
  usedName: longName,
  ipp: 'ABCDEF-0123456789-XYZ',
  traits: { ...traits, birthName: longName, firstGivenName: longName, givenNames: [longName] },
});

it('the bracelet of a child has the name of the mother, and which of twins it is', async () => {
  const child = someone({
    ...{ usedName: null, ins: null, mother: 'D’Artagnan Léa', order: 2 },
    state: { status: 'PROV', attributes: [] },
  });
  const text = await textOf(child, { layout: 'child-bracelet' });
  for (const said of ["Mère D'ARTAGNAN LEA", 'Jumeau n° 2', 'IPP 800012345', '12/07/1984'])
    expect(text).toContain(said);
});

describe.each(labelLayouts)('%s', (layout) => {
  it('has the traits, the hospital number and, of a qualified identity, its matricule', async () => {
    const text = await textOf(someone(), { layout });
    for (const said of [
      "D'ARTAGNAN",
      'MARIE-JEANNE',
      'LEFEVRE',
      '12/07/1984',
      'Sexe F',
      `INS (NIR)`,
      groups,
      'IPP 800012345',
    ])
      expect(text).toContain(said);
  });

  it('has codes that a scanner reads: the datamatrix with the same traits, and the hospital number', async () => {
    const [matrix, bars] = await codesOf(someone(), layout);
    const result = readDatamatrix(matrix ?? '');
    expect(result).toMatchObject({
      ok: true,
      read: {
        matricule,
        oid: '1.2.250.1.213.1.4.8',
        isCut: false,
        traits: {
          ...spellTraits(traits),
          firstGivenName: 'MARIE-JEANNE',
          birthPlace: { code: '75056', name: null },
        },
      },
    });
    expect(bars).toBe('800012345');
  });

  it.each([
    ['provisional', { status: 'PROV', attributes: [] }],
    ['validated', { status: 'VALI', attributes: [] }],
    ['recovered', { status: 'RECUP', attributes: [] }],
    ['doubtful', { status: 'QUAL', attributes: ['doubtful'] }],
    ['fictive', { status: 'QUAL', attributes: ['fictive'] }],
  ] as const)('has neither matricule nor datamatrix of a %s identity', async (_what, state) => {
    const identity = someone({ state });
    const text = await textOf(identity, { layout });
    expect(text).toContain('ARTAGNAN');
    expect(text).not.toContain('INS');
    expect(text).not.toContain(groups);
    expect(text.replaceAll(' ', '')).not.toContain(number);
    expect(await codesOf(identity, layout)).toEqual(['800012345']);
  });

  it('shortens names of 100 letters where they can be seen to be shortened, and no code or number', async () => {
    const text = await textOf(withLongNames, { layout });
    expect(text.match(/DE LA ROCHE-D'ANJOU[^…]*…/g)).toHaveLength(3);
    expect(text).toContain(groups);
    expect(text).toContain('IPP ABCDEF-0123456789-XYZ');
    const [matrix, bars] = await codesOf(withLongNames, layout);
    const result = readDatamatrix(matrix ?? '');
    expect(result.ok && result.read.traits).toMatchObject({
      birthName: longName.trim(),
      givenNames: longName.trim().split(' '),
    });
    expect(bars).toBe('ABCDEF-0123456789-XYZ');
  });

  it('keeps its codes apart, and the bars high enough for a hand-held reader', async () => {
    for (const identity of [someone(), withLongNames]) {
      const codes = await codesOn(await identityLabels(identity, options({ layout })));
      const [one, other] = codes.map(({ box }) => box);
      if (!one || !other) throw new Error('two codes');
      const isApart =
        one.x + one.width < other.x || other.x + other.width < one.x || one.y + one.height < other.y;
      expect(isApart).toBe(true);
      expect(other.height).toBeGreaterThanOrEqual(8);
    }
  });
});

it.each([
  ['1984-07', false, '--/07/1984'],
  ['1984', false, '--/--/1984'],
  ['1980', true, 'vers --/--/1980'],
])('says of a birth date %s what is known', async (known, isEstimated, said) => {
  const identity = someone({ traits: { ...traits, birthDate: born(known, isEstimated) } });
  expect(await textOf(identity)).toContain(said);
  const [matrix] = await codesOf(identity, 'bracelet');
  const result = readDatamatrix(matrix ?? '');
  expect(result.ok && result.read.traits.birthDate.written).toBe(born(known).written);
});

it('says that an identity is fictive, and does without what it lacks', async () => {
  const identity = someone({
    usedName: null,
    ipp: null,
    ins: null,
    state: { status: 'PROV', attributes: ['fictive'] },
    traits: {
      ...traits,
      birthName: 'INCONNU-GBXQ',
      firstGivenName: '',
      givenNames: [],
      sex: 'unknown',
      birthDate: { known: '', written: '', isEstimated: false },
    },
  });
  for (const layout of labelLayouts) {
    const text = await textOf(identity, { layout });
    for (const said of ['INCONNU-GBXQ', 'Identité fictive', 'Né(e) le', '--/--/----', 'Sexe I'])
      expect(text).toContain(said);
    expect(text).not.toContain('Nom utilisé');
    expect(text).not.toContain('IPP');
    expect(await codesOf(identity, layout)).toEqual([]);
  }
});

it('prints a matricule without a code where no datamatrix can be made of what is recorded', async () => {
  const identity = someone({ traits: { ...traits, sex: 'unknown' } });
  expect(await textOf(identity)).toContain(groups);
  expect(await codesOf(identity, 'bracelet')).toEqual(['800012345']);
});

it('leaves out bars that would be too fine or that Code 128 does not have; the number stays', async () => {
  for (const ipp of ['Ω-12', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-ABCDEFGHIJKLMNOPQRSTUVWXYZ']) {
    const identity = someone({ ipp, ins: null });
    expect((await textOf(identity)).replaceAll(' ', '')).toContain(ipp);
    expect(await codesOf(identity, 'label-sheet')).toEqual([]);
  }
});

describe('a sheet of labels', () => {
  it('begins with the first label that is free, and goes on on the next sheet', async () => {
    const file = await identityLabels(someone(), options({ layout: 'label-sheet', copies: 3, first: 23 }));
    const { pages } = await readPdf(file);
    expect(pages.map(({ text }) => text.match(/D'ARTAGNAN/g)?.length)).toEqual([2, 1]);
    const mm = 72 / 25.4;
    const [second] = await codesOn(file);
    // the second of the last row
    expect(second?.box.x).toBeGreaterThan(70 * mm);
    expect(second?.box.y).toBeGreaterThan(7 * 37 * mm);
    const [first] = await codesOn(file, 2);
    expect(first?.box.x).toBeLessThan(70 * mm);
    expect(first?.box.y).toBeLessThan(37 * mm);
  });
});

it('makes as many bracelets as were asked for, tagged, in its language, the same for the same input', async () => {
  const file = await identityLabels(someone(), options({ copies: 2 }));
  const read = await readPdf(file);
  expect(read.pages).toHaveLength(2);
  expect(read).toMatchObject({ title: 'Étiquettes d’identité', language: 'fr-FR', conformance: '2A' });
  expect(read.pages[0]?.roles).toEqual(expect.arrayContaining(['P', 'Figure']));
  expect((await identityLabels(someone(), options({ copies: 2 }))).equals(file)).toBe(true);
});

it('makes a text smaller before it takes two lines, and takes two before it is cut', () => {
  const { doc } = openDocument({ title: '', author: '', subject: '', language: 'fr', at: new Date(0) }, 'A4');
  const fonts = new Fonts(doc);
  const fit = (text: string) =>
    fitted(fonts, text, { width: 100, largest: 12, isBold: true, color: '#000000' });
  const said = (text: string) => fit(text).lines.map(({ runs }) => runs.map((run) => run.text).join(''));
  expect(fit('MARTIN').size).toBe(12);
  expect(fit('MARTIN-DUPONT-LE').size).toBeLessThan(12);
  expect(said('MARTIN-DUPONT-LE')).toHaveLength(1);
  expect(fit('MARTIN DUPONT LEGRAND LEROY').size).toBe(leastSize);
  expect(said('MARTIN DUPONT LEGRAND LEROY').join(' ')).toBe('MARTIN DUPONT LEGRAND LEROY');
  expect(said('MARTIN '.repeat(12)).join(' ')).toMatch(/^MARTIN .*…$/);
});

import { emptyRegimen, emptyStep, type DoseScale, type Regimen } from '@keneyapp/clinical/prescribing';
import { describe, expect, it } from 'vitest';
import { papersOf, prescriptionPaper, type PaperFacts, type PaperLine } from './content.ts';
import { doseInWords, numberInWords, regimenInWords, strengthInWords } from './in-words.ts';
import { limitsOf, substanceRulesSchema, type SubstanceRule } from './substance-rules.ts';

const thrice = { times: { count: 3, per: { value: 1, unit: 'd' as const } } };
const regimen = (more: Partial<Regimen['steps'][number]> = {}): Regimen => ({
  ...emptyRegimen,
  route: 'oral',
  steps: [
    {
      ...emptyStep,
      dose: { value: '1', unit: '{comprimé}' },
      timing: thrice,
      duration: { value: 7, unit: 'd' },
      ...more,
    },
  ],
});
const free = { maxDays: null, isNarcotic: false, isSecured: false, fractionDays: null };
const line = (more: Partial<PaperLine> = {}): PaperLine => ({
  inn: 'paracétamol',
  product: 'DOLIPRANE 500 mg, comprimé',
  regimen: regimen(),
  start: '2026-11-30',
  isLongTermIllness: false,
  notSubstitutable: null,
  limits: free,
  isRecognised: true,
  ...more,
});
const facts = (more: Partial<PaperFacts> = {}): PaperFacts => ({
  kind: 'ordinary',
  lines: [line()],
  prescriber: {
    name: 'Dr Claire Moreau',
    quality: 'Cardiologie',
    rpps: '10100000016',
    telephone: '02 00 00 00 01',
    email: 'c.moreau@hopital.example',
  },
  hospital: { name: 'Hôpital exemple', address: '1 rue de l’Exemple, 37000 Tours', telephone: null },
  patient: { name: 'DURAND Anne', birth: '12/07/1984 (42 ans)', sex: 'female', ins: null, weight: undefined },
  signedAt: '2026-11-30T10:00:00Z',
  duplicate: null,
  ...more,
});
const textOf = (one: PaperFacts): string => JSON.stringify(prescriptionPaper(one));

const byGlucose: DoseScale = {
  measure: 'capillary-glucose',
  unit: 'g/L',
  bands: [
    { from: null, below: '0.7', dose: 'none', instruction: 'resucrer, appeler le médecin' },
    { from: '0.7', below: '2.5', dose: { value: '4', unit: '[iU]' }, instruction: '' },
    { from: '2.5', below: null, dose: { value: '8', unit: '[iU]' }, instruction: '' },
  ],
};

describe('numbers and doses in full letters', () => {
  it.each([
    ['1', false, 'un'],
    ['1', true, 'une'],
    ['21', true, 'vingt et une'],
    ['80', false, 'quatre-vingts'],
    ['0.5', false, 'zéro virgule cinq'],
    ['2,05', false, 'deux virgule zéro cinq'],
    ['x', false, null],
  ])('%s is %s, %s', (value, isFeminine, said) => {
    expect(numberInWords(value, isFeminine)).toBe(said);
  });
  it('says units, and nothing of one it does not know', () => {
    expect(doseInWords({ value: '10', unit: 'mg' })).toBe('dix milligrammes');
    expect(doseInWords({ value: '1', unit: '{gélule}' })).toBe('une gélule');
    expect(doseInWords({ value: '2', unit: '{comprimé}' })).toBe('deux comprimés');
    expect(doseInWords({ value: '2', unit: 'meq' })).toBeNull();
  });
  it('reads the strength in the name of a product', () => {
    expect(strengthInWords('SKENAN LP 10 mg, microgranules à libération prolongée en gélule')).toBe(
      'dix milligrammes',
    );
    expect(strengthInWords('DUROGESIC 25 microgrammes/heure, dispositif transdermique')).toBe(
      'vingt-cinq microgrammes pour une heure',
    );
    expect(strengthInWords('ORAMORPH 10 mg/5 ml, solution buvable')).toBe(
      'dix milligrammes pour cinq millilitres',
    );
    expect(strengthInWords('morphine')).toBeNull();
  });
  it('says a rhythm, and none it cannot', () => {
    expect(regimenInWords(regimen())).toEqual(['un comprimé, trois prises par jour, pendant sept jours']);
    expect(regimenInWords(regimen({ timing: { every: { value: 12, unit: 'h' } } }))).toEqual([
      'un comprimé, une prise toutes les douze heures, pendant sept jours',
    ]);
    expect(regimenInWords(regimen({ isPerKilogram: true }))).toBeNull();
  });
});

describe('the rules of a substance', () => {
  const rules: SubstanceRule[] = substanceRulesSchema.parse([
    {
      atc: 'N05B',
      name: 'a',
      from: '2000-01-01',
      maxDays: 84,
      isNarcotic: false,
      isSecured: false,
      fractionDays: null,
      source: '',
    },
    {
      atc: 'N05BA01',
      name: 'b',
      from: '2025-03-01',
      maxDays: 28,
      isNarcotic: false,
      isSecured: true,
      fractionDays: null,
      source: '',
    },
  ]);
  it('are those of its groups on that day, the strictest counts', () => {
    expect(limitsOf(rules, ['N05BA01'], '2026-01-01')).toMatchObject({ maxDays: 28, isSecured: true });
    expect(limitsOf(rules, ['N05BA01'], '2025-02-28')).toMatchObject({ maxDays: 84, isSecured: false });
    expect(limitsOf(rules, ['N02BE01'], '2026-01-01')).toEqual(free);
  });
});

describe('a prescription on paper', () => {
  it('has narcotics on one of their own, and two zones with a long-term illness', () => {
    const narcotic = line({ inn: 'morphine', limits: { ...free, isNarcotic: true, isSecured: true } });
    const longTerm = line({ isLongTermIllness: true });
    expect(papersOf([line(), narcotic]).map(({ kind, lines }) => [kind, lines.length])).toEqual([
      ['ordinary', 1],
      ['narcotic', 1],
    ]);
    expect(papersOf([line(), longTerm])).toEqual([{ kind: 'two-zone', lines: [line(), longTerm] }]);
    expect(papersOf([])).toEqual([]);
  });
  it('names the substance first, then the product, and says who prescribes', () => {
    const { blocks } = prescriptionPaper(facts());
    const [item] = blocks.flatMap((block) => (block.kind === 'list' ? block.items : []));
    expect(item?.lead).toBe('paracétamol');
    expect(item?.rest[0]).toBe('DOLIPRANE 500 mg, comprimé');
    expect(textOf(facts())).toContain('RPPS 10100000016');
    expect(textOf(facts())).toContain('Cardiologie');
  });
  it('writes a narcotic in full letters, and leaves to the hand what it cannot say', () => {
    const limits = { ...free, isNarcotic: true, isSecured: true };
    const morphine = line({ inn: 'morphine', product: 'SKENAN LP 10 mg, gélule', limits });
    const said = textOf(facts({ kind: 'narcotic', lines: [morphine] }));
    expect(said).toContain('dix milligrammes');
    expect(said).toContain('trois prises par jour');
    expect(said).toContain('ordonnance sécurisée');
    expect(textOf(facts({ kind: 'narcotic', lines: [line({ product: 'morphine', limits })] }))).toContain(
      'à écrire à la main',
    );
  });
  it('says that it is a duplicate, of when and by whom', () => {
    expect(textOf(facts({ duplicate: { at: '01/12/2026 à 08:00', by: 'Dr Claire Moreau' } }))).toContain(
      'DUPLICATA du 01/12/2026 à 08:00, par Dr Claire Moreau',
    );
  });
  it('says what may not be substituted, what begins later, and a weight that is not recorded', () => {
    const said = textOf(
      facts({
        lines: [line({ notSubstitutable: { reason: 'MTE' }, start: '2026-12-24' })],
        patient: { ...facts().patient, weight: null },
      }),
    );
    expect(said).toContain('NON SUBSTITUABLE (MTE)');
    expect(said).toContain('à partir du 24/12/2026');
    expect(said).toContain('Poids : non renseigné');
  });
});

describe('a dose by a scale', () => {
  const { dose: _dose, ...step } = regimen().steps[0] ?? emptyStep;
  const scaled = line({
    inn: 'insuline asparte',
    regimen: {
      ...emptyRegimen,
      route: 'subcutaneous',
      steps: [{ ...step, dose: null, scale: byGlucose, timing: { at: ['AC'] } }],
    },
  });

  it('is a table right below its drug, before the next one', () => {
    const { blocks } = prescriptionPaper(facts({ lines: [scaled, line()] }));
    const at = blocks.findIndex(({ kind }) => kind === 'table');
    expect(blocks[at - 1]).toMatchObject({
      items: [
        {
          lead: 'insuline asparte',
          rest: expect.arrayContaining([
            'dose selon la glycémie capillaire (tableau ci-dessous) par voie sous-cutanée, avant les repas, pendant 7 jours',
          ]),
        },
      ],
    });
    expect(blocks[at]).toMatchObject({
      rows: [
        { cells: ['moins de 0,7 g/L', 'aucune dose', 'resucrer, appeler le médecin'] },
        { cells: ['de 0,7 à moins de 2,5 g/L', '4 UI', ''] },
        { cells: ['2,5 g/L et plus', '8 UI', ''] },
      ],
    });
    expect(blocks[at + 1]).toMatchObject({ items: [{ lead: 'paracétamol' }] });
  });

  it('of a narcotic is written in letters by hand', () => {
    expect(regimenInWords(scaled.regimen)).toBeNull();
  });
});

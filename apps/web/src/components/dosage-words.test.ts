// One long table: a dosage and its words, read beside each other.
import { createTranslator } from 'next-intl';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeFormats, type Formats } from '../i18n/formats.ts';
import { loadMessages } from '../i18n/messages.ts';
import { amount, coded, dosage, medication, timing } from '../testing/clinical.ts';
import { withoutWritten } from './dosage-of-record.ts';
import { dosageParts, drugWords } from './dosage-words.ts';
import { routeWords } from './route-words.ts';
import { timingWords } from './timing-words.ts';

let f: Formats;
let t: Parameters<typeof timingWords>[1];
beforeAll(async () => {
  const messages = { ...(await loadMessages('fr')) };
  t = createTranslator({ locale: 'fr', messages, namespace: 'medications' });
  f = makeFormats('fr', createTranslator({ locale: 'fr', messages, namespace: 'common' }));
});
const empty = { frequency: null, period: null, periodUnit: null };

describe('timingWords', () => {
  it.each([
    [timing(), '3 fois par jour'],
    [timing({ frequencyMax: 4 }), '3 à 4 fois par jour'],
    [timing({ frequency: 1, period: 6, periodUnit: 'h' }), 'toutes les 6 heures'],
    [timing({ frequency: 1, period: 4, periodMax: 6, periodUnit: 'h' }), 'toutes les 4 à 6 heures'],
    [timing({ frequency: 2, period: 3 }), '2 fois en 3 jours'],
    [timing({ ...empty, code: { text: null, codes: [{ system: '', code: 'BED' }] } }), 'au coucher'],
    [timing({ ...empty, events: ['MORN', 'EVE'] }), 'matin et soir'],
    [timing({ ...empty, events: ['MORN.early'] }), 'tôt le matin'],
    [timing({ ...empty, daysOfWeek: ['mon', 'thu'], timesOfDay: ['08:00'] }), 'lundi et jeudi, à 08:00'],
    [timing({ ...empty, count: 1 }), 'une seule fois'],
    [timing({ ...empty, code: coded('selon protocole') }), 'selon protocole'],
    [timing({ ...empty, code: coded('SELDOM'), events: ['XX'] }), 'SELDOM, XX'],
  ])('%j', (given, words) => expect(timingWords(given, t, f)).toBe(words));
});

describe('timingWords leaves nothing out', () => {
  const of = (code: string, system = '', text: string | null = null) => ({ text, codes: [{ system, code }] });
  it.each([
    [timing({ ...empty, events: ['EVE.late'] }), 'tard le soir'],
    [timing({ ...empty, events: ['AC'], offset: 30 }), '30 min avant les repas'],
    [timing({ ...empty, events: ['PCM'], offset: 90 }), '1 h 30 après le petit-déjeuner'],
    [timing({ ...empty, events: ['HS'], offset: 15 }), '15 min après : au coucher'],
    [timing({ ...empty, code: of('Q12H') }), 'toutes les 12 heures'],
    [timing({ ...empty, code: of('BID', '', 'BID') }), '2 fois par jour'],
    [timing({ frequency: 2, code: of('BID', '', 'Twice a day') }), '2 fois par jour'],
    [
      timing({ frequency: 2, code: of('BID', '', 'BID pendant les repas') }),
      '2 fois par jour, 2 fois par jour : BID pendant les repas',
    ],
    [
      timing({ ...empty, code: of('229799001', 'http://snomed.info/sct', 'Deux fois par jour') }),
      'Deux fois par jour',
    ],
    [timing({ ...empty, code: of('X7') }), 'Code X7'],
    [timing({ ...empty, dates: ['2026-07-10T08:00:00+02:00'] }), 'le 10/07/2026 08:00'],
    [timing({ frequency: null, frequencyMax: 4 }), 'jusqu’à 4 fois par jour'],
    [timing({ frequency: 1, period: 0.5 }), 'tous les 0,5 jour'],
    [timing({ frequency: 2, period: 4, periodMax: 6, periodUnit: 'h' }), '2 fois en 4 à 6 heures'],
    [timing({ frequency: 1, period: 1, periodUnit: 'tour' }), '1 fois en 1 tour'],
    [timing({ ...empty, frequency: 3 }), '3 fois'],
    [timing({ ...empty, count: 3, countMax: 5 }), '3 à 5 fois en tout'],
    [timing({ ...empty, countMax: 5 }), '5 fois en tout au plus'],
    [timing({ ...empty, lasts: { low: 30, high: 60, unit: 'min' } }), 'durée 30 à 60 minutes'],
    [timing({ ...empty, daysOfWeek: ['mon', 'férié'] }), 'lundi et férié'],
  ])('%j', (given, words) => expect(timingWords(given, t, f)?.replaceAll('\u00a0', ' ')).toBe(words));
});

describe('dosageParts', () => {
  const parts = (part: Parameters<typeof dosage>[0]) => dosageParts(dosage(part), t, f).filter(Boolean);
  const twiceADay = timing({ frequency: 2, period: 1, periodUnit: 'd', events: ['MORN', 'EVE'] });
  it.each([
    ['500 mg, voie orale, le matin et le soir', twiceADay, 500],
    ['500 mg, voie orale, une fois par jour', timing({ frequency: 1 }), 500],
    ['4000 mg, voie orale, le soir', timing({ frequency: 1, events: ['EVE'] }), 4000],
  ])('says once what the prescriber wrote in other spelling: %s', (text, when, mg) => {
    const said = parts({ text, timing: when, dose: { low: amount(mg, 'mg'), high: null } });
    expect(said.join(' ')).not.toContain('«');
  });
  it.each([
    ['500 mg, voie orale, le soir', twiceADay],
    ['250 mg, voie orale, le matin et le soir', twiceADay],
    ['500 mg, voie orale, pas le matin et le soir', twiceADay],
    ['2 500 mg, voie orale, le matin et le soir', twiceADay],
    // three times, of which two moments are named
    ['500 mg, voie orale, le matin et le soir', timing({ frequency: 3, events: ['MORN', 'EVE'] })],
  ])('keeps what differs: %s', (text, when) => {
    expect(parts({ text, timing: when, dose: { low: amount(500, 'mg'), high: null } })).toContain(
      `«\u00a0${text}\u00a0»`,
    );
  });
  it('says once how long, where the prescriber counted the days and the record has the last one', () => {
    const week = { start: '2026-11-30', end: '2026-12-06' };
    const said = (text: string) => parts({ ...week, text }).join(' | ');
    const shown = said('500 mg par voie orale, 3 fois par jour, pendant 7 jours');
    expect(shown).toContain('jusqu’au 06/12/2026');
    expect(shown).not.toContain('«');
    expect(said('500 mg, voie orale, 3 fois par jour, pendant 1 semaine')).not.toContain('«');
    expect(said('500 mg, voie orale, 3 fois par jour, pendant 6 jours')).toContain('«');
  });

  it('says dose, route, timing and how long', () => {
    expect(parts({ duration: { low: amount(7, 'd'), high: null } })).toEqual([
      '500\u00a0mg',
      'voie orale',
      '3 fois par jour',
      'pendant 7 jours',
    ]);
    expect(parts({ dose: { low: amount(1, 'mg'), high: amount(2, 'mg') }, end: '2026-12-01' })).toEqual([
      '1 – 2\u00a0mg',
      'voie orale',
      '3 fois par jour',
      'jusqu’au 01/12/2026',
    ]);
    expect(parts({ dose: null, rate: { low: amount(2, 'mL'), high: null, per: amount(1, 'h') } })[0]).toMatch(
      /^2\smL\/h$/,
    );
  });
  it('says when it is needed, and how much at most', () => {
    expect(parts({ asNeeded: true })).toContain('3 fois par jour, si besoin');
    expect(parts({ asNeeded: true, asNeededFor: coded('douleur') })).toContain(
      '3 fois par jour, si besoin\u00a0: douleur',
    );
    expect(parts({ max: { amount: amount(3, 'g'), per: amount(24, 'h') } }).at(-1)).toMatch(
      /^au plus 3\sg en 24/,
    );
    expect(parts({ additional: [coded('à jeun')] }).at(-1)).toBe('à jeun');
  });
  it('says a scale a band a line, once, though the record has it in words too', () => {
    const bands = [
      { from: null, below: '0.70', dose: 'none' as const, instruction: 'resucrer, appeler le médecin' },
      { from: '0.70', below: '2', dose: { value: '4', unit: '[iU]' }, instruction: '' },
      { from: '2', below: null, dose: { value: '8', unit: '[iU]' }, instruction: '' },
    ];
    const read = dosage({
      dose: null,
      scale: { measure: 'capillary-glucose', unit: 'g/L', bands },
      route: { ...coded('voie sous-cutanée'), known: 'subcutaneous', isSaidByName: true },
      timing: timing({ ...empty, events: ['AC'] }),
      // as packages/fhir-model writes it
      text: 'dose selon la glycémie capillaire (moins de 0,70 g/L : aucune dose, resucrer, appeler le médecin ; de 0,70 à moins de 2 g/L : 4 UI ; 2 g/L et plus : 8 UI) par voie sous-cutanée, avant les repas',
    });
    expect(dosageParts(read, t, f).filter(Boolean)).toEqual([
      'voie sous-cutanée',
      'avant les repas',
      [
        'dose selon la glycémie capillaire\u00a0:',
        'moins de 0,70\u00a0g/L\u00a0: aucune dose, resucrer, appeler le médecin\u00a0;',
        'de 0,70 à moins de 2\u00a0g/L\u00a0: 4\u00a0UI\u00a0;',
        '2\u00a0g/L et plus\u00a0: 8\u00a0UI',
      ].join('\n'),
    ]);
    // another prescription in the words of the record is said
    const other = { ...read, text: read.text?.replace('8 UI', '18 UI') ?? null };
    expect(dosageParts(other, t, f).join(' ')).toContain('18 UI');
  });
  it('says the prescriber’s own words when nothing is structured', () => {
    const bare = { dose: null, timing: null };
    expect(parts({ ...bare, text: '1 le soir' })).toEqual(['1 le soir', 'voie orale']);
    expect(parts({ ...bare, route: null, asNeeded: true })).toEqual(['si besoin']);
  });
});

describe('dosageParts leaves nothing out', () => {
  const words = (part: Parameters<typeof dosage>[0], options = {}) =>
    dosageParts(dosage({ route: null, timing: null, ...part }), t, f, options)
      .filter(Boolean)
      .join(' | ')
      .replaceAll(/[\u00a0\u202f]/g, ' ');
  const mg = (value: number) => amount(value, 'mg');
  it.each([
    // one unit a number
    [{ dose: { low: mg(500), high: amount(1, 'g') } }, '500 mg – 1 g'],
    [
      { dose: { low: { ...mg(500), unit: null, code: null }, high: amount(1, 'g') } },
      '500 (sans unité) – 1 g',
    ],
    [{ dose: { low: { ...mg(5), comparator: '>=' as const }, high: null } }, '≥ 5 mg'],
    // every digit of a dose, no trailing zero
    [{ dose: { low: mg(0.0625), high: null } }, '0,0625 mg'],
    [{ dose: { low: mg(1234.5678), high: null } }, '1 234,5678 mg'],
    [{ rate: { low: amount(100, 'mL/h'), high: null, per: null } }, '500 mg | débit 100 mL/h'],
    [
      { rate: { low: amount(50, 'mL'), high: null, per: amount(30, 'min') } },
      '500 mg | débit 50 mL en 30 minutes',
    ],
    [{ dose: null, rate: { low: amount(4, 'ug/kg/min'), high: null, per: null } }, '4 µg/kg/min'],
    [{ rate: { low: amount(2, 'min'), high: amount(5, 'min'), per: null } }, '500 mg | durée 2 à 5 minutes'],
    [{ max: { amount: amount(4, 'g'), per: amount(1, 'd') } }, '500 mg | au plus 4 g par jour'],
    [{ max: { amount: amount(4, 'g'), per: null } }, '500 mg | au plus 4 g'],
    [{ maxPerAdministration: mg(10) }, '500 mg | au plus 10 mg par prise'],
    [{ maxPerLifetime: mg(400) }, '500 mg | au plus 400 mg au cours de la vie'],
    [{ duration: { low: amount(5, 'd'), high: amount(7, 'd') } }, '500 mg | pendant 5 à 7 jours'],
    [{ site: coded('Bras gauche') }, '500 mg | au site : bras gauche'],
    [{ method: coded('IVD') }, '500 mg | IVD'],
    [{ kind: coded('Calculée') }, 'calculée : 500 mg'],
    [
      { others: [{ kind: coded('Calculée'), dose: { low: mg(480), high: null }, rate: null }] },
      '500 mg | calculée : 480 mg',
    ],
    [{ text: '500 mg' }, '500 mg'],
    [{ text: 'ne pas donner 500 mg' }, '500 mg | « ne pas donner 500 mg »'],
    [{ patientInstruction: 'Avaler entier' }, '500 mg | Consigne au patient : Avaler entier'],
    [{ text: 'x', patientInstruction: 'x' }, '500 mg | « x »'],
    [
      { dose: null, text: 'Si douleur', max: { amount: amount(3, 'g'), per: null } },
      'Si douleur | au plus 3 g',
    ],
  ])('%j', (given, expected) => expect(words(given)).toBe(expected));
  it('says a start where it is asked for', () => {
    expect(words({ start: '2026-06-01' }, { isStartShown: true })).toBe('500 mg | à partir du 01/06/2026');
    expect(words({ start: '2026-06-01', end: '2026-06-05' }, { isStartShown: true })).toBe(
      '500 mg | du 01/06/2026 au 05/06/2026',
    );
  });
  it('says a text whose order is another', () => {
    const evening = { timing: timing({ events: ['MORN', 'EVE'], ...empty }) };
    expect(words({ ...evening, text: 'soir et matin' })).toContain('« soir et matin »');
  });
});

describe('what a prescriber wrote stands beside the words of the structure unless it says the very same', () => {
  const matinSoir = { frequency: 2, events: ['MORN', 'EVE'] };
  const four = { amount: amount(4, 'g'), per: amount(1, 'd') };
  const untold = { dose: null, timing: null, route: null };
  it.each([
    ['500 mg, voie orale, le matin', { timing: timing(matinSoir) }],
    ['le soir', { timing: timing(matinSoir), route: null }],
    [
      '500 mg, voie orale, matin, midi',
      { timing: timing({ frequency: 3, events: ['MORN', 'NOON', 'EVE'] }) },
    ],
    ['500 mg, voie orale, le lundi', { timing: timing({ ...empty, daysOfWeek: ['mon', 'thu'] }) }],
    ['deux jours', { timing: timing({ frequency: 1, period: 2 }) }],
    ['une fois', { timing: timing({ frequency: 1 }) }],
    ['10 mg', { dose: { low: amount(5, 'mg'), high: amount(10, 'mg') }, timing: null }],
    ['500 mg, voie orale, 3 fois par jour', { asNeeded: true }],
    ['4 g par jour', { ...untold, max: four }],
    ['4 g par jour', { ...untold, additional: [coded('Ne pas dépasser 4 g par jour')] }],
    ['1,500 mg', { dose: { low: amount(1500, 'mg'), high: null }, timing: null, route: null }],
  ])('%s', (text, own) => {
    expect(
      dosageParts(dosage({ text, ...own }), t, f)
        .filter(Boolean)
        .join(' | '),
    ).toContain(text);
  });
  it('nor is a comma of thousands one of decimals', async () => {
    const messages = { ...(await loadMessages('en')) };
    const en = createTranslator({ locale: 'en', messages, namespace: 'medications' });
    const formats = makeFormats('en', createTranslator({ locale: 'en', messages, namespace: 'common' }));
    const given = { dose: { low: amount(1500, 'mg'), high: null }, timing: null, route: null };
    for (const text of ['1,500 mg', '1.500 mg'])
      expect(dosageParts(dosage({ text, ...given }), en, formats).join(' ')).toContain(`“${text}”`);
    expect(dosageParts(dosage({ text: '1500 mg', ...given }), en, formats).filter(Boolean)).toHaveLength(1);
  });
});

it('what was written in the language of the record is left out for another reader where the structure says it', async () => {
  const messages = { ...(await loadMessages('en')) };
  const en = createTranslator({ locale: 'en', messages, namespace: 'medications' });
  const formats = makeFormats('en', createTranslator({ locale: 'en', messages, namespace: 'common' }));
  const given = { dose: { low: amount(500, 'mg'), high: null }, timing: timing() };
  const words = (text: string) =>
    drugWords(
      withoutWritten(medication({ dosages: [dosage({ ...given, text })] }), { t, f }),
      en,
      formats,
    ).parts.join(' ');
  expect(words('500 mg, 3 fois par jour')).not.toContain('fois');
  expect(words('500 mg, 2 fois par jour')).toContain('as written: “500 mg, 2 fois par jour”');
});

describe('routes', () => {
  const route = (text: string | null, known: 'oral' | 'intravenous' | null, isSaidByName = false) => ({
    ...{ text, codes: [], known, isSaidByName },
  });
  it.each([
    [route('Oral use', 'oral', true), 'voie orale'],
    [route('VO', 'intravenous'), 'voie intraveineuse (VO)'],
    [route('SC', 'intravenous'), 'voie intraveineuse (SC)'],
    [route('IV lente', 'intravenous'), 'voie intraveineuse (IV lente)'],
    [route(null, 'oral', true), 'voie orale'],
    [route('IV', null), 'IV'],
    [route('Sublinguale', null), 'sublinguale'],
  ])('%j', (given, words) => expect(routeWords(given, t, f)).toBe(words));
});

describe('drugWords', () => {
  it('joins the steps of a taper, each with its start', () => {
    const step = (sequence: number, start: string) => dosage({ sequence, start, route: null });
    const { parts } = drugWords(
      medication({ form: null, strength: null, dosages: [step(1, '2026-06-01'), step(2, '2026-06-06')] }),
      t,
      f,
    );
    expect(parts.map((p) => p.replaceAll('\u00a0', ' '))).toEqual([
      '500 mg, 3 fois par jour, à partir du 01/06/2026',
      'puis : 500 mg, 3 fois par jour, à partir du 06/06/2026',
    ]);
  });
  it('says of a liquid and a syringe how strong they are, in the reader’s decimals', () => {
    const liquid = medication({
      strength: '2.5 mg/5 mL',
      strengths: [{ amount: amount(2.5, 'mg'), per: amount(5, 'mL') }],
      form: 'sirop',
      quantity: { amount: amount(0.4, 'mL'), per: null },
      dosages: [dosage({ dose: { low: amount(5, 'mL'), high: null }, route: null, timing: null })],
    });
    expect(drugWords(liquid, t, f).parts.map((p) => p.replaceAll('\u00a0', ' '))).toEqual([
      '2,5 mg/5 mL sirop',
      '0,4 mL',
      '5 mL',
    ]);
  });
  it('names strength and form only where the dose does not say them', () => {
    expect(drugWords(medication(), t, f)).toMatchObject({ inn: 'amoxicilline', brand: 'Clamoxyl' });
    // the form stays: a tablet is no syrup
    expect(drugWords(medication(), t, f).parts[0]).toBe('gélule');
    const tablets = medication({ dosages: [dosage({ dose: { low: amount(2, 'gélule'), high: null } })] });
    expect(drugWords(tablets, t, f).parts[0]).toBe('500 mg gélule');
  });
  it('names the product where the record knows no substance', () => {
    expect(drugWords(medication({ inn: null, dosages: [] }), t, f)).toMatchObject({
      inn: 'Amoxicilline 500 mg',
      brand: null,
    });
  });
  it('keeps each of several dosages together', () => {
    const two = medication({ dosages: [dosage(), dosage({ timing: timing({ frequency: 1 }) })] });
    expect(drugWords(two, t, f).parts).toHaveLength(3);
  });
});

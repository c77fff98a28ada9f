import { createTranslator } from 'next-intl';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeFormats, type Formats } from '../i18n/formats.ts';
import { loadMessages } from '../i18n/messages.ts';
import { amount, coded, dosage, medication, timing } from '../testing/clinical.ts';
import { dosageParts, drugWords, timingWords } from './dosage-words.ts';

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
    [timing({ ...empty, code: 'BED' }), 'au coucher'],
    [timing({ ...empty, events: ['MORN', 'EVE'] }), 'matin et soir'],
    [timing({ ...empty, events: ['MORN.early'] }), 'tôt le matin'],
    [timing({ ...empty, daysOfWeek: ['mon', 'thu'], timesOfDay: ['08:00'] }), 'lundi et jeudi, à 08:00'],
    [timing({ ...empty, count: 1, text: 'x' }), 'une seule fois'],
    [timing({ ...empty, text: 'selon protocole' }), 'selon protocole'],
    [timing({ ...empty, code: 'SELDOM', events: ['XX'] }), null],
  ])('%j', (given, words) => expect(timingWords(given, t, f)).toBe(words));
});

describe('dosageParts', () => {
  const parts = (part: Parameters<typeof dosage>[0]) => dosageParts(dosage(part), t, f).filter(Boolean);
  it('says dose, route, timing and how long', () => {
    expect(parts({ duration: amount(7, 'd') })).toEqual([
      '500\u00a0mg',
      'orale',
      '3 fois par jour',
      expect.stringMatching(/^pendant 7/),
    ]);
    expect(parts({ dose: { low: amount(1, 'mg'), high: amount(2, 'mg') }, end: '2026-12-01' })).toEqual([
      '1 – 2\u00a0mg',
      'orale',
      '3 fois par jour',
      'jusqu’au 01/12/2026',
    ]);
    expect(parts({ dose: null, rate: { low: amount(2, 'mL'), high: null, per: amount(1, 'h') } })[0]).toMatch(
      /^2\smL \/ 1\sh/,
    );
  });
  it('says when it is needed, and how much at most', () => {
    expect(parts({ asNeeded: true })).toContain('3 fois par jour, si besoin');
    expect(parts({ asNeeded: true, asNeededFor: coded('douleur') })).toContain(
      '3 fois par jour, si besoin : douleur',
    );
    expect(parts({ max: { amount: amount(3, 'g'), per: amount(24, 'h') } }).at(-1)).toMatch(
      /^au plus 3\sg en 24/,
    );
    expect(parts({ additional: [coded('à jeun')] }).at(-1)).toBe('à jeun');
  });
  it('says the prescriber’s own words when nothing is structured', () => {
    const bare = { dose: null, timing: null };
    expect(parts({ ...bare, text: '1 le soir' })).toEqual(['1 le soir']);
    expect(parts({ ...bare, asNeeded: true })).toEqual(['si besoin']);
  });
});

describe('drugWords', () => {
  it('names strength and form only where the dose does not say them', () => {
    expect(drugWords(medication(), t, f)).toMatchObject({ inn: 'amoxicilline', brand: 'Clamoxyl' });
    expect(drugWords(medication(), t, f).parts[0]).toBeNull();
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

import type { OrderTemplate } from '@keneyapp/bff/features/orders/view';
import { emptyRegimen, emptyStep } from '@keneyapp/clinical/prescribing';
import { describe, expect, it } from 'vitest';
import { favouriteAtHand, isNamed, linesOfTemplates, searchAtHand, templateOf } from './at-hand.ts';
import { newDrug, newService, type LineText } from './basket.ts';
import { noRegimenText } from './regimen-text.ts';

const loinc = (code: string, text: string): OrderTemplate => ({
  kind: 'service',
  category: 'laboratory',
  coded: { text, code: { system: 'http://loinc.org', code } },
  timing: null,
  duration: null,
  priority: 'urgent',
  addressee: '',
});
const nfs = loinc('58410-2', 'Numération formule sanguine');
const iono = loinc('51990-0', 'Ionogramme sanguin');
const tramadol: OrderTemplate = {
  kind: 'drug',
  coded: { text: 'tramadol', code: { system: 'http://www.whocc.no/atc', code: 'N02AX02' } },
  regimen: {
    ...emptyRegimen,
    route: 'oral',
    steps: [{ ...emptyStep, dose: { value: '0.5', unit: 'mg' } }],
    asNeeded: {
      condition: 'douleur',
      interval: { value: 6, unit: 'h' },
      maxPerDay: { value: '200', unit: 'mg' },
    },
  },
  setting: 'inpatient',
  priority: 'routine',
};
const nursing: OrderTemplate = {
  kind: 'service',
  category: 'nursing',
  coded: { text: 'Diurèse', code: null },
  timing: { every: { value: 8, unit: 'h' } },
  duration: { value: 2, unit: 'd' },
  priority: 'routine',
  addressee: '',
};
const all = [
  favouriteAtHand({ id: '1', name: 'Bilan d’entrée', serviceId: null, lines: [nfs, iono] }),
  favouriteAtHand({ id: '2', name: 'Diurèse', serviceId: 's', lines: [nursing] }),
];
const house = { setting: 'inpatient', basket: [] } as const;

describe('what is kept at hand', () => {
  it('is found by the beginnings of its words and of what it orders, whatever the accents', () => {
    const found = (typed: string) => searchAtHand(all, typed).map(({ id }) => id);
    expect(found('entree bil')).toEqual(['1']);
    expect(found('numer')).toEqual(['1']);
    expect(found('d')).toEqual(['1', '2']);
    expect(found('bilan zorglub')).toEqual([]);
    expect(found('')).toEqual(['1', '2']);
  });

  it('is meant by its whole name alone', () => {
    expect(all.map((one) => isNamed(one, 'bilan d’entree'))).toEqual([true, false]);
    expect(all.some((one) => isNamed(one, 'bilan'))).toBe(false);
  });

  it('begins lines that say what was kept, and keeps what lines say', () => {
    const templates = [nfs, tramadol, nursing];
    const { lines, left } = linesOfTemplates(templates, house);
    expect(left).toEqual([]);
    expect(lines.map(templateOf)).toEqual(templates);
  });

  it('says what it cannot take over as it was kept, and what is there already', () => {
    // hours that the field writes in their order would be another regimen than the kept one
    const odd: OrderTemplate = { ...nursing, timing: { clock: ['20:00', '08:00'] } };
    const { lines } = linesOfTemplates([nfs], house);
    const again = linesOfTemplates([nfs, odd, iono], { ...house, basket: lines });
    expect(again.lines.map(templateOf)).toEqual([iono]);
    expect(again.left).toEqual([
      { what: nfs.coded.text, why: 'already' },
      { what: 'Diurèse', why: 'unreadable' },
    ]);
  });

  it('orders nothing of the ward for who is at home, and says so', () => {
    const { lines, left } = linesOfTemplates([tramadol], { setting: 'community', basket: [] });
    expect(lines).toMatchObject([{ setting: 'community' }]);
    expect(left).toEqual([{ what: 'tramadol', why: 'setting' }]);
  });
});

describe('what is kept of a line', () => {
  it('is nothing of the patient', () => {
    const line = newService('imaging', { text: 'Scanner', code: null }, { reason: 'VIH ?', note: 'fille' });
    expect(JSON.stringify(templateOf(line))).not.toMatch(/VIH|fille/);
  });

  it('lacks no reason, but a dose', () => {
    expect(templateOf(newService('imaging', { text: 'Scanner', code: null }))).not.toBeNull();
    expect(templateOf(newDrug(tramadol.coded, { regimen: noRegimenText }))).toBeNull();
  });

  it('is nothing of what is renewed or stopped', () => {
    const former = { id: '1', version: '1', words: 'tramadol', says: '' };
    const stopped: LineText = { kind: 'drug', act: 'stop', former, why: 'fini' };
    expect(templateOf(stopped)).toBeNull();
  });
});

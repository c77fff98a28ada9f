import { describe, expect, it } from 'vitest';
import {
  basketText,
  changed,
  emptyBasket,
  inOrder,
  mergedBasket,
  mostLines,
  newDrug,
  newService,
  parseBasket,
  type BasketText,
  type LineText,
  type StopText,
} from './basket.ts';

const paracetamol = newDrug({ text: 'Paracétamol', code: { system: 'atc', code: 'N02BE01' } });
const nfs = newService('laboratory', { text: 'NFS', code: { system: 'loinc', code: '58410-2' } });
const stop: StopText = {
  kind: 'drug',
  act: 'stop',
  former: { id: 'm1', version: '3', words: 'aspirine', says: '75 mg' },
  why: '',
};
const renew: LineText = {
  kind: 'drug',
  act: 'renew',
  former: stop.former,
  start: nfs.start,
  duration: nfs.duration,
};

const basketOf = (...lines: [string, LineText][]): BasketText =>
  lines.reduce((basket, [name, line]) => changed(basket, { is: 'add', name, line }), emptyBasket());

describe('the basket', () => {
  it('keeps its lines in the order in which they came', () => {
    const basket = basketOf(['la', paracetamol], ['lb', nfs]);
    expect(inOrder(basket).map(([name]) => name)).toEqual(['la', 'lb']);
  });

  it('takes a line out and puts it back where it stood', () => {
    const basket = basketOf(['la', paracetamol], ['lb', nfs], ['lc', stop]);
    const without = changed(basket, { is: 'remove', name: 'lb' });
    expect(without.order).toEqual(['la', 'lc']);
    expect(without.lines).not.toHaveProperty('lb');
    expect(changed(without, { is: 'restore', name: 'lb', line: nfs, at: 1 })).toEqual(basket);
    expect(changed(basket, { is: 'remove', name: 'other' })).toBe(basket);
  });

  it('renews, revises or stops a prescription once: what was chosen last is meant', () => {
    const basket = basketOf(['la', stop], ['lb', renew]);
    expect(inOrder(basket)).toEqual([['la', renew]]);
    const typed = { ...stop, why: 'saignement' };
    // the same choice again takes nothing away of what was typed
    const again = changed(basketOf(['la', typed]), { is: 'add', name: 'lc', line: stop });
    expect(inOrder(again)).toEqual([['la', typed]]);
  });

  it('takes no more lines than can be signed at once', () => {
    const lines = Array.from({ length: mostLines + 1 }, (_, i): [string, LineText] => [`l${i}`, nfs]);
    expect(basketOf(...lines).order).toHaveLength(mostLines);
  });

  it('keeps one answer to an alert: the last', () => {
    const first = { alert: 'allergy.a1', reason: 'benefit', words: '' };
    const basket = changed(emptyBasket(), { is: 'answer', answer: first });
    const last = { ...first, words: 'aucune alternative' };
    expect(changed(basket, { is: 'answer', answer: last }).answers).toEqual([last]);
  });
});

describe('what a draft holds', () => {
  it('is read back as it was, whatever was typed', () => {
    const basket = basketOf(['la', { ...paracetamol, start: { date: '31/02', time: 'midi' } }], ['lb', stop]);
    expect(parseBasket(JSON.stringify(basket))).toEqual(basket);
  });

  it('fits into a draft with all of its lines', () => {
    const lines = Array.from({ length: mostLines }, (_, i): [string, LineText] => [`l${i}`, paracetamol]);
    expect(JSON.stringify(basketOf(...lines)).length).toBeLessThan(60 * 1024);
  });

  it('is nothing in another shape', () => {
    expect(parseBasket('{"lines":[]}')).toBeNull();
  });

  it('forgets lines that were taken out', () => {
    const basket = basketOf(['la', nfs]);
    const left = { ...basket, lines: { ...basket.lines, lold: stop } };
    expect(parseBasket(JSON.stringify(left))).toEqual(basket);
  });
});

describe('two windows', () => {
  const other = { ...paracetamol, note: 'autre fenêtre' };
  const mine = basketOf(['la', paracetamol], ['lb', nfs]);
  const theirs = { ...basketOf(['la', other], ['lc', stop]), key: mine.key };

  it('lose no line of either, and take of each the version that was chosen', () => {
    const merged = mergedBasket({ mine, theirs, chosen: { la: 'theirs' } });
    expect(inOrder(merged)).toEqual([
      ['la', other],
      ['lb', nfs],
      ['lc', stop],
    ]);
    expect(basketText.safeParse(merged).success).toBe(true);
    expect(mergedBasket({ mine, theirs, chosen: {} }).lines['la']).toEqual(paracetamol);
  });
});

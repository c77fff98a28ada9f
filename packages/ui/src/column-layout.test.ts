import { describe, expect, it } from 'vitest';
import { layOut, minimumOf } from './column-layout.ts';
import type { TableColumn } from './table-model.ts';

type Row = Record<string, string>;
const column = (id: string, part: Partial<TableColumn<Row>> = {}): TableColumn<Row> => ({
  id,
  header: id,
  text: (row) => row[id] ?? null,
  cell: (row) => row[id],
  ...part,
});
const columns = [
  column('name', { isHeader: true }),
  column('value', { kind: 'quantity', width: 150 }),
  column('range', { width: 112, folds: 2 }),
  column('count', { width: 90, folds: 1 }),
  column('date', { kind: 'date', width: 104 }),
  column('whole', { width: 84, folds: 1 }),
  column('course', { width: 100, isDerived: true }),
  column('unit', { isExportOnly: true }),
];
/** What is left to the name. */
const nameAt = (width: number) => {
  const { sizes, minWidth } = at(width);
  const fixed = Object.values(sizes).reduce<number>((sum, size) => sum + (size ?? 0), 0);
  return Math.max(width, parseFloat(minWidth)) - fixed;
};
const at = (width: number, widths: Record<string, number> = {}) =>
  layOut(columns, widths, { width, character: 8 });

describe('the layout of columns', () => {
  it('keeps the room of a name free of what stands beside it', () => {
    const name = column('name', { isHeader: true });
    expect(minimumOf({ ...name, beside: 26 }, 8)).toBe(minimumOf(name, 8) + 26);
  });

  it('has everything side by side where there is room; the name takes what is left', () => {
    const { folded, sizes, isScrolled } = at(1000);
    expect([...folded]).toEqual([]);
    expect(nameAt(1000)).toBe(1000 - 150 - 112 - 90 - 104 - 84 - 100);
    expect(Object.keys(sizes)).toEqual(['name', 'value', 'range', 'count', 'date', 'whole', 'course']);
    expect(isScrolled).toBe(false);
  });

  it('leaves out what is derived, then folds the last of the least wanted first, until the rest fits', () => {
    expect([...at(730).folded]).toEqual(['course']);
    expect([...at(700).folded]).toEqual(['course', 'whole']);
    expect([...at(600).folded]).toEqual(['course', 'whole', 'count']);
    expect([...at(450).folded]).toEqual(['course', 'whole', 'count', 'range']);
  });

  it.each([300, 420, 560, 700, 1000])(
    'at %i px a name keeps 12 characters, a number and a date theirs',
    (width) => {
      const { sizes } = at(width);
      expect(nameAt(width)).toBeGreaterThanOrEqual(12 * 8 + 24);
      expect(sizes['value']).toBeGreaterThanOrEqual(10 * 8 + 24);
      expect(sizes['date']).toBeGreaterThanOrEqual(10 * 8 + 24);
    },
  );

  it('scrolls when nothing may fold any more', () => {
    const { isScrolled, minWidth } = at(300);
    expect(isScrolled).toBe(true);
    expect(minWidth).toBe(`${12 * 8 + 24 + 150 + 104}px`);
  });

  it('folds nothing for a width that somebody chose, and goes no lower than what the column holds', () => {
    const { folded, sizes, isScrolled } = at(1000, { value: 900, date: 20 });
    expect([...folded]).toEqual([]);
    expect(sizes['value']).toBe(900);
    expect(sizes['date']).toBe(104);
    expect(isScrolled).toBe(true);
  });

  it('keeps the minimum before anything was measured, in characters', () => {
    expect(layOut(columns, {}, null).minWidth).toBe('calc(664px + 12ch)');
  });

  it('knows the kind of a column that names the row', () => {
    expect(minimumOf(column('a', { isHeader: true }), 8)).toBe(120);
    expect(minimumOf(column('a', { isHeader: true, kind: 'time' }), 8)).toBe(152);
    expect(minimumOf(column('a'), 1)).toBe(56);
  });
});

import { describe, expect, it } from 'vitest';
import { filledColumns, fold, moveCell, wordsOf, type TableColumn } from './table-model.ts';

interface Row {
  name: string;
  value: number | null;
}
const columns: TableColumn<Row>[] = [
  {
    id: 'name',
    header: 'Nom',
    isHeader: true,
    text: (r) => r.name,
    sort: (r) => r.name,
    cell: (r) => r.name,
  },
  {
    id: 'value',
    header: 'Valeur',
    text: (r) => (r.value === null ? null : String(r.value).replace('.', ',')),
    sort: (r) => r.value,
    cell: (r) => r.value,
  },
];
const rows: Row[] = [
  { name: 'Pénicilline', value: 10 },
  { name: 'arachide', value: null },
  { name: 'Érythromycine', value: 9 },
];

it('folds accents and case', () => {
  expect(fold('Érythromycine')).toBe('erythromycine');
});

describe('columns', () => {
  it('that are optional go when no row fills them', () => {
    const [name, value] = columns as [TableColumn<Row>, TableColumn<Row>];
    const optional = { ...value, isOptional: true };
    expect(filledColumns([{ name: 'x', value: null }], [name, optional])).toEqual([name]);
    expect(filledColumns(rows, [name, optional])).toHaveLength(2);
    expect(filledColumns([{ name: 'x', value: null }], [name, value])).toHaveLength(2);
  });
});

describe('export', () => {
  it('holds the headings and the words of each row, and nothing for what is not there', () => {
    expect(wordsOf([{ name: 'a;b "c"', value: 1.5 }, ...rows.slice(1, 2)], columns)).toEqual([
      ['Nom', 'Valeur'],
      ['a;b "c"', '1,5'],
      ['arachide', ''],
    ]);
  });
});

describe('arrow keys', () => {
  const size = { rows: 10, columns: 3, page: 4 };
  it.each([
    ['ArrowDown', false, { row: -1, column: 1 }, { row: 0, column: 1 }],
    ['ArrowUp', false, { row: 0, column: 1 }, { row: -1, column: 1 }],
    ['ArrowUp', false, { row: -1, column: 1 }, { row: -1, column: 1 }],
    ['ArrowDown', false, { row: 9, column: 1 }, { row: 9, column: 1 }],
    ['ArrowDown', true, { row: 2, column: 1 }, { row: 9, column: 1 }],
    ['ArrowUp', true, { row: 7, column: 1 }, { row: 0, column: 1 }],
    ['ArrowLeft', false, { row: 2, column: 0 }, { row: 2, column: 0 }],
    ['ArrowRight', false, { row: 2, column: 1 }, { row: 2, column: 2 }],
    ['ArrowRight', true, { row: 2, column: 0 }, { row: 2, column: 2 }],
    ['ArrowLeft', true, { row: 2, column: 2 }, { row: 2, column: 0 }],
    ['Home', false, { row: 5, column: 2 }, { row: 5, column: 0 }],
    ['End', true, { row: 0, column: 0 }, { row: 9, column: 2 }],
    ['Home', true, { row: 5, column: 2 }, { row: 0, column: 0 }],
    ['End', false, { row: 5, column: 0 }, { row: 5, column: 2 }],
    ['PageDown', false, { row: 8, column: 0 }, { row: 9, column: 0 }],
    ['PageUp', false, { row: 2, column: 0 }, { row: 0, column: 0 }],
  ] as const)('%s (control %s) from %o', (key, control, from, to) => {
    expect(moveCell(key, control, from, size)).toEqual(to);
  });
  it('other keys move nothing', () => {
    expect(moveCell('a', false, { row: 0, column: 0 }, size)).toBeNull();
  });
});

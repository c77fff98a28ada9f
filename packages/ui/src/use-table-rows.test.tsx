// @vitest-environment happy-dom
import { act, useEffect } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noSettings, type TableColumn, type TableSettings } from './table-model.ts';
import { useTableRows } from './use-table-rows.ts';

interface Row {
  name: string;
  value: number | null;
}
const columns: TableColumn<Row>[] = [
  { id: 'name', header: 'Nom', text: (r) => r.name, sort: 'text' },
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

type Table = ReturnType<typeof useTableRows<Row>>;
let root: Root;
let table: Table;
let settings: TableSettings;
function Host({ filter, given }: { filter: string; given: TableSettings }) {
  const shown = useTableRows({
    rows,
    columns,
    rowKey: (r) => r.name,
    settings: given,
    onSettings: (next) => {
      settings = next;
    },
    filter,
    locale: 'fr',
    hidden: [],
  });
  useEffect(() => {
    table = shown;
  });
  return null;
}
const show = (filter: string, given: TableSettings = noSettings) => {
  settings = given;
  act(() => root.render(<Host filter={filter} given={given} />));
  return table.getRowModel().rows.map((row) => row.id);
};
const sorted = (column: string, direction: 'ascending' | 'descending') =>
  show('', { ...noSettings, sort: { column, direction } });

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  root = createRoot(document.createElement('div'));
});
afterEach(() => {
  act(() => root.unmount());
  vi.unstubAllGlobals();
});

describe('filter', () => {
  it('finds fragments of any cell in any order, without accents or case', () => {
    expect(show('PENIC')).toEqual(['Pénicilline']);
    expect(show('9 eryth')).toEqual(['Érythromycine']);
    expect(show('  ')).toHaveLength(3);
    expect(show('zzz')).toEqual([]);
  });
});

describe('order', () => {
  it('follows the alphabet of the language and the value of numbers, empty last both ways', () => {
    expect(sorted('name', 'ascending')).toEqual(['arachide', 'Érythromycine', 'Pénicilline']);
    expect(sorted('value', 'ascending')).toEqual(['Érythromycine', 'Pénicilline', 'arachide']);
    expect(sorted('value', 'descending')).toEqual(['Pénicilline', 'Érythromycine', 'arachide']);
  });
  it('stays as the rows came when its column is gone', () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(sorted('gone', 'ascending')).toEqual(rows.map((r) => r.name));
    error.mockRestore();
  });
  it('turns through ascending, descending, none', () => {
    const turn = () => {
      table.getColumn('value')?.toggleSorting();
      show('', settings);
      return settings.sort?.direction;
    };
    show('');
    expect([turn(), turn(), turn()]).toEqual(['ascending', 'descending', undefined]);
  });
});

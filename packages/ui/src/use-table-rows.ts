'use client';
import {
  columnFilteringFeature,
  columnVisibilityFeature,
  createFilteredRowModel,
  createSortedRowModel,
  globalFilteringFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type Row as TableRow,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import { fold, type TableColumn, type TableSettings, type TableSort } from './table-model.ts';

const features = tableFeatures({
  columnFilteringFeature,
  columnVisibilityFeature,
  globalFilteringFeature,
  rowSortingFeature,
  filteredRowModel: createFilteredRowModel(),
  sortedRowModel: createSortedRowModel(),
});
type Features = typeof features;

interface Options<Row> {
  rows: readonly Row[];
  columns: readonly TableColumn<Row>[];
  rowKey: (row: Row) => string;
  settings: TableSettings;
  onSettings: (next: TableSettings) => void;
  filter: string;
  locale: string;
  /** Columns that have no cells of their own. */
  hidden: readonly string[];
}

/**
 * Rows in the order and choice of the person. A row is known by its resource: sorting, filtering and what others write
 * move it, and it stays itself.
 */
export function useTableRows<Row extends object>({
  rows,
  columns,
  rowKey,
  settings,
  onSettings,
  filter,
  locale,
  hidden,
}: Options<Row>) {
  const definitions = useMemo<ColumnDef<Features, Row>[]>(() => {
    const { compare } = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
    const sortFn = (a: TableRow<Features, Row>, b: TableRow<Features, Row>, id: string) => {
      const [left, right] = [a.getValue<string | number>(id), b.getValue<string | number>(id)];
      return typeof left === 'number' && typeof right === 'number'
        ? left - right
        : compare(String(left), String(right));
    };
    return columns.map((c) => ({
      id: c.id,
      header: c.header,
      // the filter and the order treat what is empty as absent
      accessorFn: (row: Row) => {
        const key = (c.sort === 'text' ? c.text(row) : c.sort?.(row)) ?? '';
        return key === '' ? undefined : key;
      },
      enableSorting: c.sort !== undefined,
      sortUndefined: 'last',
      sortDescFirst: false,
      sortFn,
    }));
  }, [columns, locale]);
  // one look at a row sees all of its cells: the words of a filter may stand in different ones
  const filterFn = useMemo(() => {
    const texts = new WeakMap<Row, string>();
    const textOf = (row: Row) => {
      const known = texts.get(row) ?? fold(columns.map((c) => c.text(row) ?? '').join(' '));
      texts.set(row, known);
      return known;
    };
    return Object.assign(
      (row: TableRow<Features, Row>, _column: string, words: readonly string[]) =>
        words.every((word) => textOf(row.original).includes(word)),
      { resolveFilterValue: (text: string) => fold(text).split(/\s+/).filter(Boolean) },
    );
  }, [columns]);
  const first = columns[0]?.id;
  const { sort } = settings;
  // the same as long as nothing changed: a new one would sort all rows again
  const sorting = useMemo(() => sortingOf(sort), [sort]);
  const columnVisibility = useMemo(() => Object.fromEntries(hidden.map((id) => [id, false])), [hidden]);
  return useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowKey,
    enableMultiSort: false,
    globalFilterFn: filterFn,
    getColumnCanGlobalFilter: (column) => column.id === first,
    state: { globalFilter: filter, sorting, columnVisibility },
    onSortingChange: (change) => {
      const [next] = typeof change === 'function' ? change(sorting) : change;
      onSettings({
        ...settings,
        sort: next ? { column: next.id, direction: next.desc ? 'descending' : 'ascending' } : null,
      });
    },
  });
}

const sortingOf = (sort: TableSort | null) =>
  sort ? [{ id: sort.column, desc: sort.direction === 'descending' }] : [];

import type { ReactNode } from 'react';

export interface TableColumn<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** The cell in plain words: what the filter looks in and the export writes. Null for a cell without text. */
  text: (row: Row) => string | null;
  /** What to sort by; without it the column cannot be sorted. Empty values always come last. */
  sort?: (row: Row) => string | number | null;
  align?: 'right';
  /** In pixels, before anyone resized it. The column without one takes what is left. */
  width?: number;
  /** Names the row: its cells are row headers, and the title of the row on a phone. */
  isHeader?: boolean;
  /** Left out when no row has a text in it. */
  isOptional?: boolean;
  /** Leads on and says nothing itself: not exported. */
  isWay?: boolean;
  /** Left out when the table is narrower than this many pixels. */
  hideBelow?: 640 | 860;
}

export interface TableSort {
  column: string;
  direction: 'ascending' | 'descending';
}
/** What a person chose for a table; kept for them. */
export interface TableSettings {
  sort: TableSort | null;
  widths: Record<string, number>;
}
export const noSettings: TableSettings = { sort: null, widths: {} };

/** Without accents or case: `pénicilline` is found by `penic`. */
export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Without the optional columns that no row fills. */
export function filledColumns<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
): readonly TableColumn<Row>[] {
  return columns.filter((c) => !c.isOptional || rows.some((row) => c.text(row)));
}

/** Rows in which every word of the filter is found in some cell. */
export function filterRows<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  filter: string,
): readonly Row[] {
  const words = fold(filter).split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = fold(columns.map((c) => c.text(row) ?? '').join(' '));
    return words.every((word) => text.includes(word));
  });
}

/** A sorted copy; stable, empty values last in both directions, digits in texts by their value. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  sort: TableSort | null,
  locale: string,
): readonly Row[] {
  const by = sort && columns.find((c) => c.id === sort.column)?.sort;
  if (!sort || !by) return rows;
  const { compare } = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const factor = sort.direction === 'ascending' ? 1 : -1;
  return rows
    .map((row) => ({ row, key: by(row) }))
    .sort((a, b) => {
      if (a.key === null || a.key === '') return b.key === null || b.key === '' ? 0 : 1;
      if (b.key === null || b.key === '') return -1;
      return (
        factor *
        (typeof a.key === 'number' && typeof b.key === 'number'
          ? a.key - b.key
          : compare(String(a.key), String(b.key)))
      );
    })
    .map(({ row }) => row);
}

/** None → ascending → descending → none. */
export function nextSort(current: TableSort | null, column: string): TableSort | null {
  if (current?.column !== column) return { column, direction: 'ascending' };
  return current.direction === 'ascending' ? { column, direction: 'descending' } : null;
}

/**
 * CSV as spreadsheets of the reader's country open it (RFC 4180; `;` where the comma is the decimal mark), with a byte
 * order mark for accents. A text that a spreadsheet would run as a formula is defused. https://owasp.org/www-community/attacks/CSV_Injection
 */
export function toCsv<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  separator: ',' | ';',
): string {
  const field = (text: string) => {
    const safe = /^[=@\t\r]|^[+-](?![\d\s.,\u202f]*$)/.test(text) ? `'${text}` : text;
    return /["\r\n]/.test(safe) || safe.includes(separator) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const told = columns.filter((c) => !c.isWay);
  const lines = [
    told.map((c) => field(c.header)),
    ...rows.map((row) => told.map((c) => field(c.text(row) ?? ''))),
  ];
  return `\ufeff${lines.map((line) => line.join(separator)).join('\r\n')}\r\n`;
}

/** Which rows to draw of many of one height: those in sight and some around them. */
export function visibleRange(
  scrollTop: number,
  viewHeight: number,
  rowHeight: number,
  count: number,
  around = 12,
): { from: number; to: number } {
  const from = Math.max(0, Math.floor(scrollTop / rowHeight) - around);
  return {
    from: Math.min(from, Math.max(0, count - 1)),
    to: Math.min(count, Math.ceil((scrollTop + viewHeight) / rowHeight) + around),
  };
}

/** Where the arrows lead; row −1 is the header. Null when the key is not one that moves. */
export function moveCell(
  key: string,
  control: boolean,
  at: { row: number; column: number },
  size: { rows: number; columns: number; page: number },
): { row: number; column: number } | null {
  const row = (n: number) => Math.max(-1, Math.min(size.rows - 1, n));
  const column = (n: number) => Math.max(0, Math.min(size.columns - 1, n));
  switch (key) {
    case 'ArrowUp':
      return { row: control ? 0 : row(at.row - 1), column: at.column };
    case 'ArrowDown':
      return { row: control ? size.rows - 1 : row(at.row + 1), column: at.column };
    case 'ArrowLeft':
      return { row: at.row, column: control ? 0 : column(at.column - 1) };
    case 'ArrowRight':
      return { row: at.row, column: control ? size.columns - 1 : column(at.column + 1) };
    case 'PageUp':
      return { row: Math.max(0, at.row - size.page), column: at.column };
    case 'PageDown':
      return { row: row(at.row + size.page), column: at.column };
    case 'Home':
      return { row: control ? 0 : at.row, column: 0 };
    case 'End':
      return { row: control ? size.rows - 1 : at.row, column: size.columns - 1 };
    default:
      return null;
  }
}

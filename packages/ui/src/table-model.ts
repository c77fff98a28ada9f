import type { ReactNode } from 'react';

/** What a column holds; it keeps so many characters at every width (`column-layout.ts`). */
export type ColumnKind = 'name' | 'quantity' | 'date' | 'time' | 'text';

export interface TableColumn<Row> {
  id: string;
  header: string;
  /** The cell in plain words: what the filter looks in and the export writes. Null for a cell without text. */
  text: (row: Row) => string | null;
  /** What the cell shows; its `text` unless said otherwise. */
  cell?: (row: Row) => ReactNode;
  /** What to sort by, its `text` or something else; without it the column cannot be sorted. Empty values always come last. */
  sort?: 'text' | ((row: Row) => string | number | null);
  align?: 'right';
  /** `text` unless said otherwise; the column that names the row is a `name`. */
  kind?: ColumnKind;
  /** In pixels, before anyone resized it. The column without one takes what is left. */
  width?: number;
  /** Pixels that something else takes beside what the column holds. */
  beside?: number;
  /** Names the row: its cells are row headers, and the title of the row on a phone. Stays in sight when the table scrolls. */
  isHeader?: boolean;
  /** Left out when no row has a text in it. */
  isOptional?: boolean;
  /** A link or a picture that has no words: not exported. */
  isWordless?: boolean;
  /** For the file alone: a part of another column that spreadsheets want by itself. */
  isExportOnly?: boolean;
  /** Where there is no room its cells move below the name, with their heading: those of 1 before those of 2. */
  folds?: 1 | 2;
  /** Made from what other columns or pages show: left out first where there is no room, and never below the name. */
  isDerived?: boolean;
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

export const cellOf = <Row>(column: TableColumn<Row>, row: Row): ReactNode =>
  (column.cell ?? column.text)(row);

/** Without the optional columns that no row fills. */
export function filledColumns<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
): readonly TableColumn<Row>[] {
  return columns.filter((c) => !c.isOptional || rows.some((row) => c.text(row)));
}

/** What a file of the table holds: headings, then the words of each row. */
export function wordsOf<Row>(rows: readonly Row[], columns: readonly TableColumn<Row>[]): string[][] {
  const told = columns.filter((c) => !c.isWordless);
  return [told.map((c) => c.header), ...rows.map((row) => told.map((c) => c.text(row) ?? ''))];
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

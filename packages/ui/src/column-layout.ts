import type { ColumnKind, TableColumn } from './table-model.ts';

/** Left and right of a cell's content, in pixels. */
const padding = 24;
/** No column is narrower, in pixels. */
const narrowest = 56;
/** Characters that a cell of each kind keeps: a date whole, a number with its unit. */
const characters: Record<ColumnKind, number> = { name: 12, quantity: 10, date: 10, time: 16, text: 6 };
/** Characters that the column without a width should have before others stay beside it. */
const comfortable = 19;

/** Room for a table, in pixels, as measured; null on the server. */
export interface TableRoom {
  width: number;
  /** Width of a digit. */
  character: number;
}

export interface ColumnLayout {
  /** Columns that have no room of their own: their cells move below the name of their row, or are left out. */
  folded: ReadonlySet<string>;
  /** Pixels of each column that is drawn; the one without takes what is left. */
  sizes: Readonly<Record<string, number | undefined>>;
  /** What the table is never narrower than: beyond it, it scrolls. */
  minWidth: string;
  isScrolled: boolean;
}

const kindOf = <Row>(column: TableColumn<Row>): ColumnKind =>
  column.kind ?? (column.isHeader ? 'name' : 'text');

/** The fewest pixels that keep what the column holds readable. */
export const minimumOf = <Row>(column: TableColumn<Row>, character: number): number =>
  Math.max(narrowest, Math.ceil(characters[kindOf(column)] * character) + padding + (column.beside ?? 0));

/**
 * Which columns stand side by side, and how wide. When they do not fit, what is derived goes; then those that may fold move
 * below the name, the last of the least wanted first. When nothing may fold any more, the table is wider than its box and scrolls in it. A width that
 * somebody chose folds nothing away.
 */
export function layOut<Row>(
  columns: readonly TableColumn<Row>[],
  widths: Readonly<Record<string, number>>,
  room: TableRoom | null,
): ColumnLayout {
  const drawn = columns.filter((c) => !c.isExportOnly);
  if (!room) return beforeMeasuring(drawn, widths);
  const wanted = (c: TableColumn<Row>) =>
    Math.max(minimumOf(c, room.character), c.width ?? Math.ceil(comfortable * room.character) + padding);
  const folding = [
    drawn.filter((c) => c.isDerived),
    ...[1, 2].map((order) => drawn.filter((c) => c.folds === order)),
  ].flatMap((group) => group.reverse());
  const folded = new Set<string>();
  let needed = drawn.reduce((sum, c) => sum + wanted(c), 0);
  for (const column of folding) {
    if (needed <= room.width) break;
    folded.add(column.id);
    needed -= wanted(column);
  }
  return {
    folded,
    ...widthsOf(
      drawn.filter((c) => !folded.has(c.id)),
      widths,
      room,
    ),
  };
}

/** A column without a width takes what is left, and at least its minimum: the table is never narrower than both. */
function widthsOf<Row>(
  columns: readonly TableColumn<Row>[],
  widths: Readonly<Record<string, number>>,
  room: TableRoom,
): Omit<ColumnLayout, 'folded'> {
  const least = (c: TableColumn<Row>) => minimumOf(c, room.character);
  const sizes = Object.fromEntries(
    columns.map((c) => {
      const width = widths[c.id] ?? c.width;
      return [c.id, width === undefined ? undefined : Math.max(least(c), width)];
    }),
  );
  const elastic = columns.filter((c) => sizes[c.id] === undefined);
  const total =
    columns.reduce((sum, c) => sum + (sizes[c.id] ?? 0), 0) +
    elastic.length * Math.max(0, ...elastic.map(least));
  return { sizes, minWidth: `${total}px`, isScrolled: total > room.width };
}

/** The page as the server writes it keeps the same minimum, in characters. */
function beforeMeasuring<Row>(
  columns: readonly TableColumn<Row>[],
  widths: Readonly<Record<string, number>>,
): ColumnLayout {
  const sizes = Object.fromEntries(columns.map((c) => [c.id, widths[c.id] ?? c.width]));
  const elastic = columns.filter((c) => sizes[c.id] === undefined);
  const pixels = columns.reduce((sum, c) => sum + (sizes[c.id] ?? 0), 0) + elastic.length * padding;
  const ch = elastic.length * Math.max(0, ...elastic.map((c) => characters[kindOf(c)]));
  return { folded: new Set(), sizes, minWidth: `calc(${pixels}px + ${ch}ch)`, isScrolled: false };
}

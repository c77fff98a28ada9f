'use client';
import { useDeferredValue, useId, useMemo, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { layOut } from './column-layout.ts';
import styles from './data-table.module.css';
import { useEarlyEntry } from './early-entry.tsx';
import { HeadCell } from './head-cell.tsx';
import { DownloadIcon, ResetIcon } from './icons.tsx';
import { acting, isInside, TableBody } from './table-body.tsx';
import { inGroups, itemsOf } from './table-groups.ts';
import { filledColumns, moveCell, wordsOf, type TableColumn, type TableSettings } from './table-model.ts';
import { useActiveCell } from './use-active-cell.ts';
import { useColumnResize } from './use-column-resize.ts';
import { useMarkedRow } from './use-marked-row.ts';
import { useRowWindow } from './use-row-window.ts';
import { useTableRoom } from './use-table-room.ts';
import { useTableRows } from './use-table-rows.ts';

/** Texts of a table in the reader's language. */
interface TableWords {
  locale: string;
  filter: string;
  noMatch: string;
  clearFilter: string;
  export: string;
  reset: string;
  keys: string;
  count: (shown: number, total: number) => string;
  resize: (column: string) => string;
}

export interface DataTableProps<Row> {
  /** Names the table for the screen reader. */
  label: string;
  rows: readonly Row[];
  columns: readonly TableColumn<Row>[];
  rowKey: (row: Row) => string;
  words: TableWords;
  settings: TableSettings;
  onSettings: (next: TableSettings) => void;
  filter: string;
  onFilter: (next: string) => void;
  /** The key of the row that the page was opened for: it is marked and brought into sight. */
  marked?: string | undefined;
  /** Opens what the row stands for (Enter, click). */
  onOpen?: (row: Row) => void;
  /** The heading a row stands under; groups come in the order of `rows`, and sorting moves rows within theirs. */
  groupOf?: (row: Row) => string;
  /** Makes a file of what is shown: headings, then the words of each row. Without it there is no such button. */
  onExport?: (rows: string[][]) => void;
  /** More tools, before export. */
  tools?: ReactNode;
}

/** So narrow a table is a list of cards (data-table.module.css). */
const cardsBelow = 520;

/**
 * Accessible grid: sorts, filters, resizes, exports, moves by arrow keys like a spreadsheet, stays light with thousands of
 * rows. Its columns keep what they hold readable: what does not fit beside them moves below the name, then the table scrolls.
 */
export function DataTable<Row extends object>({
  label,
  rows,
  columns: all,
  rowKey,
  words,
  settings,
  onSettings,
  filter,
  onFilter,
  marked,
  onOpen,
  groupOf,
  onExport,
  tools,
}: DataTableProps<Row>) {
  const columns = useMemo(() => filledColumns(rows, all), [rows, all]);
  const keysId = useId();
  const grid = useRef<HTMLTableElement>(null);
  const { box, ruler, room } = useTableRoom();
  const isCards = room !== null && room.width <= cardsBelow;
  const layout = useMemo(
    () => layOut(columns, settings.widths, isCards ? null : room),
    [columns, settings.widths, isCards, room],
  );
  const hidden = useMemo(
    () => columns.filter((c) => c.isExportOnly || layout.folded.has(c.id)).map((c) => c.id),
    [columns, layout],
  );
  const table = useTableRows({
    rows,
    columns,
    rowKey,
    settings,
    onSettings,
    filter: useDeferredValue(filter),
    locale: words.locale,
    hidden,
  });
  const sorted = table.getRowModel().rows;
  const shown = useMemo(() => inGroups(sorted, rows, groupOf), [sorted, rows, groupOf]);
  const items = useMemo(() => itemsOf(shown, groupOf), [shown, groupOf]);
  const byId = useMemo(() => new Map(columns.map((c) => [c.id, c])), [columns]);
  const side = columns.filter((c) => !hidden.includes(c.id));
  const folded = columns.filter((c) => layout.folded.has(c.id) && !c.isDerived);
  const scroll = useRef<HTMLDivElement>(null);
  const { isLong, rowHeight, from, to, above, below, measure, showRow } = useRowWindow({
    count: items.length,
    keyOf: (index) => {
      const item = items[index];
      return !item ? String(index) : 'group' in item ? `group ${item.group}` : item.row.id;
    },
    scroll,
    isCards,
  });
  useMarkedRow(
    marked,
    marked === undefined ? -1 : items.findIndex((item) => 'row' in item && item.row.id === marked),
    { grid, showRow },
  );
  const { at, activate, focus } = useActiveCell({
    grid,
    rowIds: useMemo(() => shown.map((row) => row.id), [shown]),
    columnIds: side.map((c) => c.id),
    showRow: (index) => showRow(items.findIndex((item) => 'row' in item && item.index === index)),
  });
  const resize = useColumnResize(settings, onSettings, (id) => byId.get(id), room);
  const isChanged = settings.sort !== null || Object.keys(settings.widths).length > 0;

  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (!isInside(event)) return;
    const column = side[at.column];
    if (event.key === 'Enter' || event.key === ' ') {
      // a link or a button in a cell does what it does
      if (target.closest(acting)) return;
      if (at.row === -1) {
        if (column?.sort) table.getColumn(column.id)?.toggleSorting();
      } else {
        const row = shown[at.row];
        const inside = target.querySelector<HTMLElement>(acting);
        if (inside) inside.click();
        else if (row && onOpen) onOpen(row.original);
        else return;
      }
      event.preventDefault();
      return;
    }
    if (
      event.shiftKey &&
      at.row === -1 &&
      column &&
      (event.key === 'ArrowLeft' || event.key === 'ArrowRight')
    ) {
      event.preventDefault();
      resize.by(
        column.id,
        event.key === 'ArrowLeft' ? -16 : 16,
        event.currentTarget.querySelector(`[data-cell="-1:${at.column}"]`),
      );
      return;
    }
    const next = moveCell(event.key, event.ctrlKey || event.metaKey, at, {
      rows: shown.length,
      columns: side.length,
      page: Math.max(1, Math.floor((scroll.current?.clientHeight ?? 400) / rowHeight) - 2),
    });
    if (!next) return;
    event.preventDefault();
    focus(next);
  };

  const cellProps = (row: number, column: number) => ({
    'data-cell': `${row}:${column}`,
    tabIndex: at.row === row && at.column === column ? 0 : -1,
    onFocus: () => activate({ row, column }),
  });

  const typed = useEarlyEntry<HTMLInputElement>(filter, onFilter);

  return (
    <div className={styles.wrap} ref={box}>
      <span ref={ruler} className={styles.ruler} aria-hidden />
      <div className={styles.tools}>
        <input
          ref={typed}
          type="search"
          className={styles.filter}
          aria-label={words.filter}
          placeholder={words.filter}
          value={filter}
          onChange={(e) => onFilter(e.target.value)}
        />
        <span className={styles.count} role="status">
          {words.count(shown.length, rows.length)}
        </span>
        <div className={styles.buttons}>
          {tools}
          {isChanged && (
            <button
              type="button"
              className={styles.tool}
              title={words.reset}
              aria-label={words.reset}
              onClick={() => onSettings({ sort: null, widths: {} })}
            >
              <ResetIcon size={18} />
            </button>
          )}
          {onExport && (
            <button
              type="button"
              className={styles.tool}
              title={words.export}
              aria-label={words.export}
              onClick={() =>
                onExport(
                  wordsOf(
                    shown.map((row) => row.original),
                    columns,
                  ),
                )
              }
            >
              <DownloadIcon size={18} />
            </button>
          )}
        </div>
      </div>
      {shown.length === 0 ? (
        <p className={styles.none}>
          {words.noMatch}
          <button type="button" className={styles.link} onClick={() => onFilter('')}>
            {words.clearFilter}
          </button>
        </p>
      ) : (
        // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- the grid inside holds the focus; the keys bubble here
        <div
          ref={scroll}
          className={styles.scroll}
          data-long={isLong}
          data-sideways={layout.isScrolled || undefined}
          onKeyDown={onKeyDown}
        >
          <p id={keysId} className="visually-hidden">
            {words.keys}
          </p>
          <table
            ref={grid}
            className={styles.table}
            role="grid"
            aria-label={label}
            aria-rowcount={items.length + 1}
            aria-colcount={side.length}
            aria-describedby={keysId}
            style={{ minWidth: layout.minWidth }}
          >
            <colgroup>
              {side.map((c) => {
                const width = layout.sizes[c.id];
                return <col key={c.id} style={width === undefined ? undefined : { width }} />;
              })}
            </colgroup>
            <thead>
              <tr aria-rowindex={1}>
                {side.map((c, column) => (
                  <HeadCell
                    key={c.id}
                    column={c}
                    sorted={settings.sort?.column === c.id ? settings.sort.direction : undefined}
                    onSort={() => table.getColumn(c.id)?.toggleSorting()}
                    cell={cellProps(-1, column)}
                    grip={{ title: words.resize(c.header), ...resize.grip(c.id) }}
                  />
                ))}
              </tr>
            </thead>
            <TableBody
              items={items}
              window={{ from, to, above, below }}
              measure={measure}
              columns={side}
              folded={folded}
              cellProps={cellProps}
              marked={marked}
              onOpen={onOpen}
            />
          </table>
        </div>
      )}
    </div>
  );
}

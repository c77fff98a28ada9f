'use client';
import {
  useDeferredValue,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import styles from './data-table.module.css';
import { DownloadIcon, ResetIcon, SortedDownIcon, SortedUpIcon, SortIcon } from './icons.tsx';
import {
  filledColumns,
  filterRows,
  moveCell,
  nextSort,
  sortRows,
  toCsv,
  type TableColumn,
  type TableSettings,
} from './table-model.ts';
import { useColumnResize } from './use-column-resize.ts';
import { useRowWindow } from './use-row-window.ts';

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
  /** Names the table for the screen reader, and the exported file. */
  label: string;
  rows: readonly Row[];
  columns: readonly TableColumn<Row>[];
  rowKey: (row: Row) => string;
  words: TableWords;
  settings: TableSettings;
  onSettings: (next: TableSettings) => void;
  filter: string;
  onFilter: (next: string) => void;
  /** Opens what the row stands for (Enter, click). */
  onOpen?: (row: Row) => void;
  /** Asked before a file is made; false makes none. */
  mayExport?: () => Promise<boolean>;
  /** More tools, before export. */
  tools?: ReactNode;
}

/** From this many rows on only those in sight are drawn, at one height. */
const long = 120;

/** Accessible grid: sorts, filters, resizes, exports, moves by arrow keys like a spreadsheet, stays light with thousands of rows. */
export function DataTable<Row>({
  label,
  rows,
  columns: all,
  rowKey,
  words,
  settings,
  onSettings,
  filter,
  onFilter,
  onOpen,
  mayExport,
  tools,
}: DataTableProps<Row>) {
  const columns = useMemo(() => filledColumns(rows, all), [rows, all]);
  const applied = useDeferredValue(filter);
  const shown = useMemo(
    () => sortRows(filterRows(rows, columns, applied), columns, settings.sort, words.locale),
    [rows, columns, applied, settings.sort, words.locale],
  );
  const [active, setActive] = useState({ row: 0, column: 0 });
  const keysId = useId();
  const grid = useRef<HTMLTableElement>(null);
  const { scroll, range, rowHeight, isWindowed } = useRowWindow(shown.length, long);
  const resize = useColumnResize(settings, onSettings);
  const at = { row: Math.min(active.row, shown.length - 1), column: active.column };
  const isChanged = settings.sort !== null || Object.keys(settings.widths).length > 0;

  const focusCell = (next: { row: number; column: number }) => {
    setActive(next);
    const box = scroll.current;
    if (box && isWindowed && next.row >= 0) {
      const top = next.row * rowHeight;
      if (top < box.scrollTop) box.scrollTo({ top });
      else if (top + 2 * rowHeight > box.scrollTop + box.clientHeight)
        box.scrollTo({ top: top + 2 * rowHeight - box.clientHeight });
    }
    // after the row has been drawn
    requestAnimationFrame(() =>
      grid.current?.querySelector<HTMLElement>(`[data-cell="${next.row}:${next.column}"]`)?.focus(),
    );
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const column = columns[at.column];
    if (event.key === 'Enter' || event.key === ' ') {
      if (at.row === -1) {
        if (column?.sort) onSettings({ ...settings, sort: nextSort(settings.sort, column.id) });
      } else {
        const row = shown[at.row];
        const inside = (event.target as HTMLElement).querySelector<HTMLElement>('a, button');
        if (inside) inside.click();
        else if (row && onOpen) onOpen(row);
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
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 400) / rowHeight) - 2);
    const next = moveCell(event.key, event.ctrlKey || event.metaKey, at, {
      rows: shown.length,
      columns: columns.length,
      page,
    });
    if (!next) return;
    event.preventDefault();
    focusCell(next);
  };

  const download = async () => {
    if (mayExport && !(await mayExport())) return;
    const file = new Blob([toCsv(shown, columns, words.locale.startsWith('fr') ? ';' : ',')], {
      type: 'text/csv;charset=utf-8',
    });
    const link = Object.assign(document.createElement('a'), {
      href: URL.createObjectURL(file),
      download: `${label}.csv`,
    });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  const cellClass = (column: TableColumn<Row>) =>
    [column.align === 'right' && styles.right, column.hideBelow && styles[`hide${column.hideBelow}`]]
      .filter(Boolean)
      .join(' ') || undefined;
  const cellProps = (row: number, column: number) => ({
    'data-cell': `${row}:${column}`,
    tabIndex: at.row === row && at.column === column ? 0 : -1,
    onFocus: () => setActive({ row, column }),
  });

  return (
    <div className={styles.wrap}>
      <div className={styles.tools}>
        <input
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
          <button
            type="button"
            className={styles.tool}
            title={words.export}
            aria-label={words.export}
            onClick={() => void download()}
          >
            <DownloadIcon size={18} />
          </button>
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
        <div ref={scroll} className={styles.scroll} data-long={shown.length > long} onKeyDown={onKeyDown}>
          <p id={keysId} className="visually-hidden">
            {words.keys}
          </p>
          <table
            ref={grid}
            className={styles.table}
            role="grid"
            aria-label={label}
            aria-rowcount={shown.length + 1}
            aria-colcount={columns.length}
            aria-describedby={keysId}
          >
            <colgroup>
              {columns.map((c) => {
                const width = settings.widths[c.id] ?? c.width;
                return <col key={c.id} className={cellClass(c)} style={width ? { width } : undefined} />;
              })}
            </colgroup>
            <thead>
              <tr aria-rowindex={1}>
                {columns.map((c, column) => {
                  const sorted = settings.sort?.column === c.id ? settings.sort.direction : undefined;
                  const Icon =
                    sorted === 'ascending'
                      ? SortedUpIcon
                      : sorted === 'descending'
                        ? SortedDownIcon
                        : SortIcon;
                  return (
                    <th
                      key={c.id}
                      scope="col"
                      className={cellClass(c)}
                      aria-sort={sorted ?? (c.sort ? 'none' : undefined)}
                      {...cellProps(-1, column)}
                      onFocus={() => setActive({ row: -1, column })}
                    >
                      {c.sort ? (
                        <button
                          type="button"
                          tabIndex={-1}
                          className={styles.head}
                          onClick={() => onSettings({ ...settings, sort: nextSort(settings.sort, c.id) })}
                        >
                          {c.header}
                          <span className={sorted ? undefined : styles.idle} style={{ display: 'contents' }}>
                            <Icon size={14} />
                          </span>
                        </button>
                      ) : (
                        <span className={styles.head}>{c.header}</span>
                      )}
                      <span
                        className={`${styles.grip} no-print`}
                        title={words.resize(c.header)}
                        aria-hidden
                        {...resize.grip(c.id)}
                      />
                    </th>
                  );
                })}
              </tr>
            </thead>
            <tbody>
              {range.from > 0 && (
                <tr className={styles.spacer} aria-hidden style={{ height: range.from * rowHeight }}>
                  <td colSpan={columns.length} />
                </tr>
              )}
              {shown.slice(range.from, range.to).map((row, i) => {
                const index = range.from + i;
                return (
                  <tr
                    key={rowKey(row)}
                    aria-rowindex={index + 2}
                    data-opens={Boolean(onOpen)}
                    onClick={
                      onOpen &&
                      ((e) => {
                        if (!(e.target as HTMLElement).closest('a, button')) onOpen(row);
                      })
                    }
                  >
                    {columns.map((c, column) =>
                      c.isHeader ? (
                        <th
                          key={c.id}
                          scope="row"
                          className={cellClass(c)}
                          title={isWindowed ? (c.text(row) ?? undefined) : undefined}
                          {...cellProps(index, column)}
                        >
                          {c.cell(row)}
                        </th>
                      ) : (
                        <td
                          key={c.id}
                          className={cellClass(c)}
                          data-label={c.header}
                          title={isWindowed ? (c.text(row) ?? undefined) : undefined}
                          {...cellProps(index, column)}
                        >
                          {c.cell(row)}
                        </td>
                      ),
                    )}
                  </tr>
                );
              })}
              {range.to < shown.length && (
                <tr
                  className={styles.spacer}
                  aria-hidden
                  style={{ height: (shown.length - range.to) * rowHeight }}
                >
                  <td colSpan={columns.length} />
                </tr>
              )}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

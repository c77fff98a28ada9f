'use client';
import { useId, type HTMLAttributes, type Ref, type SyntheticEvent } from 'react';
import styles from './data-table.module.css';
import type { TableItem } from './table-groups.ts';
import { cellOf, type TableColumn } from './table-model.ts';

interface BodyRow<Row> {
  id: string;
  original: Row;
}
interface Props<Row> {
  items: readonly TableItem<BodyRow<Row>>[];
  /** Those in sight, and the room of those above and below. */
  window: { from: number; to: number; above: number; below: number };
  measure: Ref<HTMLTableRowElement> | undefined;
  columns: readonly TableColumn<Row>[];
  /** Columns whose cells stand below the name. */
  folded: readonly TableColumn<Row>[];
  cellProps: (row: number, column: number) => HTMLAttributes<HTMLElement>;
  marked: string | undefined;
  onOpen: ((row: Row) => void) | undefined;
}

/** The rows in sight; those of a group are a body of their own with its heading, as a table has it. */
export function TableBody<Row>({
  items,
  window: { from, to, above, below },
  measure,
  columns,
  folded,
  cellProps,
  marked,
  onOpen,
}: Props<Row>) {
  const id = useId();
  const bodies = bodiesOf(items, from, to);
  return bodies.map((body, n) => {
    const heading = body.find(({ item }) => 'group' in item);
    const headingId = heading && `${id}-${heading.at}`;
    return (
      <tbody key={heading?.at ?? 'first'}>
        {n === 0 && <Spacer height={above} columns={columns.length} />}
        {body.map(({ item, at }) =>
          'group' in item ? (
            <tr
              key={`group ${item.group}`}
              ref={measure}
              data-index={at}
              aria-rowindex={at + 2}
              className={styles.group}
            >
              <th scope="rowgroup" colSpan={columns.length} id={headingId}>
                {item.group}
              </th>
            </tr>
          ) : (
            <tr
              key={item.row.id}
              ref={measure}
              data-index={at}
              data-row={item.row.id}
              aria-rowindex={at + 2}
              aria-current={item.row.id === marked || undefined}
              data-opens={Boolean(onOpen)}
              onClick={
                onOpen &&
                ((e) => {
                  if (isInside(e) && !(e.target as HTMLElement).closest(acting)) onOpen(item.row.original);
                })
              }
            >
              {columns.map((c, column) =>
                c.isHeader ? (
                  <th
                    key={c.id}
                    scope="row"
                    aria-describedby={headingId}
                    className={styles[kindClass(c)]}
                    {...cellProps(item.index, column)}
                  >
                    {cellOf(c, item.row.original)}
                    <Folded columns={folded} row={item.row.original} />
                  </th>
                ) : (
                  <td
                    key={c.id}
                    className={[styles[kindClass(c)], c.align === 'right' && styles.right]
                      .filter(Boolean)
                      .join(' ')}
                    data-label={c.isWordless ? undefined : c.header}
                    data-blank={(!c.isWordless && !c.text(item.row.original)) || undefined}
                    {...cellProps(item.index, column)}
                  >
                    {cellOf(c, item.row.original)}
                  </td>
                ),
              )}
            </tr>
          ),
        )}
        {n === bodies.length - 1 && <Spacer height={below} columns={columns.length} />}
      </tbody>
    );
  });
}

/** Whether it happened here: what a cell opens (a menu, a dialog) is drawn elsewhere, and its events reach the table through React. */
export const isInside = ({
  currentTarget,
  target,
}: Pick<SyntheticEvent, 'currentTarget' | 'target'>): boolean =>
  target instanceof Node && currentTarget.contains(target);

/** What in a cell does something by itself. */
export const acting = 'a, button, input, label';

const kindClass = <Row,>({ kind, isHeader }: TableColumn<Row>) => kind ?? (isHeader ? 'name' : 'text');

function bodiesOf<R>(items: readonly TableItem<R>[], from: number, to: number) {
  const bodies: { item: TableItem<R>; at: number }[][] = [[]];
  items.slice(from, to).forEach((item, i) => {
    if ('group' in item && bodies.at(-1)?.length) bodies.push([]);
    bodies.at(-1)?.push({ item, at: from + i });
  });
  return bodies;
}

/** Stands for the rows out of sight. */
function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tr className={styles.spacer} aria-hidden style={{ height }}>
      <td colSpan={columns} />
    </tr>
  );
}

/** What has no room beside the name, below it, each with the heading of its column; a link says itself what it is. */
function Folded<Row>({ columns, row }: { columns: readonly TableColumn<Row>[]; row: Row }) {
  const filled = columns.filter((c) => c.isWordless || c.text(row));
  if (filled.length === 0) return null;
  return (
    <span className={styles.folded}>
      {filled.map((c) => (
        <span key={c.id} className={styles.foldedPart}>
          {!c.isWordless && <span className={styles.foldedLabel}>{c.header} </span>}
          <span>{cellOf(c, row)}</span>
        </span>
      ))}
    </span>
  );
}

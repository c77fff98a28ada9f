import type { HTMLAttributes } from 'react';
import styles from './data-table.module.css';
import { SortedDownIcon, SortedUpIcon, SortIcon } from './icons.tsx';
import type { TableColumn, TableSort } from './table-model.ts';

const icons = { ascending: SortedUpIcon, descending: SortedDownIcon } as const;

/** A heading: sorts when it is clicked, and is widened at its edge. */
export function HeadCell<Row>({
  column,
  sorted,
  onSort,
  cell,
  grip,
}: {
  column: TableColumn<Row>;
  sorted: TableSort['direction'] | undefined;
  onSort: () => void;
  /** Its place in the grid. */
  cell: HTMLAttributes<HTMLElement>;
  grip: HTMLAttributes<HTMLElement>;
}) {
  const Icon = sorted ? icons[sorted] : SortIcon;
  return (
    <th
      scope="col"
      className={column.align === 'right' ? styles.right : undefined}
      aria-sort={sorted ?? (column.sort ? 'none' : undefined)}
      {...cell}
    >
      {column.sort ? (
        <button type="button" tabIndex={-1} className={styles.head} onClick={onSort}>
          {column.header}
          <span className={sorted ? undefined : styles.idle} style={{ display: 'contents' }}>
            <Icon size={14} />
          </span>
        </button>
      ) : (
        <span className={styles.head}>{column.header}</span>
      )}
      <span className={`${styles.grip} no-print`} aria-hidden {...grip} />
    </th>
  );
}

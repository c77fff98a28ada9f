'use client';
import { useEffect, useRef, useState, type RefObject } from 'react';

/** A cell by what its row and column are, not by where they stand; the row of the headings is null. */
interface ActiveCell {
  row: string | null;
  column: string;
  /** Where the row stood: its neighbour is next when it is gone. */
  index: number;
}
interface Position {
  row: number;
  column: number;
}

/**
 * The one cell of a grid that Tab leads to. It follows its row when others are sorted, filtered or written around it, so
 * that a key acts on the row that has the focus.
 */
export function useActiveCell({
  grid,
  rowIds,
  columnIds,
  showRow,
}: {
  grid: RefObject<HTMLTableElement | null>;
  rowIds: readonly string[];
  columnIds: readonly string[];
  /** Draws a row that is out of sight. */
  showRow: (index: number) => void;
}) {
  const [active, setActive] = useState<ActiveCell | null>(null);
  const wanted = useRef(false);
  const found = active?.row == null ? -1 : rowIds.indexOf(active.row);
  const at: Position = {
    row:
      active === null
        ? 0
        : active.row === null
          ? -1
          : found >= 0
            ? found
            : Math.min(active.index, rowIds.length - 1),
    column: Math.max(0, active ? columnIds.indexOf(active.column) : 0),
  };

  const cellAt = ({ row, column }: Position) =>
    grid.current?.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`);
  // a row that was out of sight is drawn first
  useEffect(() => {
    if (!wanted.current) return;
    const cell = cellAt(at);
    if (!cell) return;
    wanted.current = false;
    cell.focus();
  });

  const activate = ({ row, column }: Position) => {
    const next = { row: row < 0 ? null : (rowIds[row] ?? null), column: columnIds[column] ?? '', index: row };
    setActive((now) => (now && now.row === next.row && now.column === next.column ? now : next));
  };
  return {
    at,
    activate,
    focus: (next: Position) => {
      const cell = cellAt(next);
      if (cell) cell.focus();
      else {
        wanted.current = true;
        activate(next);
        showRow(next.row);
      }
    },
  };
}

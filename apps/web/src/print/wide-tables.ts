/** Pixels between the margins of an A4 sheet that stands (186 mm at 96 dots an inch): the narrowest paper in use. */
const sheet = 703;

/** Columns side by side that fit, the first one before each part; one column at least. */
export function partsOf(widths: readonly number[], room: number): number[][] {
  const [first = 0, ...others] = widths;
  const parts: number[][] = [];
  let left = 0;
  others.forEach((width, i) => {
    const part = parts.at(-1);
    if (part && width <= left) {
      part.push(i + 1);
      left -= width;
    } else {
      parts.push([i + 1]);
      left = room - first - width;
    }
  });
  return parts;
}

/** Which cell of a row begins at which column; null when one of them spans several rows. */
function columnsOf(
  row: HTMLTableRowElement,
): { cell: HTMLTableCellElement; from: number; to: number }[] | null {
  let at = 0;
  const cells = [];
  for (const cell of row.cells) {
    if (cell.rowSpan > 1) return null;
    cells.push({ cell, from: at, to: at + cell.colSpan });
    at += cell.colSpan;
  }
  return cells;
}

/** Widths a table needs on paper, when it needs more than there is. */
function tooWide(table: HTMLTableElement): number[] | null {
  const { width, minWidth, maxWidth } = table.style;
  Object.assign(table.style, { width: 'auto', minWidth: '0', maxWidth: `${sheet}px` });
  try {
    if (table.offsetWidth <= sheet + 1) return null;
    const whole = [...table.rows].find((row) => [...row.cells].every((cell) => cell.colSpan === 1));
    return whole && whole.cells.length > 2 ? [...whole.cells].map((cell) => cell.offsetWidth) : null;
  } finally {
    Object.assign(table.style, { width, minWidth, maxWidth });
  }
}

function part(table: HTMLTableElement, columns: ReadonlySet<number>): HTMLTableElement | null {
  const copy = table.cloneNode(true) as HTMLTableElement;
  for (const row of copy.rows) {
    const cells = columnsOf(row);
    if (!cells) return null;
    for (const { cell, from, to } of cells) {
      let kept = 0;
      for (let column = from; column < to; column++) if (columns.has(column)) kept++;
      if (kept === 0) cell.remove();
      else cell.colSpan = kept;
    }
  }
  copy.querySelectorAll('colgroup').forEach((group) => group.remove());
  Object.assign(copy.style, { width: 'auto', minWidth: '0', breakInside: 'auto', marginBottom: '12pt' });
  return copy;
}

/**
 * Sets tables that are wider than a sheet as several below each other, each beginning with the first column, so that nothing
 * is cut at the right. Gives the page back as it was.
 */
export function splitWideTables(page: ParentNode): () => void {
  const undo: (() => void)[] = [];
  for (const table of page.querySelectorAll('table')) {
    const widths = table.offsetParent ? tooWide(table) : null;
    const parts = widths && partsOf(widths, sheet).map((columns) => part(table, new Set([0, ...columns])));
    if (!parts || parts.some((copy) => copy === null)) continue;
    const display = table.style.display;
    for (const copy of parts) if (copy) table.before(copy);
    table.style.display = 'none';
    undo.push(() => {
      for (const copy of parts) copy?.remove();
      table.style.display = display;
    });
  }
  return () => {
    for (const each of undo) each();
  };
}

/** A line of the body: the heading of a group, or a row with its place among the rows. */
export type TableItem<R> = { group: string } | { row: R; index: number };

/** Rows of a group together, groups in the order `all` first names them: sorting moves rows within their group. */
export function inGroups<R extends { original: Row }, Row>(
  shown: readonly R[],
  all: readonly Row[],
  groupOf: ((row: Row) => string) | undefined,
): readonly R[] {
  if (!groupOf) return shown;
  const groups = new Map<string, R[]>(all.map((row) => [groupOf(row), []]));
  for (const row of shown) groups.get(groupOf(row.original))?.push(row);
  return [...groups.values()].flat();
}

/** What is drawn, top to bottom: a heading before the first row of each group. */
export function itemsOf<R extends { original: Row }, Row>(
  rows: readonly R[],
  groupOf: ((row: Row) => string) | undefined,
): TableItem<R>[] {
  let last: string | null = null;
  return rows.flatMap((row, index): TableItem<R>[] => {
    const group = groupOf?.(row.original) ?? null;
    const heading = group === null || group === last ? [] : [{ group }];
    last = group;
    return [...heading, { row, index }];
  });
}

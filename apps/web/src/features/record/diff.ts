import { diffArrays } from 'diff';

/** A run of lines that are the same, only in the older or only in the newer version. */
export interface DiffPart {
  kind: 'same' | 'removed' | 'added';
  lines: string[];
}

/** Shortest edit script between two lists of lines. */
export const diffLines = (older: readonly string[], newer: readonly string[]): DiffPart[] =>
  diffArrays([...older], [...newer]).map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    lines: value,
  }));

/** Lines of a resource to compare: keys in one order, without what changes with every version. */
export function linesOf(resource: unknown): string[] {
  const { meta, ...rest } = resource as { meta?: Record<string, unknown> },
    { versionId: _v, lastUpdated: _l, ...kept } = meta ?? {};
  return JSON.stringify(sorted(Object.keys(kept).length > 0 ? { ...rest, meta: kept } : rest), null, 2).split(
    '\n',
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
}

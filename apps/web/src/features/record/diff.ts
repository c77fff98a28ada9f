/** A run of lines that are the same, only in the older or only in the newer version. */
export interface DiffPart {
  kind: 'same' | 'removed' | 'added';
  lines: string[];
}

/**
 * Shortest edit script between two lists of lines (E. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986).
 * Memory is O(D²): fine for resources, which change by a few lines out of thousands.
 */
export function diffLines(older: readonly string[], newer: readonly string[]): DiffPart[] {
  const [n, m] = [older.length, newer.length],
    max = n + m,
    trace: Int32Array[] = [];
  let v = new Int32Array(2 * max + 3);
  const at = (k: number) => k + max + 1;
  outer: for (let d = 0; d <= max; d++) {
    trace.push(v.slice(at(-d - 1), at(d + 1) + 1));
    const next = v.slice();
    for (let k = -d; k <= d; k += 2) {
      let x =
        k === -d || (k !== d && (v[at(k - 1)] ?? 0) < (v[at(k + 1)] ?? 0))
          ? (v[at(k + 1)] ?? 0)
          : (v[at(k - 1)] ?? 0) + 1;
      let y = x - k;
      while (x < n && y < m && older[x] === newer[y]) {
        x++;
        y++;
      }
      next[at(k)] = x;
      if (x >= n && y >= m) break outer;
    }
    v = next;
  }
  return collect(older, newer, trace);
}

function collect(
  older: readonly string[],
  newer: readonly string[],
  trace: readonly Int32Array[],
): DiffPart[] {
  const steps: { kind: DiffPart['kind']; line: string }[] = [];
  let x = older.length,
    y = newer.length;
  for (let d = trace.length - 1; d >= 0; d--) {
    const v = trace[d] ?? new Int32Array(0),
      value = (k: number) => v[k + d + 1] ?? 0; // a slice begins at −d−1
    const k = x - y,
      from = k === -d || (k !== d && value(k - 1) < value(k + 1)) ? k + 1 : k - 1;
    const fromX = d === 0 ? 0 : value(from),
      fromY = d === 0 ? 0 : fromX - from;
    while (x > fromX && y > fromY) {
      steps.push({ kind: 'same', line: older[--x] ?? '' });
      y--;
    }
    if (d > 0) {
      if (x === fromX) steps.push({ kind: 'added', line: newer[--y] ?? '' });
      else steps.push({ kind: 'removed', line: older[--x] ?? '' });
    }
  }
  const parts: DiffPart[] = [];
  for (const { kind, line } of steps.reverse()) {
    const last = parts.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else parts.push({ kind, lines: [line] });
  }
  return parts;
}

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

import { timestampOf, type Point, type Range } from './rows.ts';
import { niceTicks, scale, timeTicks, valueSpan, type Scale, type TimeStep } from './scale.ts';

export interface PlotPoint {
  point: Point;
  at: number;
  value: number;
  x: number;
  y: number;
}
interface Band {
  x: number;
  width: number;
  top: number;
  height: number;
}
interface Limit {
  value: number;
  y: number;
  x1: number;
  x2: number;
  side: 'low' | 'high';
}
export interface Plot {
  x: Scale;
  y: Scale;
  points: PlotPoint[];
  /** Runs of values that are known exactly; a `<` or `>` value is no point of a line. */
  lines: string[];
  bands: Band[];
  limits: Limit[];
  ticks: { at: number; y: number }[];
  times: { step: TimeStep; at: { at: number; x: number }[] };
}

/** Geometry of the chart inside a box of `width` × `height`; `from` and `to` are the period. */
export function plotOf(
  points: readonly Point[],
  from: number,
  to: number,
  width: number,
  height: number,
): Plot {
  const dated = points
    .flatMap((point) => {
      const at = timestampOf(point.date);
      return point.value === null || Number.isNaN(at) || at < from || at > to
        ? []
        : [{ point, at, value: point.value }];
    })
    .sort((a, b) => a.at - b.at);
  const span =
    dated.length > 0
      ? valueSpan(
          dated.map((p) => p.value),
          dated.flatMap((p) => p.point.range ?? []),
        )
      : { low: 0, high: 1 };
  const marks = niceTicks(span.low, span.high, Math.max(3, Math.round(height / 48)));
  const x = scale(from, to, width),
    inner = scale(marks[0] ?? 0, marks.at(-1) ?? 1, height);
  const y: Scale = { ...inner, at: (value) => height - inner.at(value) };
  const placed = dated.map((p) => ({ ...p, x: round(x.at(p.at)), y: round(y.at(p.value)) }));
  const times = timeTicks(from, to, Math.max(2, Math.floor(width / 90)));
  return {
    x,
    y,
    points: placed,
    lines: linesOf(placed),
    ...rangesOf(placed, y, width, height),
    ticks: marks.map((at) => ({ at, y: round(y.at(at)) })),
    times: { step: times.step, at: times.at.map((at) => ({ at, x: round(x.at(at)) })) },
  };
}

function linesOf(points: readonly PlotPoint[]): string[] {
  const lines: string[] = [];
  let run: PlotPoint[] = [];
  const end = () => {
    if (run.length > 1) lines.push(run.map((p) => `${p.x},${p.y}`).join(' '));
    run = [];
  };
  for (const p of points) {
    if (p.point.comparator) end();
    else run.push(p);
  }
  end();
  return lines;
}

/** The range of each value holds from halfway to its neighbours: ranges change with method and age. */
function rangesOf(
  points: readonly PlotPoint[],
  y: Scale,
  width: number,
  height: number,
): { bands: Band[]; limits: Limit[] } {
  const bands: Band[] = [],
    limits: Limit[] = [];
  let start = 0;
  for (let i = 0; i < points.length; i += 1) {
    const here = points[i],
      next = points[i + 1];
    if (!here || (next && sameRange(here.point.range, next.point.range))) continue;
    const end = next ? round((here.x + next.x) / 2) : width;
    const range = here.point.range;
    if (range && (range.low !== null || range.high !== null)) {
      const top = clamp(range.high === null ? 0 : y.at(range.high), height),
        bottom = clamp(range.low === null ? height : y.at(range.low), height);
      if (bottom > top)
        bands.push({ x: start, width: end - start, top: round(top), height: round(bottom - top) });
    }
    for (const [value, side] of [
      [range?.criticalLow ?? null, 'low'],
      [range?.criticalHigh ?? null, 'high'],
    ] as const)
      if (value !== null && y.at(value) >= 0 && y.at(value) <= height)
        limits.push({ value, side, y: round(y.at(value)), x1: start, x2: end });
    start = end;
  }
  return { bands, limits };
}

const sameRange = (a: Range | null, b: Range | null): boolean =>
  a?.low === b?.low &&
  a?.high === b?.high &&
  a?.criticalLow === b?.criticalLow &&
  a?.criticalHigh === b?.criticalHigh;
const round = (n: number) => Math.round(n * 10) / 10;
const clamp = (n: number, high: number) => Math.max(0, Math.min(high, n));

import type { ClinicalDirection, ClinicalLevel } from '@keneyapp/ui/flag-chip';
import { niceTicks, scale, timeTicks, valueSpan, type Scale, type TimeStep } from './scale.ts';

/** One value of a course. Its words are made by the page, which knows whose they are. */
export interface CoursePoint {
  key: string;
  /** Milliseconds. */
  at: number;
  value: number;
  /** The true value is only known to be below or above `value`. */
  comparator: string | null;
  level: ClinicalLevel;
  direction: ClinicalDirection;
  /** Read out and shown beside the point. */
  words: { value: string; range: string; notes: string; spoken: string };
}
export interface CourseLine {
  id: string;
  points: readonly CoursePoint[];
}
/** The limits that hold between two moments. */
export interface CourseBand {
  from: number;
  to: number;
  low: number | null;
  high: number | null;
  criticalLow: number | null;
  criticalHigh: number | null;
  /** What is written at the critical limits. */
  lowWords: string;
  highWords: string;
}

export interface PlotPoint {
  point: CoursePoint;
  x: number;
  y: number;
}
interface Limit {
  key: string;
  words: string;
  y: number;
  x1: number;
  x2: number;
  side: 'low' | 'high';
}
export interface Plot {
  x: Scale;
  y: Scale;
  /** In the order of time, of all lines. */
  points: PlotPoint[];
  /** Runs of values that are known exactly; a `<` or `>` value is no point of a line. */
  lines: { id: string; index: number; runs: string[] }[];
  bands: { x: number; width: number; top: number; height: number }[];
  limits: Limit[];
  ticks: { at: number; y: number }[];
  times: { step: TimeStep; at: { at: number; x: number }[] };
}

/** Geometry of the chart inside a box of `width` × `height`; `from` and `to` are the period. */
export function plotOf(
  lines: readonly CourseLine[],
  bands: readonly CourseBand[],
  [from, to]: readonly [number, number],
  width: number,
  height: number,
): Plot {
  const shown = lines.map(({ id, points }) => ({
    id,
    points: points.filter((p) => p.at >= from && p.at <= to).sort((a, b) => a.at - b.at),
  }));
  const values = shown.flatMap(({ points }) => points.map((p) => p.value));
  const near = bands.filter((b) => b.to > from && b.from < to);
  const span = values.length > 0 ? valueSpan(values, near) : { low: 0, high: 1 };
  const marks = niceTicks(span.low, span.high, Math.max(3, Math.round(height / 48)));
  const x = scale(from, to, width),
    inner = scale(marks[0] ?? 0, marks.at(-1) ?? 1, height);
  const y: Scale = { ...inner, at: (value) => height - inner.at(value) };
  const place = (point: CoursePoint): PlotPoint => ({
    point,
    x: round(x.at(point.at)),
    y: round(y.at(point.value)),
  });
  const placed = shown.map(({ id, points }) => ({ id, points: points.map(place) }));
  const times = timeTicks(from, to, Math.max(2, Math.floor(width / 90)));
  return {
    x,
    y,
    points: placed.flatMap(({ points }) => points).sort((a, b) => a.point.at - b.point.at),
    lines: placed.map(({ id, points }, index) => ({ id, index, runs: runsOf(points) })),
    ...rangesOf(near, x, y, width, height),
    ticks: marks.map((at) => ({ at, y: round(y.at(at)) })),
    times: { step: times.step, at: times.at.map((at) => ({ at, x: round(x.at(at)) })) },
  };
}

function runsOf(points: readonly PlotPoint[]): string[] {
  const runs: string[] = [];
  let run: PlotPoint[] = [];
  const end = () => {
    if (run.length > 1) runs.push(run.map((p) => `${p.x},${p.y}`).join(' '));
    run = [];
  };
  for (const p of points) {
    if (p.point.comparator) end();
    else run.push(p);
  }
  end();
  return runs;
}

function rangesOf(
  all: readonly CourseBand[],
  x: Scale,
  y: Scale,
  width: number,
  height: number,
): Pick<Plot, 'bands' | 'limits'> {
  const bands: Plot['bands'] = [],
    limits: Limit[] = [];
  for (const band of all) {
    const start = round(clamp(x.at(band.from), width)),
      end = round(clamp(x.at(band.to), width));
    if (band.low !== null || band.high !== null) {
      const top = clamp(band.high === null ? 0 : y.at(band.high), height),
        bottom = clamp(band.low === null ? height : y.at(band.low), height);
      if (bottom > top)
        bands.push({ x: start, width: end - start, top: round(top), height: round(bottom - top) });
    }
    for (const [value, side, words] of [
      [band.criticalLow, 'low', band.lowWords],
      [band.criticalHigh, 'high', band.highWords],
    ] as const)
      if (value !== null && y.at(value) >= 0 && y.at(value) <= height)
        limits.push({
          key: `${side} ${start} ${value}`,
          words,
          side,
          y: round(y.at(value)),
          x1: start,
          x2: end,
        });
  }
  return { bands, limits };
}

/** The period asked for, with the whole of what reaches into it; for all of it, what was measured with some room at its ends. */
export function courseSpan(times: readonly number[], start: number | null, now: number): [number, number] {
  if (start !== null) return [Math.min(start, ...times), Math.max(now, ...times)];
  if (times.length === 0) return [now - 1, now];
  const first = Math.min(...times),
    last = Math.max(...times);
  const room = Math.max((last - first) * 0.03, 12 * 3_600_000);
  return [first - room, last + room];
}

const round = (n: number) => Math.round(n * 10) / 10;
const clamp = (n: number, high: number) => Math.max(0, Math.min(high, n));

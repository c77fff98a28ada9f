/** Scales of the trend chart: pure, in numbers. */
export interface Scale {
  from: number;
  to: number;
  size: number;
  at(value: number): number;
}

export function scale(from: number, to: number, size: number): Scale {
  const span = to - from || 1;
  return { from, to, size, at: (value) => ((value - from) / span) * size };
}

/** Round numbers that hold `low` to `high` with about `count` steps. */
export function niceTicks(low: number, high: number, count = 5): number[] {
  const span = high - low || Math.abs(high) || 1;
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((m) => m * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const first = Math.floor(low / step + 1e-9),
    last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: Math.max(1, last - first) + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

interface Limits {
  low: number | null;
  high: number | null;
  criticalLow: number | null;
  criticalHigh: number | null;
}

/**
 * What the vertical axis spans: every value, and those limits that are near enough not to flatten the line. Never below
 * zero when nothing measured is.
 */
export function valueSpan(
  values: readonly number[],
  limits: readonly Limits[],
): { low: number; high: number } {
  let low = Math.min(...values),
    high = Math.max(...values);
  const reach = Math.max(high - low, Math.abs(high) * 0.25, 1e-9);
  for (const range of limits)
    for (const limit of [range.low, range.high, range.criticalLow, range.criticalHigh])
      if (limit !== null && limit >= low - reach * 1.2 && limit <= high + reach * 1.2) {
        low = Math.min(low, limit);
        high = Math.max(high, limit);
      }
  if (high - low < Math.abs(high) * 0.02) {
    const around = Math.abs(high) * 0.05 || 1;
    low -= around;
    high += around;
  }
  const margin = (high - low) * 0.08;
  const bottom = low - margin;
  return { low: bottom < 0 && low >= 0 ? 0 : bottom, high: high + margin };
}

export type TimeStep = 'hour' | 'day' | 'month' | 'year';
const hour = 3_600_000,
  day = 24 * hour,
  year = 365.25 * day;

/** Moments to write on the time axis, about `count`, at whole hours, days, months or years; and how precisely to write them. */
export function timeTicks(from: number, to: number, count: number): { step: TimeStep; at: number[] } {
  const rough = (to - from) / Math.max(1, count);
  if (rough < 20 * hour)
    return {
      step: 'hour',
      at: every(from, to, ([1, 2, 3, 6, 12].find((h) => h * hour >= rough) ?? 24) * hour),
    };
  if (rough < 20 * day)
    return { step: 'day', at: every(from, to, ([1, 2, 4, 7, 14].find((d) => d * day >= rough) ?? 20) * day) };
  if (rough < 0.8 * year)
    return {
      step: 'month',
      at: calendar(from, to, [1, 2, 3, 6, 12].find((m) => m * 30.4 * day >= rough) ?? 12),
    };
  return {
    step: 'year',
    at: calendar(from, to, ([1, 2, 5, 10, 20].find((y) => y * year >= rough) ?? 25) * 12),
  };
}

function every(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, i) => first + i * step);
}

function calendar(from: number, to: number, months: number): number[] {
  const start = new Date(from);
  const ticks: number[] = [];
  let index =
    Math.ceil(
      (start.getUTCFullYear() * 12 + start.getUTCMonth() + (start.getUTCDate() > 1 ? 1 : 0)) / months,
    ) * months;
  for (
    let at = Date.UTC(Math.floor(index / 12), index % 12, 1);
    at <= to;
    at = Date.UTC(Math.floor(index / 12), index % 12, 1)
  ) {
    ticks.push(at);
    index += months;
  }
  return ticks;
}

import { hospitalZone } from '@keneyapp/clinical';

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

/**
 * Moments to write on the time axis, about `count`, on the hospital's clock: midnight, six, noon, whole days, the first of
 * a month or year; and how precisely to write them.
 */
export function timeTicks(from: number, to: number, count: number): { step: TimeStep; at: number[] } {
  const rough = (to - from) / Math.max(1, count);
  if (rough <= 12 * hour) {
    const hours = [1, 2, 3, 6, 12].find((h) => h * hour >= rough) ?? 12;
    return { step: 'hour', at: every(from, to, hours * hour) };
  }
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

const clock = new Intl.DateTimeFormat('en', { timeZone: hospitalZone, timeZoneName: 'longOffset' });

/** How far the hospital's clock is ahead at a moment: `GMT+02:00` in summer. */
function ahead(at: number): number {
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(clock.format(at)) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * hour + Number(minutes ?? 0) * 60_000);
}

/** The moment at which the hospital's clock shows so much, counted as if it were UTC. */
const shownAt = (civil: number): number => civil - ahead(civil - ahead(civil));

function every(from: number, to: number, step: number): number[] {
  const ticks: number[] = [];
  for (let civil = Math.floor((from + ahead(from)) / step) * step; ; civil += step) {
    const at = shownAt(civil);
    if (at > to) return ticks;
    // the hour that is left out in spring is the next one
    if (at >= from && at !== ticks.at(-1)) ticks.push(at);
  }
}

function calendar(from: number, to: number, months: number): number[] {
  const start = new Date(from + ahead(from));
  const ticks: number[] = [];
  let index = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / months) * months;
  for (;;) {
    const at = shownAt(Date.UTC(Math.floor(index / 12), index % 12, 1));
    if (at > to) return ticks;
    if (at >= from) ticks.push(at);
    index += months;
  }
}

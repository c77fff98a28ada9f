import type { Coded, Measure, MeasureLevel, Series, SeriesPoint } from './view.ts';

/** Curves of what stands, oldest first; every value is already in the unit of the house, so units never mix. */
export function seriesOf(measures: readonly Measure[]): Series[] {
  const all = new Map<Series['sign'], Series>();
  const add = (
    measure: Measure,
    sign: Series['sign'],
    value: number | null,
    level: MeasureLevel,
    unit: string,
    [digits, comparator]: [string | null, Measure['comparator']] = [measure.digits, measure.comparator],
  ) => {
    if (value === null || measure.state === 'entered-in-error' || measure.takenAt === '') return;
    const series = all.get(sign) ?? { name: measure.name, sign, unit, points: [] };
    const point: SeriesPoint = {
      observationId: measure.observationId,
      takenAt: measure.takenAt,
      value,
      digits: digits ?? String(value),
      comparator,
      level,
      state: measure.state,
      recordedBy: measure.recordedBy,
    };
    series.points.push(point);
    all.set(sign, series);
  };
  for (const m of measures) {
    if (m.name === 'bloodPressure') {
      add(m, 'systolic', m.value, m.level, 'mm[Hg]');
      add(m, 'diastolic', m.second, m.secondLevel, 'mm[Hg]', [m.secondDigits, m.secondComparator]);
    } else if (m.name === 'oxygen') add(m, 'oxygenFlow', m.value, m.level, 'L/min');
    else if (m.name !== 'consciousness' && m.name !== 'other') add(m, m.name, m.value, m.level, m.unit ?? '');
  }
  for (const series of all.values())
    series.points.sort((a, b) => Date.parse(a.takenAt) - Date.parse(b.takenAt));
  return [...all.values()];
}

/** The names of what stands and has no curve. */
export function unlistedIn(measures: readonly Measure[]): Coded[] {
  const rows = new Map(
    measures.flatMap((m) =>
      m.name === 'other' && m.state !== 'entered-in-error' ? [[m.row, m.label] as const] : [],
    ),
  );
  return [...rows.values()];
}

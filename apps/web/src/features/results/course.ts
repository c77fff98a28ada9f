import type { CourseBand, CoursePoint } from '../../components/course/course-model.ts';
import { judgementWords } from '../../components/judgement-note.tsx';
import type { Formats } from '../../i18n/formats.ts';
import { timestampOf, unitWords, valueWords, type Point, type Range, type Series } from './rows.ts';

interface Words {
  f: Formats;
  /** What is read out of a point. */
  spoken: (of: { date: string; value: string; flag: string; range: string; status: string }) => string;
  recordedAs: (value: string) => string;
  critical: (value: string) => string;
  status: (status: string) => string;
}

/** The values of a test that can be drawn, in the words of its table. */
export function coursePoints(series: Series, points: readonly Point[], words: Words): CoursePoint[] {
  const { f } = words;
  return points.flatMap((point): CoursePoint[] => {
    const at = timestampOf(point.date);
    if (point.value === null || Number.isNaN(at)) return [];
    const value = `${valueWords(point, f)} ${unitWords(series, f)}`.trim(),
      range = f.range(point.range),
      status = words.status(point.status);
    return [
      {
        key: `${point.observationId} ${at}`,
        at,
        value: point.value,
        comparator: point.comparator,
        level: point.level,
        direction: point.direction,
        words: {
          value,
          range,
          notes: [
            f.observedAt(point),
            status,
            point.recorded && words.recordedAs(f.amount(point.recorded)),
            judgementWords(point, f),
          ]
            .filter(Boolean)
            .join(' · '),
          spoken: words.spoken({
            date: f.dateTime(point.date) ?? '',
            value,
            flag: point.level,
            range: range || 'none',
            status: status || 'none',
          }),
        },
      },
    ];
  });
}

/** The range of each value holds from halfway to its neighbours: ranges change with method and age. */
export function courseBands(points: readonly Point[], words: Pick<Words, 'f' | 'critical'>): CourseBand[] {
  const dated = points
    .flatMap(({ date, value, range }) => {
      const at = timestampOf(date);
      return value === null || Number.isNaN(at) ? [] : [{ at, range }];
    })
    .sort((a, b) => a.at - b.at);
  const bands: CourseBand[] = [];
  let from = -Infinity;
  dated.forEach((here, i) => {
    const next = dated[i + 1];
    if (next && sameRange(here.range, next.range)) return;
    const to = next ? (here.at + next.at) / 2 : Infinity;
    if (here.range) {
      const { low, high, criticalLow, criticalHigh } = here.range;
      const at = (limit: number | null) => (limit === null ? '' : words.critical(words.f.number(limit)));
      bands.push({
        from,
        to,
        low,
        high,
        criticalLow,
        criticalHigh,
        lowWords: at(criticalLow),
        highWords: at(criticalHigh),
      });
    }
    from = to;
  });
  return bands;
}

const sameRange = (a: Range | null, b: Range | null): boolean =>
  a?.low === b?.low &&
  a?.high === b?.high &&
  a?.criticalLow === b?.criticalLow &&
  a?.criticalHigh === b?.criticalHigh;

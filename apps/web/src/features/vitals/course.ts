import type { Series } from '@keneyapp/bff/features/vitals/view';
import type { CourseBand, CourseLine } from '../../components/course/course-model.ts';
import type { DrawnBand } from './bands.ts';
import { clinicalLevel, direction, type useVitalsWords } from './use-vitals-words.ts';

type Words = Pick<ReturnType<typeof useVitalsWords>, 't' | 'formats'>;

/** The values of one picture, each with the words of its table. */
export function courseLines(
  group: readonly Series[],
  bands: readonly DrawnBand[],
  { t, formats }: Words,
): CourseLine[] {
  return group.map((s) => ({
    id: s.sign,
    points: s.points.map((p) => {
      const at = Date.parse(p.takenAt);
      const value = [
        group.length > 1 && t(`names.${s.sign}`),
        formats.amount({ ...p, unit: null, code: s.unit }),
      ]
        .filter(Boolean)
        .join('\u00a0');
      const band = bands.find((b) => b.sign === s.sign && at >= b.from && at < b.to);
      const range = band ? limits(band, formats.number) : '';
      const level = p.level === 'unknown' ? '' : t(`levels.${p.level}`);
      const notes = [
        formats.dateTime(p.takenAt),
        level,
        p.state === 'corrected' && t('table.corrected'),
        p.recordedBy && t('table.by', { name: p.recordedBy }),
      ].filter(Boolean);
      return {
        key: `${p.observationId} ${s.sign}`,
        at,
        value: p.value,
        comparator: p.comparator,
        level: clinicalLevel(p.level),
        direction: direction(p.level),
        words: {
          value,
          range,
          notes: notes.join(' · '),
          spoken: [value, range, ...notes].filter(Boolean).join(', '),
        },
      };
    }),
  }));
}

function limits({ low, high }: DrawnBand, number: (n: number) => string): string {
  if (low !== null && high !== null) return `${number(low)} – ${number(high)}`;
  return low !== null ? `≥ ${number(low)}` : high !== null ? `≤ ${number(high)}` : '';
}

/** With two lines in one picture a limit says whose it is. */
export function courseBands(
  bands: readonly DrawnBand[],
  isShared: boolean,
  { t, formats }: Words,
): CourseBand[] {
  return bands.map((band) => {
    const whose = isShared
      ? `${t(`curves.short.${band.sign === 'diastolic' ? 'diastolic' : 'systolic'}`)} `
      : '';
    const words = (sign: string, limit: number | null) =>
      limit === null ? '' : `${whose}${sign} ${formats.number(limit)}`;
    return { ...band, lowWords: words('<', band.criticalLow), highWords: words('≥', band.criticalHigh) };
  });
}

import { parseIsoDate, vitalRanges, type AgeBand, type VitalSign } from '@keneyapp/clinical';
import type { Series, VitalsSubject } from '@keneyapp/bff/features/vitals/view';

/** Limits that apply between two instants (ms). */
export interface DrawnBand extends Pick<AgeBand, 'criticalLow' | 'low' | 'high' | 'criticalHigh'> {
  from: number;
  to: number;
  sign: Series['sign'];
}

const monthMs = 30.4375 * 86_400_000;

/** Limits change while a child grows: each stretch of the curve gets those of its age. None without a birth date. */
export function bandsOver(
  series: Pick<Series, 'sign' | 'points'>,
  { birthDate, spo2Scale }: Pick<VitalsSubject, 'birthDate' | 'spo2Scale'>,
): DrawnBand[] {
  const birth = parseIsoDate(birthDate ?? '');
  if (!birth || !(series.sign in vitalRanges) || series.points.length === 0) return [];
  // on scale 2 the zone of scale 1 would say the wrong thing
  if (series.sign === 'oxygenSaturation' && spo2Scale === 2)
    return [
      {
        from: -Infinity,
        to: Infinity,
        sign: series.sign,
        criticalLow: 84,
        low: 88,
        high: null,
        criticalHigh: null,
      },
    ];
  const born = Date.UTC(birth.year, birth.month - 1, birth.day);
  const times = series.points.map((p) => Date.parse(p.takenAt));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  return vitalRanges[series.sign as VitalSign]
    .map(({ from, to, criticalLow, low, high, criticalHigh }) => ({
      from: born + from * monthMs,
      to: born + to * monthMs,
      sign: series.sign,
      criticalLow,
      low,
      high,
      criticalHigh,
    }))
    .filter(
      (b) =>
        b.to > first &&
        b.from <= last &&
        (b.low !== null || b.high !== null || b.criticalLow !== null || b.criticalHigh !== null),
    );
}

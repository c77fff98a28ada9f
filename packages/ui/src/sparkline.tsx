import type { ClinicalLevel } from './flag-chip.tsx';

export interface SparklineProps {
  /** Oldest first; `at` in milliseconds. */
  points: readonly { at: number; value: number; second?: number | null }[];
  /** State of the last point. */
  level?: ClinicalLevel;
  /** Usual range, shaded. */
  band?: { low: number | null; high: number | null } | null;
  /** What the line shows, in words: it is an image for the screen reader. */
  label: string;
  width?: number;
  height?: number;
}

const inset = 3;

/** A line of a few values, drawn as SVG on the server: no axis, no script. The last point carries the state's colour. */
export function Sparkline({
  points,
  level = 'normal',
  band,
  label,
  width = 96,
  height = 24,
}: SparklineProps) {
  if (points.length < 2) return null;
  const values = points.flatMap((p) => (p.second == null ? [p.value] : [p.value, p.second]));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  // A flat line stays in the middle; a change of less than 4 % is not blown up to the whole height.
  const span = Math.max(high - low, Math.abs(high) * 0.04) || 1;
  const middle = (low + high) / 2;
  const from = points[0]?.at ?? 0;
  const duration = (points.at(-1)?.at ?? 0) - from;
  const x = (at: number, index: number) =>
    round(
      inset + (width - 2 * inset) * (duration > 0 ? (at - from) / duration : index / (points.length - 1)),
    );
  const y = (value: number) => round(height / 2 - ((value - middle) / span) * (height - 2 * inset));
  const path = (pick: (p: (typeof points)[number]) => number | null | undefined) =>
    points
      .flatMap((p, i) => {
        const v = pick(p);
        return v == null ? [] : [`${x(p.at, i)},${y(v)}`];
      })
      .join(' ');
  const last = points.at(-1);
  const colour =
    level === 'critical' || level === 'abnormal'
      ? `var(--mui-palette-clinical-${level}-main)`
      : 'var(--mui-palette-chart-line)';
  const [top, bottom] = [
    band?.high == null ? 0 : clamp(y(band.high), height),
    band?.low == null ? height : clamp(y(band.low), height),
  ];
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      style={{ display: 'block', overflow: 'visible' }}
    >
      {band && bottom > top && (
        <rect x="0" y={top} width={width} height={bottom - top} fill="var(--mui-palette-chart-band)" />
      )}
      {points.some((p) => p.second != null) && (
        <polyline
          points={path((p) => p.second)}
          fill="none"
          stroke="var(--mui-palette-chart-line)"
          strokeWidth="1.25"
          strokeOpacity="0.55"
        />
      )}
      <polyline
        points={path((p) => p.value)}
        fill="none"
        stroke="var(--mui-palette-chart-line)"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      {last && <circle cx={x(last.at, points.length - 1)} cy={y(last.value)} r="2.75" fill={colour} />}
    </svg>
  );
}

const round = (n: number) => Math.round(n * 10) / 10;
const clamp = (n: number, high: number) => Math.max(0, Math.min(high, n));

'use client';
import type { Series } from '@keneyapp/bff/features/vitals/view';
import { useTheme } from '@mui/material/styles';
import { ChartsAxisHighlight } from '@mui/x-charts/ChartsAxisHighlight';
import { ChartsContainer } from '@mui/x-charts/ChartsContainer';
import { ChartsGrid } from '@mui/x-charts/ChartsGrid';
import { ChartsTooltip } from '@mui/x-charts/ChartsTooltip';
import { ChartsXAxis } from '@mui/x-charts/ChartsXAxis';
import { ChartsYAxis } from '@mui/x-charts/ChartsYAxis';
import { useDrawingArea, useXScale, useYScale } from '@mui/x-charts/hooks';
import { FocusedLineMark, LinePlot, MarkPlot } from '@mui/x-charts/LineChart';
import type { DrawnBand } from './bands.ts';
import { useVitalsWords } from './use-vitals-words.ts';
import styles from './curves.module.css';

/** Points by time with their zone below them. Arrow keys go from point to point, each with its label. */
export function CurveChart({ group, bands }: { group: readonly Series[]; bands: readonly DrawnBand[] }) {
  const { t, formats } = useVitalsWords();
  const { vars } = useTheme();
  const times = [...new Set(group.flatMap((s) => s.points.map((p) => Date.parse(p.takenAt))))].sort(
    (a, b) => a - b,
  );
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const margin = Math.max((last - first) * 0.03, 1_800_000);
  const isLong = last - first > 3 * 86_400_000;
  const palette = vars?.palette;
  const colours = [palette?.primary.main ?? 'currentColor', palette?.text.secondary ?? 'currentColor'];
  const series = group.map((s, i) => {
    const at = new Map(s.points.map((p) => [Date.parse(p.takenAt), p]));
    return {
      type: 'line' as const,
      id: s.sign,
      label: t(`names.${s.sign}`),
      data: times.map((time) => at.get(time)?.value ?? null),
      connectNulls: true,
      curve: 'linear' as const,
      showMark: times.length <= 40,
      color: colours[i] ?? 'currentColor',
      valueFormatter: (value: number | null, { dataIndex }: { dataIndex: number }) => {
        const point = at.get(times[dataIndex] ?? 0);
        return value === null || !point
          ? null
          : `${formats.amount({ ...point, unit: null, code: s.unit })}${point.level === 'normal' || point.level === 'unknown' ? '' : ` · ${t(`levels.${point.level}`)}`}`;
      },
    };
  });
  const values = group.flatMap((s) => s.points.map((p) => p.value));
  const near = bands.flatMap((b) => [b.low, b.high]).filter((v) => v !== null);
  const [low, high] = [Math.min(...values, ...near), Math.max(...values, ...near)];
  const air = Math.max((high - low) * 0.08, 0.5);
  return (
    <ChartsContainer
      series={series}
      height={230}
      margin={{ top: 8, right: 12, bottom: 4, left: 4 }}
      skipAnimation
      xAxis={[
        {
          id: 'x',
          data: times.map((time) => new Date(time)),
          scaleType: 'time',
          min: new Date(first - margin),
          max: new Date(last + margin),
          tickNumber: 4,
          height: 26,
          valueFormatter: (value: Date, { location }: { location: string }) => {
            const iso = value.toISOString();
            return location === 'tick'
              ? ((isLong ? formats.date(iso) : `${formats.date(iso)?.slice(0, 5)} ${formats.time(iso)}`) ??
                  '')
              : (formats.dateTime(iso) ?? '');
          },
        },
      ]}
      yAxis={[
        {
          id: 'y',
          min: low - air,
          max: high + air,
          tickNumber: 5,
          width: 38,
          valueFormatter: (value: number) => formats.number(value),
        },
      ]}
    >
      <BandLayer bands={bands} />
      <ChartsGrid horizontal />
      <LimitLayer bands={bands} isShared={group.length > 1} />
      <LinePlot />
      <MarkPlot />
      <FocusedLineMark />
      <ChartsXAxis axisId="x" disableLine={false} />
      <ChartsYAxis axisId="y" />
      <ChartsAxisHighlight x="line" />
      <ChartsTooltip trigger="axis" />
    </ChartsContainer>
  );
}

/** Where times and values lie in the picture, held inside of it. */
function usePlotArea() {
  const { left, top, width, height } = useDrawingArea();
  const x = useXScale<'time'>('x');
  const y = useYScale<'linear'>('y');
  return {
    top,
    bottom: top + height,
    y,
    inX: (time: number) =>
      Math.min(
        left + width,
        Math.max(left, Number.isFinite(time) ? Number(x(new Date(time))) : time < 0 ? left : left + width),
      ),
    inY: (value: number) => Math.min(top + height, Math.max(top, Number(y(value)))),
  };
}

/** Normal zones as areas, below the lines of the grid. */
function BandLayer({ bands }: { bands: readonly DrawnBand[] }) {
  const { top, bottom, inX, inY } = usePlotArea();
  return (
    <g aria-hidden>
      {bands.map((band) => {
        if (band.low === null && band.high === null) return null;
        const [from, to] = [inX(band.from), inX(band.to)];
        const upper = band.high === null ? top : inY(band.high);
        const lower = band.low === null ? bottom : inY(band.low);
        return (
          <rect
            key={`${band.sign}-${band.from}`}
            className={styles.bandRect}
            x={from}
            width={Math.max(0, to - from)}
            y={upper}
            height={Math.max(0, lower - upper)}
          />
        );
      })}
    </g>
  );
}

/** Critical limits as dashed lines, above the grid, where they lie inside the picture. */
function LimitLayer({ bands, isShared }: { bands: readonly DrawnBand[]; isShared: boolean }) {
  const { t } = useVitalsWords();
  const { top, bottom, y, inX } = usePlotArea();
  const { vars } = useTheme();
  const critical =
    (vars?.palette as unknown as { clinical?: { critical: { main: string } } } | undefined)?.clinical
      ?.critical.main ?? 'red';
  return (
    <g aria-hidden>
      {bands.map((band) => {
        const [from, to] = [inX(band.from), inX(band.to)];
        const limits = (
          [
            ['<', band.criticalLow],
            ['≥', band.criticalHigh],
          ] as const
        )
          .flatMap(([sign, v]) => (v === null ? [] : [{ sign, at: Number(y(v)) }]))
          .filter(({ at }) => at > top && at < bottom);
        return limits.map(({ at, sign }) => (
          <g key={`${band.sign}-${band.from}-${at}`}>
            <line
              x1={from}
              x2={to}
              y1={at}
              y2={at}
              stroke={critical}
              strokeDasharray="4 3"
              strokeWidth={1.5}
            />
            {/* with two curves in one picture a limit says whose it is */}
            {isShared && (
              <text
                x={to - 4}
                y={sign === '<' ? at + 11 : at - 4}
                textAnchor="end"
                fontSize={10}
                fill={critical}
              >{`${t(`curves.short.${band.sign === 'diastolic' ? 'diastolic' : 'systolic'}`)} ${sign} ${Math.round(Number(y.invert(at)))}`}</text>
            )}
          </g>
        ));
      })}
    </g>
  );
}

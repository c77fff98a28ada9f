'use client';
import { memo, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';
import { plotOf, type CourseBand, type CourseLine, type PlotPoint } from './course-model.ts';
import { PointMark } from './point-mark.tsx';
import type { TimeStep } from './scale.ts';
import styles from './course.module.css';
import { hospitalZone } from '@keneyapp/clinical';

const margin = { top: 12, right: 14, bottom: 26, left: 52 };
const dayMs = 86_400_000;
const steps: Record<TimeStep, Intl.DateTimeFormatOptions> = {
  hour: { hour: '2-digit', minute: '2-digit' },
  day: { day: '2-digit', month: '2-digit' },
  month: { month: 'short', year: '2-digit' },
  year: { year: 'numeric' },
};

interface Props {
  lines: readonly CourseLine[];
  bands: readonly CourseBand[];
  /** The period, in milliseconds. */
  span: readonly [from: number, to: number];
  /** What it shows, and how it is read. */
  label: string;
  height: number;
  svgRef: Ref<SVGSVGElement>;
  /** To the table of the same values. */
  onToggle: () => void;
}

/**
 * The one chart of values over time: normal range shaded, critical limits dashed, every value a mark that can be reached by the arrows
 * and says its value. A `<` or `>` result stands at its limit with its sign and is not joined to the line.
 */
export function CourseChart({ lines, bands, span, label, height, svgRef, onToggle }: Props) {
  const f = useFormats();
  const { ref, width } = useWidth();
  const plot = useMemo(
    () =>
      plotOf(
        lines,
        bands,
        span,
        Math.max(120, width - margin.left - margin.right),
        height - margin.top - margin.bottom,
      ),
    [lines, bands, span, width, height],
  );
  const [active, setActive] = useState(-1);
  const [isFocused, setFocused] = useState(false);
  const marks = useRef<SVGGElement>(null);
  const last = plot.points.length - 1;
  const current = Math.min(active < 0 ? last : active, last);
  const time = useMemo(
    () =>
      new Intl.DateTimeFormat(f.locale === 'fr' ? 'fr-FR' : 'en-GB', {
        timeZone: hospitalZone,
        // hours of several days need their day
        ...(plot.times.step === 'hour' && span[1] - span[0] > dayMs ? steps.day : {}),
        ...steps[plot.times.step],
      }),
    [f.locale, plot.times.step, span],
  );

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = {
      ArrowRight: current + 1,
      ArrowLeft: current - 1,
      Home: 0,
      End: last,
      PageUp: current + 10,
      PageDown: current - 10,
    }[event.key];
    if (next === undefined) {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        onToggle();
      }
      return;
    }
    event.preventDefault();
    const to = Math.max(0, Math.min(last, next));
    setActive(to);
    marks.current?.querySelector<SVGGElement>(`[data-point="${to}"]`)?.focus();
  };

  const shown = plot.points[current];
  return (
    <div ref={ref} className={styles.chart}>
      <svg
        ref={svgRef}
        width={width}
        height={height}
        role="group"
        aria-label={label}
        onKeyDown={onKeyDown}
        onPointerLeave={() => setActive(-1)}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
      >
        <g transform={`translate(${margin.left} ${margin.top})`}>
          {plot.bands.map((b) => (
            <rect
              key={`${b.x} ${b.top}`}
              className={styles.band}
              x={b.x}
              y={b.top}
              width={b.width}
              height={b.height}
            />
          ))}
          {plot.ticks.map(({ at, y }) => (
            <g key={at}>
              <line className={styles.gridLine} x1={0} x2={plot.x.size} y1={y} y2={y} />
              <text className={styles.tick} x={-8} y={y} dy="0.32em" textAnchor="end" aria-hidden>
                {f.number(at)}
              </text>
            </g>
          ))}
          {plot.times.at.map(({ at, x }) => (
            <g key={at}>
              <line className={styles.gridLine} x1={x} x2={x} y1={0} y2={plot.y.size} />
              <text
                className={styles.tick}
                x={x}
                y={plot.y.size + 17}
                textAnchor={x < 20 ? 'start' : x > plot.x.size - 20 ? 'end' : 'middle'}
                aria-hidden
              >
                {time.format(at)}
              </text>
            </g>
          ))}
          {plot.limits.map((l) => (
            <g key={l.key}>
              <line className={styles.critical} x1={l.x1} x2={l.x2} y1={l.y} y2={l.y} />
              <text
                className={styles.criticalText}
                x={l.x2 - 4}
                y={l.side === 'high' ? l.y - 4 : l.y + 12}
                textAnchor="end"
                aria-hidden
              >
                {l.words}
              </text>
            </g>
          ))}
          {plot.lines.flatMap(({ id, index, runs }) =>
            runs.map((run) => (
              <polyline
                key={`${id} ${run.slice(0, 24)}`}
                className={styles.line}
                data-index={index}
                points={run}
              />
            )),
          )}
          <g ref={marks}>
            {plot.points.map((p, i) => (
              <Mark key={p.point.key} placed={p} index={i} isCurrent={i === current} onActive={setActive} />
            ))}
          </g>
        </g>
      </svg>
      {shown && (active >= 0 || isFocused) && (
        <div
          className={styles.tip}
          aria-hidden
          style={{
            left: Math.max(0, Math.min(width - 190, margin.left + shown.x - 95)),
            top: shown.y + margin.top < 70 ? shown.y + margin.top + 14 : shown.y + margin.top - 62,
          }}
        >
          <strong data-level={shown.point.level}>{shown.point.words.value}</strong>
          {shown.point.words.range && <span> ({shown.point.words.range})</span>}
          <div>{shown.point.words.notes}</div>
        </div>
      )}
    </div>
  );
}

/** Drawn again only when it becomes or stops being the current one: a course may have a thousand. */
const Mark = memo(function Mark({
  placed,
  index,
  isCurrent,
  onActive,
}: {
  placed: PlotPoint;
  index: number;
  isCurrent: boolean;
  onActive: (index: number) => void;
}) {
  return (
    <g
      data-point={index}
      role="img"
      tabIndex={isCurrent ? 0 : -1}
      aria-label={placed.point.words.spoken}
      className={styles.mark}
      transform={`translate(${placed.x} ${placed.y})`}
      onFocus={() => onActive(index)}
      onPointerEnter={() => onActive(index)}
    >
      <circle className={styles.hit} r={12} />
      <PointMark point={placed.point} />
    </g>
  );
});

function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(640);
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return undefined;
    const read = () => setWidth(Math.max(240, Math.floor(box.clientWidth)));
    read();
    const observer = new ResizeObserver(read);
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}

'use client';
import { useTranslations } from 'next-intl';
import { useId, useMemo, useRef, useState, type CSSProperties, type PointerEvent } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';
import {
  lead as sizes,
  perMillivolt,
  stripOf,
  type Gain,
  type Speed,
  type TraceLead,
} from './trace-scale.ts';
import styles from './trace.module.css';

interface Point {
  x: number;
  y: number;
}
/** What lies between two points of a lead: samples and units of it; the points are in millimetres. */
export interface Caliper {
  index: number;
  samples: number;
  amount: number;
  from: Point;
  to: Point;
}

/** One lead on its paper, behind the pulse of a millivolt. What has no scale has no paper. */
export function LeadStrip({
  lead,
  rate,
  speed,
  gain,
  caliper,
  onMeasure,
}: {
  lead: TraceLead;
  rate: number | null;
  speed: Speed;
  gain: Gain;
  caliper: Caliper | null;
  onMeasure?: (between: Omit<Caliper, 'index'>) => void;
}) {
  const t = useTranslations('common.trace');
  const f = useFormats();
  const grid = useId();
  const svg = useRef<SVGSVGElement>(null);
  const [start, setStart] = useState<Point | null>(null);
  const strip = useMemo(() => stripOf(lead, rate, speed, gain), [lead, rate, speed, gain]);
  if (!strip)
    return (
      <figure className={styles.lead}>
        <figcaption>{lead.name}</figcaption>
        <p>{t('empty')}</p>
      </figure>
    );
  const { width, height, path, yOf, isToScale } = strip;
  const pointAt = (event: PointerEvent): Point => {
    const box = svg.current?.getBoundingClientRect();
    return box
      ? {
          x: ((event.clientX - box.left) / box.width) * width,
          y: ((event.clientY - box.top) / box.height) * height,
        }
      : { x: 0, y: 0 };
  };
  const measureTo = (from: Point, to: Point) =>
    onMeasure?.({
      from,
      to,
      samples: Math.abs(to.x - from.x) / strip.step,
      amount: Math.abs(to.y - from.y) / strip.perUnit,
    });
  const perMv = perMillivolt(lead.unit);
  const seconds = rate === null ? null : Math.round((lead.values.length / rate) * 10) / 10;
  return (
    <figure className={styles.lead}>
      <figcaption>
        {lead.name}
        {!isToScale && lead.unit && ` (${lead.unit})`}
      </figcaption>
      <svg
        ref={svg}
        viewBox={`0 0 ${width} ${height}`}
        style={{ '--w': width, '--h': height } as CSSProperties}
        role="img"
        aria-label={
          seconds === null
            ? t('leadUntimed', { name: lead.name, n: lead.values.length })
            : t('lead', { name: lead.name, seconds: f.number(seconds) })
        }
        onPointerDown={(event) => {
          if (!onMeasure) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const at = pointAt(event);
          setStart(at);
          measureTo(at, at);
        }}
        onPointerMove={(event) => {
          if (start) measureTo(start, pointAt(event));
        }}
        onPointerUp={() => setStart(null)}
        onPointerCancel={() => setStart(null)}
      >
        {isToScale && rate !== null && (
          <>
            <defs>
              <pattern id={grid} width={5} height={5} patternUnits="userSpaceOnUse">
                <path className={styles.small} d="M1 0V5M2 0V5M3 0V5M4 0V5M0 1H5M0 2H5M0 3H5M0 4H5" />
                <path className={styles.large} d="M0 0V5M0 0H5" />
              </pattern>
            </defs>
            <rect width={width} height={height} fill={`url(#${grid})`} />
          </>
        )}
        {perMv !== null && (
          <path
            className={styles.line}
            d={`M1 ${yOf(0)}H2V${yOf(perMv)}H${2 + sizes.pulse}V${yOf(0)}H${sizes.before - 1}`}
          />
        )}
        <path className={styles.line} d={path} />
        {caliper && (
          <g className={styles.caliper}>
            <rect
              x={Math.min(caliper.from.x, caliper.to.x)}
              y={Math.min(caliper.from.y, caliper.to.y)}
              width={Math.abs(caliper.to.x - caliper.from.x)}
              height={Math.abs(caliper.to.y - caliper.from.y)}
            />
            <path d={`M${caliper.from.x} 0V${height}M${caliper.to.x} 0V${height}`} />
          </g>
        )}
      </svg>
    </figure>
  );
}

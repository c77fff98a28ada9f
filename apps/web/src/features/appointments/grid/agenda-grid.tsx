'use client';
import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import { useNow, useTranslations } from 'next-intl';
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { AppointmentBlock } from './appointment-block.tsx';
import styles from './grid.module.css';
import { hoursOf, nearest, placed, spanOf, wallMinutes, type Placed } from './layout.ts';
import { hourHeights, type Zoom } from './zoom.ts';

/** One column: somebody's day, or a day of the week. */
export interface GridColumn {
  key: string;
  title: string;
  /** What the title is of: a service, a day. */
  note?: string;
  /** Day in the hospital, `YYYY-MM-DD`. */
  day: string;
  items: readonly AgendaItem[];
}

interface Props {
  columns: readonly GridColumn[];
  today: string;
  zoom: Zoom;
  isOwn: boolean;
  onOpen: (item: AgendaItem, anchor: HTMLElement) => void;
}

/**
 * Days side by side on one axis of hours. Each column is a list of its appointments in their order, so that a screen reader
 * reads them as one; for the keyboard all are one stop, gone through with the arrows.
 */
export function AgendaGrid({ columns, today, zoom, isOwn, onOpen }: Props) {
  const t = useTranslations('appointments');
  const now = useNow({ updateInterval: 60_000 });
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const perMinute = hourHeights[zoom] / 60;
  const placedColumns = useMemo(
    () => columns.map((column) => ({ ...column, placed: placed(column.items, spanOf) })),
    [columns],
  );
  const hours = useMemo(() => hoursOf(placedColumns.flatMap(({ placed: all }) => all)), [placedColumns]);
  const [focused, setFocused] = useState<string | null>(null);
  const all = placedColumns.flatMap((column) => column.placed.map((one) => keyOf(column.key, one.item)));
  const stop = focused !== null && all.includes(focused) ? focused : all[0];

  // opens on now where today is shown, else on the first appointment; afterwards it stays where somebody scrolled to
  const nowMinutes = wallMinutes(now);
  const begin = columns.some(({ day }) => day === today)
    ? nowMinutes - 60
    : Math.min(...placedColumns.flatMap(({ placed: those }) => those.map(({ from }) => from)), 9 * 60) - 15;
  const shownDays = columns.map(({ day }) => day).join();
  const beginning = useRef(begin);
  useEffect(() => {
    beginning.current = begin;
  });
  useLayoutEffect(() => {
    scroller.current?.scrollTo({ top: Math.max(0, (beginning.current - hours.from) * perMinute) });
    // only another span of days scrolls anew: not the minute, nor what colleagues change
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shownDays, perMinute]);

  const focus = (key: string | undefined) => {
    if (key === undefined) return;
    setFocused(key);
    const element = document.getElementById(`${id}${key}`);
    element?.focus();
    element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent, at: number, one: Placed<AgendaItem>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const column = placedColumns[at];
    const place = column?.placed.indexOf(one) ?? -1;
    const inColumn = (to: number) => {
      const other = column?.placed[to];
      return other && column ? keyOf(column.key, other.item) : undefined;
    };
    const beside = (step: 1 | -1) => {
      for (let i = at + step; placedColumns[i]; i += step) {
        const other = placedColumns[i];
        const found = other && nearest(other.placed, one.from);
        if (found && other) return keyOf(other.key, found.item);
      }
      return undefined;
    };
    const target = {
      ArrowDown: () => inColumn(place + 1),
      ArrowUp: () => inColumn(place - 1),
      ArrowRight: () => beside(1),
      ArrowLeft: () => beside(-1),
      Home: () => inColumn(0),
      End: () => inColumn((column?.placed.length ?? 0) - 1),
    }[event.key];
    if (!target) return;
    event.preventDefault();
    focus(target());
  };

  const height = (hours.to - hours.from) * perMinute;
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      style={{ '--columns': columns.length, '--hour': `${hourHeights[zoom]}px` } as React.CSSProperties}
    >
      <div className={styles.grid}>
        <div className={styles.corner} />
        {placedColumns.map((column) => (
          <div key={column.key} className={styles.head} data-today={column.day === today || undefined}>
            <b id={`${id}${column.key}`}>{column.title}</b>
            <span className="muted">
              {column.note !== undefined && `${column.note} · `}
              {t('count', { count: column.items.length })}
            </span>
          </div>
        ))}
        <div className={styles.axis} style={{ height }} aria-hidden>
          {Array.from({ length: (hours.to - hours.from) / 60 }, (_, i) => (
            <span key={i} style={{ top: i * hourHeights[zoom] }}>
              {t('grid.hour', { hour: hours.from / 60 + i })}
            </span>
          ))}
        </div>
        {placedColumns.map((column, at) => (
          <ol
            key={column.key}
            className={styles.column}
            style={{ height }}
            aria-labelledby={`${id}${column.key}`}
            data-today={column.day === today || undefined}
          >
            {column.placed.map((one) => {
              const key = keyOf(column.key, one.item);
              return (
                <AppointmentBlock
                  key={key}
                  id={`${id}${key}`}
                  item={one.item}
                  isOwn={isOwn}
                  style={{
                    top: (one.from - hours.from) * perMinute,
                    height: (one.to - one.from) * perMinute - 1,
                    left: `${(one.lane / one.lanes) * 100}%`,
                    width: `${100 / one.lanes}%`,
                  }}
                  isStop={key === stop}
                  onFocus={() => setFocused(key)}
                  onKeyDown={(event) => onKeyDown(event, at, one)}
                  onOpen={(anchor) => onOpen(one.item, anchor)}
                />
              );
            })}
            {column.day === today && nowMinutes >= hours.from && nowMinutes < hours.to && (
              <li aria-hidden className={styles.now} style={{ top: (nowMinutes - hours.from) * perMinute }} />
            )}
          </ol>
        ))}
      </div>
    </div>
  );
}

const keyOf = (column: string, item: AgendaItem): string => `${column}-${item.id}`;

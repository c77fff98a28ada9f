'use client';
import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import { useNow, useTranslations } from 'next-intl';
import {
  useCallback,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
} from 'react';
import { useAppointmentWords } from '../use-appointment-words.ts';
import { hasMoved, snapped, type Carried } from './carry.ts';
import { DayColumn } from './day-column.tsx';
import { Ghost, useCarriedWords } from './ghost.tsx';
import { placeColumn, realSpan, type GridColumn } from './grid-column.ts';
import styles from './grid.module.css';
import { hoursOf, wallMinutes } from './layout.ts';
import { useKeyCarry } from './use-key-carry.ts';
import { usePointerCarry, type Surface } from './use-pointer-carry.ts';
import { useStops } from './use-stops.ts';
import { hourHeights, steps, type Zoom } from './zoom.ts';

/** An appointment that was put down elsewhere. */
export interface Drop {
  item: AgendaItem;
  /** Minutes of the day in its new column. */
  from: number;
  /** Null: as long as it was. */
  minutes: number | null;
  fromColumn: GridColumn;
  column: GridColumn;
}

interface Props {
  columns: readonly GridColumn[];
  today: string;
  zoom: Zoom;
  onOpen: (item: AgendaItem, anchor: HTMLElement) => void;
  /** Null: this reader moves nothing. */
  onMove: ((drop: Drop) => void) | null;
  /** A free place was chosen; null: this reader books nothing. */
  onBook: ((column: GridColumn, from: number) => void) | null;
}

const isMovable = ({ patient, status }: AgendaItem): boolean =>
  patient !== null && (status === 'booked' || status === 'pending');
/** CSS pixels of a column, and of each of those side by side in it: its time is read whole. */
const leastWidth = 168,
  leastLane = 64;
const movesNothing = (): boolean => false;

/**
 * Days side by side on one axis of hours. Each column is a list of its appointments in their order, so that a screen reader
 * reads them as one; for the keyboard all are one stop, gone through with the arrows. Events are heard here, for all of them.
 */
export function AgendaGrid({ columns, today, zoom, onOpen, onMove, onBook }: Props) {
  const t = useTranslations('appointments');
  const nowMinutes = wallMinutes(useNow({ updateInterval: 60_000 }));
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const perMinute = hourHeights[zoom] / 60;
  const step = steps[zoom];
  const canBook = onBook !== null;
  const canMove = onMove !== null ? isMovable : movesNothing;
  // a free place of today begins later every so often, not every minute
  const bookableToday = Math.ceil(nowMinutes / step) * step;
  const placedColumns = useMemo(
    () =>
      columns.map((column) =>
        placeColumn(column, !canBook || column.day < today ? null : column.day === today ? bookableToday : 0),
      ),
    [columns, canBook, today, bookableToday],
  );
  const hours = useMemo(
    () => hoursOf(placedColumns.flatMap(({ placed, opening }) => [...placed, ...(opening?.open ?? [])])),
    [placedColumns],
  );
  const { stop, setFocused, onKey } = useStops(placedColumns, id, scroller);
  const begin = useScrollToBegin({
    ...{ scroller, today, nowMinutes, perMinute },
    columns: placedColumns,
    from: hours.from,
  });

  const [carried, setCarried] = useState<Carried | null>(null);
  const [said, setSaid] = useState('');
  const words = useCarriedWords();
  const { whole } = useAppointmentWords(false);
  const carry = (next: Carried | null) => {
    setCarried(next);
    if (next?.by === 'keyboard') {
      const whole = words(
        next,
        placedColumns.find(({ key }) => key === next.column),
      ).whole;
      setSaid(carried === null ? t('grid.carry.taken', { place: whole }) : whole);
    } else if (next === null && carried?.by === 'keyboard') setSaid(t('grid.carry.givenUp'));
  };
  const drop = (last: Carried) => {
    setCarried(null);
    const item = placedColumns.flatMap(({ items }) => items).find((one) => one.id === last.itemId);
    const fromColumn = columns.find(({ key }) => key === last.fromColumn);
    const column = columns.find(({ key }) => key === last.column);
    if (!item || !fromColumn || !column || !hasMoved(last)) return setSaid(t('grid.carry.givenUp'));
    setSaid('');
    const isLonger = last.to - last.from !== last.before.to - last.before.from;
    onMove?.({ item, fromColumn, column, from: last.from, minutes: isLonger ? last.to - last.from : null });
  };
  const surface = useRef<Surface>(null as unknown as Surface);
  useLayoutEffect(() => {
    surface.current = { columns: placedColumns, hours, perMinute, step, canMove, carry, drop };
  });
  const { onPointerDown, isEndOfDrag } = usePointerCarry(scroller, surface, onMove !== null);
  const onCarryKey = useKeyCarry(surface, carried);

  const at = useCallback(
    (target: EventTarget) => {
      const element = target instanceof Element ? target.closest<HTMLElement>('[data-stop]') : null;
      const key = element?.closest<HTMLElement>('[data-column]')?.dataset['column'];
      const column = placedColumns.find((one) => one.key === key);
      if (!element || !column) return null;
      const item = column.items.find((one) => one.id === element.dataset['item']) ?? null;
      return { element, column, item, stop: element.dataset['stop'] ?? '' };
    },
    [placedColumns],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const here = at(event.target);
    if (!here) return;
    const { column, item } = here;
    if (onCarryKey(event, item && { column, item })) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (onKey(event.key, column.key, here.stop)) event.preventDefault();
  };
  const onClick = (event: MouseEvent) => {
    const here = at(event.target);
    if (!here || isEndOfDrag()) return;
    if (here.item) return onOpen(here.item, here.element);
    const from = Number(here.element.dataset['free']);
    // by keyboard it is the beginning of what is free; with the mouse the step that was pointed at
    const down =
      event.detail === 0 ? 0 : (event.clientY - here.element.getBoundingClientRect().top) / perMinute;
    onBook?.(here.column, Math.max(from, snapped(from + down - step / 2, step)));
  };
  const onFocus = (event: FocusEvent) => {
    const here = at(event.target);
    if (here) setFocused({ key: here.stop, itemId: here.item?.id ?? null });
  };
  const onPointerOver = (event: PointerEvent) => {
    const { item, element } = at(event.target) ?? {};
    if (!item || !element) return;
    element.title = [whole(item), canMove(item) ? t('grid.carry.edge') : ''].join('\n').trim();
  };
  const onBlur = () => {
    if (carried?.by === 'keyboard') setCarried(null);
  };

  const widest = Math.max(1, ...placedColumns.map(({ lanes }) => lanes));
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      style={
        {
          '--columns': columns.length,
          '--hour': `${hourHeights[zoom]}px`,
          '--least': `${Math.max(leastWidth, widest * leastLane)}px`,
        } as React.CSSProperties
      }
    >
      <p id={`${id}-how`} hidden>
        {t('grid.carry.how')}
      </p>
      <p role="status" className="visually-hidden">
        {said}
      </p>
      <div
        role="presentation"
        className={styles.grid}
        data-carrying={carried?.by}
        {...{ onKeyDown, onClick, onFocus, onBlur, onPointerDown, onPointerOver }}
      >
        <div className={styles.corner} />
        {placedColumns.map((column, index) => (
          <div
            key={column.key}
            className={styles.head}
            style={{ gridColumn: index + 2 }}
            data-today={column.day === today || undefined}
          >
            <b id={`${id}${column.key}`}>{column.title}</b>
            <span className="muted" title={column.note}>
              {column.note !== undefined && `${column.note} · `}
              {t('count', { count: column.items.length })}
            </span>
          </div>
        ))}
        <div className={styles.axis} style={{ height: (hours.to - hours.from) * perMinute }} aria-hidden>
          {Array.from({ length: (hours.to - hours.from) / 60 }, (_, i) => (
            <span key={i} style={{ top: i * hourHeights[zoom] }}>
              {t('grid.hour', { hour: hours.from / 60 + i })}
            </span>
          ))}
        </div>
        {placedColumns.map((column, index) => (
          <DayColumn
            key={column.key}
            {...{ id, index, column, hours, perMinute, begin, canMove }}
            isToday={column.day === today}
            now={
              column.day === today && nowMinutes >= hours.from && nowMinutes < hours.to ? nowMinutes : null
            }
            stop={column.stops.some(({ key }) => key === stop) ? stop : null}
            carried={carried && carried.fromColumn === column.key ? carried.itemId : null}
            hint={`${id}-how`}
          />
        ))}
        {carried && <Ghost {...{ carried, hours, perMinute }} columns={placedColumns} />}
      </div>
    </div>
  );
}

/**
 * Opens on now where today is shown, else on what comes first; afterwards it stays where somebody scrolled to.
 * @returns minutes of the day that it opens on
 */
function useScrollToBegin({
  scroller,
  columns,
  today,
  nowMinutes,
  from,
  perMinute,
}: {
  scroller: React.RefObject<HTMLElement | null>;
  columns: readonly GridColumn[];
  today: string;
  nowMinutes: number;
  from: number;
  perMinute: number;
}) {
  const isToday = columns.some(({ day }) => day === today);
  const first = isToday
    ? 0
    : Math.min(9 * 60, ...columns.flatMap(({ items }) => items.map((item) => realSpan(item).from)));
  const begin = isToday ? nowMinutes - 60 : first - 15;
  const shownDays = [...new Set(columns.map(({ day }) => day))].join();
  const beginning = useRef(begin);
  useLayoutEffect(() => {
    beginning.current = begin;
  });
  useLayoutEffect(() => {
    scroller.current?.scrollTo({ top: Math.max(0, (beginning.current - from) * perMinute) });
    // only another span of days scrolls anew: not the minute, nor what colleagues change
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shownDays, perMinute]);
  const [opensOn] = useState(begin);
  return opensOn;
}

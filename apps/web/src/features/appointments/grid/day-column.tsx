'use client';
import { memo, startTransition, useEffect, useState } from 'react';
import { AppointmentBlock } from './appointment-block.tsx';
import { useBlockWords } from './block-words.ts';
import { ColumnHours } from './column-hours.tsx';
import { keyOf, type PlacedColumn } from './grid-column.ts';
import styles from './grid.module.css';
import type { Span } from './layout.ts';
import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';

interface Props {
  /** Begins the ids of what stands in it. */
  id: string;
  /** Its place among the columns, from 0. */
  index: number;
  column: PlacedColumn;
  hours: Span;
  perMinute: number;
  isToday: boolean;
  /** Minutes of the day that the grid opens on. */
  begin: number;
  /** Minutes of the day, where now is in it. */
  now: number | null;
  /** What Tab comes to, where that is in this column. */
  stop: string | null;
  /** Id of the appointment that is in hand. */
  carried: string | null;
  hint: string;
  canMove: (item: AgendaItem) => boolean;
}

/** A list of appointments in their order, on the hours of one day; drawn again only when something in it changes. */
export const DayColumn = memo(function DayColumn(props: Props) {
  const { id, index, column, hours, perMinute, isToday, begin, now, stop, carried, hint, canMove } = props;
  const say = useBlockWords();
  const drawn = useDrawn(column.placed, begin);
  const stopInHours = column.free.length > 0 ? stop : null;
  return (
    <ol
      className={styles.column}
      style={{ gridColumn: index + 2, height: (hours.to - hours.from) * perMinute }}
      aria-labelledby={`${id}${column.key}`}
      data-column={column.key}
      data-today={isToday || undefined}
    >
      <ColumnHours {...{ id, column, hours, perMinute }} stop={stopInHours} />
      {drawn.map(({ item, from, to, lane, lanes }) => {
        const key = keyOf(column.key, item);
        return (
          <AppointmentBlock
            key={key}
            id={`${id}${key}`}
            stopKey={key}
            {...{ item, say, lane, lanes }}
            top={(from - hours.from) * perMinute}
            height={(to - from) * perMinute - 1}
            isStop={key === stop}
            isCarried={item.id === carried}
            hint={canMove(item) ? hint : null}
          />
        );
      })}
      {now !== null && (
        <li aria-hidden className={styles.now} style={{ top: (now - hours.from) * perMinute }} />
      )}
    </ol>
  );
});

/** So many of a column are drawn at once: more than anybody sees before the others follow. */
const atOnce = 60;

/** First what is seen first, so that a week of thousands opens at once; a moment later all of them. */
function useDrawn(placed: PlacedColumn['placed'], begin: number): PlacedColumn['placed'] {
  const [isWhole, setWhole] = useState(placed.length <= atOnce);
  useEffect(() => startTransition(() => setWhole(true)), []);
  if (isWhole) return placed;
  const first = Math.max(
    0,
    placed.findIndex(({ to }) => to > begin),
  );
  return placed.slice(first, first + atOnce);
}

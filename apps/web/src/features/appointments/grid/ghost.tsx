'use client';
import { useTranslations } from 'next-intl';
import type { Carried } from './carry.ts';
import { clock, takenIn, type PlacedColumn } from './grid-column.ts';
import styles from './grid.module.css';
import type { Span } from './layout.ts';
import { stateOf } from './openings.ts';

/** Where what is in hand would go, in words: when, whose column, and whether somebody is there. */
export function useCarriedWords() {
  const t = useTranslations('appointments.grid');
  return (carried: Carried, column: PlacedColumn | undefined) => {
    const state = column ? stateOf(column.opening, takenIn(column, carried.itemId), carried) : 'unknown';
    const time = t('span', { from: clock(carried.from), to: clock(carried.to) });
    const said = state === 'unknown' ? null : t(`state.${state}`);
    return { state, time, said, whole: [time, column?.title, said].filter(Boolean).join(', ') };
  };
}

export function Ghost({
  carried,
  columns,
  hours,
  perMinute,
}: {
  carried: Carried;
  columns: readonly PlacedColumn[];
  hours: Span;
  perMinute: number;
}) {
  const words = useCarriedWords();
  const index = columns.findIndex(({ key }) => key === carried.column);
  const column = columns[index];
  if (!column) return null;
  const { state, time, said } = words(carried, column);
  return (
    <div className={styles.ghostColumn} style={{ gridColumn: index + 2 }} aria-hidden>
      <div
        className={styles.ghost}
        data-state={state}
        style={{
          top: (carried.from - hours.from) * perMinute,
          height: Math.max(22, (carried.to - carried.from) * perMinute - 1),
        }}
      >
        <b>{time}</b> {said}
      </div>
    </div>
  );
}

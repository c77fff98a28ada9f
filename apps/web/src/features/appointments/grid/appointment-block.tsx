'use client';
import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import { memo } from 'react';
import { useWaiting } from '../waiting.tsx';
import type { BlockWords } from './block-words.ts';
import styles from './grid.module.css';

interface Props {
  id: string;
  stopKey: string;
  item: AgendaItem;
  say: BlockWords;
  top: number;
  height: number;
  lane: number;
  lanes: number;
  /** The one that Tab comes to. */
  isStop: boolean;
  /** It is in hand, and goes elsewhere. */
  isCarried: boolean;
  /** Id of what says how it is moved; null: it is not moved here. */
  hint: string | null;
}

/**
 * An appointment on the grid: time, who, birth date, state in words; what has no room is in its name and opens. The grid hears
 * its events, so that thousands of them are drawn once; and nothing in it is a layer of its own (no positions, no scrollable
 * overflow): each move of the mouse goes through all of them.
 */
export const AppointmentBlock = memo(function AppointmentBlock(props: Props) {
  const { id, stopKey, item, top, height, lane, lanes, isStop, isCarried, hint } = props;
  const { f, words, noPatient, homonym } = props.say;
  const { patient } = item;
  return (
    <li
      className={styles.place}
      style={{ top, height, left: `${(lane / lanes) * 100}%`, width: `${100 / lanes}%` }}
    >
      <button
        type="button"
        id={id}
        className={styles.block}
        data-stop={stopKey}
        data-item={item.id}
        data-status={item.status}
        data-carried={isCarried || undefined}
        data-movable={hint !== null || undefined}
        tabIndex={isStop ? 0 : -1}
        aria-describedby={hint ?? undefined}
        aria-keyshortcuts={hint ? 'm' : undefined}
      >
        {/* whoever hears it hears what is shown, and the rest of it; with the mouse it is a title (grid) */}
        <span className={styles.line}>
          <time dateTime={item.start}>{f.time(item.start)}</time>{' '}
          <b>{patient ? f.birthName(patient) : noPatient}</b>
          {patient && <> {f.givenName(patient)}</>}
        </span>
        <span className={styles.line}>
          {patient?.isHomonym && <span className={styles.warn}>{homonym} · </span>}
          {patient?.birthDate && <>{f.date(patient.birthDate)} · </>}
          {item.status !== 'booked' && <span className={styles.state}>{words.status(item)} · </span>}
          {isAtReception(item) && <WaitingWords item={item} />}
          {words.checked(item) && <>{words.checked(item)} · </>}
          {words.reason(item)}
        </span>
        <span className={styles.heard}>, {words.rest(item)}</span>
      </button>
    </li>
  );
});

const dayMs = 24 * 3_600_000;
/** Who waits, or may be late: of about today, which is all that has to be known of thousands. */
const isAtReception = ({ status, start }: AgendaItem): boolean =>
  status === 'arrived' ||
  ((status === 'booked' || status === 'pending') && Math.abs(Date.now() - Date.parse(start)) < dayMs);

/** By itself: only who is at reception today has a clock. */
function WaitingWords({ item }: { item: AgendaItem }) {
  const waiting = useWaiting(item);
  return (
    waiting && <span className={waiting.level === 'calm' ? undefined : styles.warn}>{waiting.words} · </span>
  );
}

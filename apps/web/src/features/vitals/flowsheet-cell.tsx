'use client';
import type { Measure } from '@keneyapp/bff/features/vitals/view';
import { ClinicalFlag } from '../../components/clinical-flag.tsx';
import { judgementWords } from '../../components/judgement-note.tsx';
import { useVitalsWords } from './use-vitals-words.ts';
import styles from './vitals.module.css';

/** One value: number, flag, whether it was corrected or taken back. Opens its details. */
export function FlowsheetCell({ measure, onOpen }: { measure: Measure; onOpen: () => void }) {
  const { t, formats, name, value, short } = useVitalsWords();
  const isStanding = measure.state !== 'entered-in-error';
  const level = isStanding ? measure.worst.level : 'unknown';
  const notes = [
    measure.recorded && formats.recordedAs(measure.recorded),
    judgementWords(measure, formats),
    measure.until && `→ ${formats.dateTime(measure.until)}`,
  ].filter(Boolean);
  // heard: name, value and unit, moment, state; what is seen is part of it, signs and letters apart
  const heard = [
    t('table.details', { time: formats.dateTime(measure.takenAt) ?? '' }),
    measure.state === 'corrected' && t('table.corrected'),
    !isStanding && t('table.error'),
    isStanding && level !== 'unknown' && formats.levelWords(level, measure.worst.direction),
    ...notes,
  ]
    .filter(Boolean)
    .join(', ');
  const [seen, whole] = [short(measure), value(measure)];
  // what is seen is heard once: as the beginning of the whole, or before it
  const unseen = whole.startsWith(seen) ? whole.slice(seen.length) : ` ${whole}`;
  return (
    <button
      type="button"
      className={styles.cell}
      data-state={measure.state}
      data-level={level}
      title={[whole, ...notes].join(' · ')}
      onClick={onOpen}
      aria-haspopup="dialog"
    >
      <span>
        <span className="visually-hidden">{name(measure)} </span>
        {seen}
      </span>
      <span className="visually-hidden">{`${unseen}, ${heard}`}</span>
      {isStanding && measure.parts.length > 0 && measure.value !== null && (
        <span className={styles.mark} aria-hidden>
          +
        </span>
      )}
      {isStanding && (
        <span aria-hidden>
          <ClinicalFlag
            level={level}
            direction={
              measure.name === 'news2' || measure.name === 'consciousness' ? null : measure.worst.direction
            }
          />
        </span>
      )}
      {measure.state === 'corrected' && (
        <span className={styles.mark} title={t('table.corrected')} aria-hidden>
          c
        </span>
      )}
      {!isStanding && (
        <span className={styles.mark} title={t('table.error')} aria-hidden>
          ×
        </span>
      )}
      {measure.news2?.spo2Scale === 2 && <span className={styles.mark}>{t('scale.short', { n: 2 })}</span>}
    </button>
  );
}

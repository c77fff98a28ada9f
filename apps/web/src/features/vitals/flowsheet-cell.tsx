'use client';
import type { Measure } from '@keneyapp/bff/features/vitals/view';
import { ClinicalFlag } from '../../components/clinical-flag.tsx';
import { clinicalLevel, direction, useVitalsWords } from './use-vitals-words.ts';
import styles from './vitals.module.css';

/** One value: number, flag, whether it was corrected or taken back. Opens its details. */
export function FlowsheetCell({ measure, onOpen }: { measure: Measure; onOpen: () => void }) {
  const { t, formats, value, unit } = useVitalsWords();
  const worst =
    clinicalLevel(measure.secondLevel) === 'critical' ||
    (clinicalLevel(measure.secondLevel) === 'abnormal' &&
      clinicalLevel(measure.level) !== 'critical' &&
      clinicalLevel(measure.level) !== 'abnormal')
      ? measure.secondLevel
      : measure.level;
  const isStanding = measure.state !== 'entered-in-error';
  const level = isStanding ? clinicalLevel(worst) : 'unknown';
  const short = measure.consciousness
    ? t(`consciousnessShort.${measure.consciousness}`)
    : measure.name === 'oxygen' && measure.value === 0
      ? t('oxygen.airShort')
      : measure.value === null
        ? (measure.text ?? '—')
        : `${measure.comparator ?? ''}${measure.second === null ? formats.number(measure.value) : `${formats.number(measure.value)}/${formats.number(measure.second)}`}`;
  // heard: name, value and unit, moment, state; what is seen is part of it, signs and letters apart
  const heard = [
    t('table.details', { time: formats.dateTime(measure.takenAt) ?? '' }),
    measure.state === 'corrected' && t('table.corrected'),
    !isStanding && t('table.error'),
    isStanding && level !== 'unknown' && t(`levels.${worst}`),
  ]
    .filter(Boolean)
    .join(', ');
  return (
    <button
      type="button"
      className={styles.cell}
      data-state={measure.state}
      data-level={level}
      onClick={onOpen}
      aria-haspopup="dialog"
    >
      <span>
        <span className="visually-hidden">{t(`names.${measure.name}`)} </span>
        {short}
      </span>
      <span className="visually-hidden">{` ${measure.consciousness ? value(measure) : unit(measure.unit)}, ${heard}`}</span>
      {isStanding && (
        <span aria-hidden>
          <ClinicalFlag
            level={level}
            direction={measure.name === 'news2' || measure.name === 'consciousness' ? null : direction(worst)}
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

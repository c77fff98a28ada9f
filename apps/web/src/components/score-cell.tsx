'use client';
import type { News2Parameter, News2Risk } from '@keneyapp/clinical';
import type { Score } from '@keneyapp/bff/features/wards/view';
import { valueClass, type ClinicalLevel } from '@keneyapp/ui/flag-chip';
import { useNow, useTranslations } from 'next-intl';
import { Ago } from './ago.tsx';
import list from './list.module.css';
import { useFormats } from '../i18n/use-formats.ts';
import styles from './score-cell.module.css';

const levels: Record<News2Risk, ClinicalLevel> = {
  low: 'normal',
  'low-medium': 'abnormal',
  medium: 'abnormal',
  high: 'critical',
};
const signs: Partial<Record<ClinicalLevel, string>> = { critical: '!! ', abnormal: '! ' };

/** Needs the `wards` texts. Score, its risk, what of it tells most, how old it is, and whether the next is late. */
export function ScoreCell({
  score,
  isExplained = false,
}: {
  score: Score | null;
  /** Says the usual scale of the saturation too, not the other one alone. */
  isExplained?: boolean;
}) {
  const t = useTranslations('wards.score');
  const now = useNow({ updateInterval: 60_000 }).getTime();
  if (score === null) return <span className="muted">{t('unknown')}</span>;
  if (score.kind === 'not-applicable')
    return (
      <span className="muted">
        {t(`not-applicable.${score.reason}`)}
        {score.lastAt && (
          <>
            {' · '}
            {t('lastTaken')} <Ago value={score.lastAt} />
          </>
        )}
      </span>
    );
  return (
    <span className={styles.score}>
      {score.kind === 'score' ? <Total score={score} isExplained={isExplained} /> : <b>{t('none')}</b>}{' '}
      {isLateAt(score, now) && <Late score={score} />}
      <UnfinishedSet unfinished={score.unfinished} than={score.kind === 'score' ? score.total : -1} />
    </span>
  );
}

/** A page that stays open says so too when the time comes. */
const isLateAt = (score: Extract<Score, { isLate: boolean }>, now: number): boolean =>
  score.isLate || (score.kind === 'score' && score.lateAt !== null && Date.parse(score.lateAt) < now);

type Whole = Extract<Score, { kind: 'score' }>;

function Total({ score, isExplained }: { score: Whole; isExplained: boolean }) {
  const t = useTranslations('wards.score');
  const names = useNames();
  const level = levels[score.risk];
  return (
    <>
      <b className={`${styles.total} ${valueClass(level)}`} data-level={level}>
        <span aria-hidden>{signs[level]}</span>
        {score.total}
      </b>{' '}
      <span className={valueClass(level)}>{t(`risk.${score.risk}`)}</span>{' '}
      <span className="muted">
        <Ago value={score.takenAt} />
      </span>
      {score.onOxygen && (
        <span className={list.tag} title={t('oxygenHelp')}>
          {t('oxygen')}
        </span>
      )}
      {score.isAlert === false && <span className={`${list.tag} ${list.warn}`}>{t('consciousness')}</span>}
      {score.isContinuous && <span className={`${list.tag} ${list.denied}`}>{t('continuous')}</span>}
      {score.spo2Scale !== null && (isExplained || score.spo2Scale === 2) && (
        <span className={list.note}>{t('scale', { n: score.spo2Scale })}</span>
      )}
      {score.red.length > 0 && <span className={list.note}>{t('red', { what: names(score.red) })}</span>}
    </>
  );
}

function Late({ score }: { score: Extract<Score, { isLate: boolean }> }) {
  const t = useTranslations('wards.score');
  const f = useFormats();
  const help =
    score.kind === 'none'
      ? t('lateNone')
      : score.lateAt === null
        ? t('lateUnknown')
        : t('lateHelp', { n: score.everyHours, time: f.dateTime(score.lateAt) ?? '' });
  return (
    <span className={`${list.tag} ${list.warn}`} title={help}>
      <span aria-hidden>! </span>
      {t('late')}
      <span className="visually-hidden">
        {f.colon}
        {help}
      </span>
    </span>
  );
}

/** What was taken since without a score; as loud as its points where they are more than those of the score. */
function UnfinishedSet({ unfinished, than }: { unfinished: Whole['unfinished']; than: number }) {
  const t = useTranslations('wards.score');
  const f = useFormats();
  const names = useNames();
  if (!unfinished) return null;
  const { takenAt, missing, atLeast, risk } = unfinished;
  const level = atLeast > than ? levels[risk] : 'normal';
  const time = f.time(takenAt) ?? '';
  return (
    <span className={list.note}>
      {missing.length > 0 ? t('unfinished', { time, missing: names(missing) }) : t('uncounted', { time })}
      {' · '}
      <b className={valueClass(level)}>
        <span aria-hidden>{signs[level]}</span>
        {t('atLeast', { total: atLeast })}
      </b>
    </span>
  );
}

function useNames() {
  const t = useTranslations('wards.parameters');
  return (parameters: readonly News2Parameter[]) => parameters.map((p) => t(p)).join(', ');
}

'use client';
import { news2Risk, type News2Result, type News2Risk } from '@keneyapp/clinical';
import type { VitalsFormView } from '@keneyapp/bff/features/vitals/view';
import type { ReactNode } from 'react';
import { liveBmi, liveNews2, type FormState } from './form-state.ts';
import { useVitalsWords } from './use-vitals-words.ts';
import styles from './form.module.css';

type Known = Exclude<News2Result, { status: 'not-applicable' }>;

/** The risk that is certain already: what is missing can only add to the score, never take from it. */
const riskOf = (score: Known): News2Risk =>
  score.status === 'complete'
    ? score.risk
    : news2Risk(score.partialTotal, Object.values(score.scores).includes(3));

/**
 * NEWS2 and BMI as they will be written, while typing. Announced politely when complete. An incomplete score that is high
 * already looks high: nobody waits for the temperature.
 */
export function ScorePreview({
  state,
  view,
  isInFoot,
  children,
}: {
  state: FormState;
  view: VitalsFormView;
  /** Beside the buttons of the form: on a phone it has one line for the score, and one for its last part. */
  isInFoot?: true;
  children?: ReactNode;
}) {
  const { t, formats } = useVitalsWords();
  const score = liveNews2(state, view.subject);
  const bmi = liveBmi(state, view);
  const names = (parameters: readonly string[]) =>
    parameters
      .map((p) => t(`names.${p === 'supplementalOxygen' ? 'oxygen' : (p as 'heartRate')}`))
      .join(', ');
  const risk = score.status === 'not-applicable' ? null : riskOf(score);
  const isComplete = score.status === 'complete';
  const level =
    risk === 'high'
      ? 'critical'
      : risk !== null && risk !== 'low'
        ? 'abnormal'
        : isComplete
          ? 'normal'
          : 'unknown';
  const sign = level === 'critical' ? '!! ' : level === 'abnormal' ? '! ' : '';
  return (
    <div className={styles.score} data-level={level} data-foot={isInFoot} role="status">
      {risk !== null && score.status !== 'not-applicable' && (isComplete || risk !== 'low') && (
        <p>
          <strong>
            {sign}
            {isComplete
              ? t('score.total', { total: score.total })
              : t('score.atLeast', { total: score.partialTotal })}
          </strong>{' '}
          · {t(`score.risk.${risk}`)} · {t('scale.used', { n: state.spo2Scale })}
        </p>
      )}
      {isComplete && score.redParameters.length > 0 && (
        <p>{t('score.red', { what: names(score.redParameters) })}</p>
      )}
      {score.status === 'incomplete' && (
        <p>
          {t('score.incomplete', { missing: names(score.missing) })}
          {score.missing.length < 7 &&
            risk === 'low' &&
            ` · ${t('score.partial', { total: score.partialTotal })}`}
        </p>
      )}
      {score.status === 'not-applicable' && <p>{t(`score.notApplicable.${score.reason}`)}</p>}
      {bmi && (
        <p>
          {bmi.heightFrom
            ? t('score.bmiWith', {
                value: formats.number(bmi.value),
                date: formats.date(bmi.heightFrom) ?? '',
              })
            : t('score.bmi', { value: formats.number(bmi.value) })}
          {bmi.className && ` · ${t(`score.bmiClass.${bmi.className}`)}`}
        </p>
      )}
      {children && <p>{children}</p>}
    </div>
  );
}

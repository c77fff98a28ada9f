'use client';
import type { VitalsFormView } from '@keneyapp/bff/features/vitals/view';
import { liveBmi, liveNews2, type FormState } from './form-state.ts';
import { useVitalsWords } from './use-vitals-words.ts';
import styles from './form.module.css';

/** NEWS2 and BMI as they will be written, while typing. Announced politely when complete. */
export function ScorePreview({ state, view }: { state: FormState; view: VitalsFormView }) {
  const { t, formats } = useVitalsWords();
  const score = liveNews2(state, view.subject);
  const bmi = liveBmi(state, view);
  const names = (parameters: readonly string[]) =>
    parameters
      .map((p) => t(`names.${p === 'supplementalOxygen' ? 'oxygen' : (p as 'heartRate')}`))
      .join(', ');
  const level =
    score.status === 'complete'
      ? score.risk === 'high'
        ? 'critical'
        : score.risk === 'low'
          ? 'normal'
          : 'abnormal'
      : 'unknown';
  return (
    <div className={styles.score} data-level={level} role="status">
      {score.status === 'complete' && (
        <>
          <p>
            <strong>
              {level === 'critical' ? '!! ' : level === 'abnormal' ? '! ' : ''}
              {t('score.total', { total: score.total })}
            </strong>{' '}
            · {t(`score.risk.${score.risk}`)}
          </p>
          {score.redParameters.length > 0 && <p>{t('score.red', { what: names(score.redParameters) })}</p>}
        </>
      )}
      {score.status === 'incomplete' && (
        <p>
          {t('score.incomplete', { missing: names(score.missing) })}
          {score.missing.length < 7 && ` · ${t('score.partial', { total: score.partialTotal })}`}
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
    </div>
  );
}

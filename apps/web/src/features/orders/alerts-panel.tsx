'use client';
import Link from '@mui/material/Link';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useContext, useId } from 'react';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import { SelectInput } from '../../components/form/select-field.tsx';
import { FormLocked } from '../../components/form/use-field.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import type { AnswerText } from './basket.ts';
import { asksReason, worstFirst, type Alert, type ChecksView } from './checks.ts';
import { useOrderWords } from './use-order-words.ts';
import styles from './alerts.module.css';

interface Props {
  /** The section itself: where the focus goes when signing waits for an answer. */
  id: string;
  checks: ChecksView;
  answers: readonly AnswerText[];
  onAnswer: (answer: AnswerText) => void;
  /** Why signing was refused, by alert. */
  refused: ReadonlyMap<string, string>;
  /** What is done about an alert that nobody here lifts, where that is not to change the line. */
  instead?: string;
}

/** What the checks found, worst first; what could not be checked, and what nobody has a rule for, is said as well. */
export function AlertsPanel({ id, checks, answers, onAnswer, refused, instead }: Props) {
  const { t } = useOrderWords();
  const { alerts, notRun, noRule } = checks;
  const lines = useLines();
  if (alerts.length + notRun.length + noRule.length === 0) return null;
  return (
    <section className={styles.panel} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{t('alerts.title', { n: alerts.length })}</h3>
      <ul>
        {worstFirst(alerts).map((alert) => (
          <AlertCard
            key={alert.key}
            alert={alert}
            answer={answers.find((one) => one.alert === alert.key) ?? null}
            onAnswer={onAnswer}
            refused={refused.get(alert.key) ?? null}
            instead={instead}
          />
        ))}
        {notRun.map((one) => (
          <li key={`${one.service} ${one.title}`} className={styles.alert} data-level="not-run">
            <p>
              <strong>{t('alerts.notRun', { title: one.title })}</strong> {t(`alerts.why.${one.reason}`)}
            </p>
            <p className={styles.about}>{[one.detail, lines(one.lines)].filter(Boolean).join(' · ')}</p>
          </li>
        ))}
      </ul>
      {noRule.length > 0 && (
        <div className={styles.about}>
          {t('alerts.noRule')}
          {noRule.map((one) => (
            <p key={`${one.service} ${one.about}`} className={styles.plain}>
              {[one.about, lines(one.lines)].filter(Boolean).join(' · ')}
            </p>
          ))}
        </div>
      )}
    </section>
  );
}

function useLines(): (lines: readonly number[]) => string {
  const { t } = useOrderWords();
  const { locale } = useFormats();
  return (lines) =>
    lines.length === 0
      ? ''
      : t('alerts.lines', {
          n: lines.length,
          list: new Intl.ListFormat(locale).format(lines.map((line) => String(line + 1))),
        });
}

interface CardProps {
  alert: Alert;
  answer: AnswerText | null;
  onAnswer: (answer: AnswerText) => void;
  refused: string | null;
  instead: string | undefined;
}

function AlertCard({ alert, answer, onAnswer, refused, instead }: CardProps) {
  const { t, f } = useOrderWords();
  const id = useId();
  const isLocked = useContext(FormLocked);
  const lines = useLines();
  const { level, canLift, summary, detail, source, reasons, key } = alert;
  const given = answer ?? { alert: key, reason: '', words: '' };
  const isAnswered = given.reason !== '';
  const sourceWords = source.date
    ? t('alerts.sourceDate', { label: source.label, date: f.date(source.date) ?? source.date })
    : t('alerts.source', { label: source.label });
  const problem =
    refused !== null && !isAnswered && canLift
      ? t(refused === 'blocked' ? 'problem.blocked' : 'problem.unanswered')
      : null;
  return (
    <li className={styles.alert} data-level={level}>
      <p>
        <span className={styles.level}>{t(`alerts.level.${level}`)}</span>{' '}
        {asksReason(alert) && isAnswered && <span className={styles.done}>✓ {t('alerts.answered')}</span>}{' '}
        <strong>{summary}</strong>
      </p>
      {detail && (
        <details>
          <summary>{t('alerts.more')}</summary>
          <p>{detail}</p>
        </details>
      )}
      <p className={styles.about}>
        {lines(alert.lines)}
        {alert.lines.length > 0 && ' · '}
        {source.url ? (
          <Link href={source.url} target="_blank" rel="noreferrer">
            {sourceWords}
          </Link>
        ) : (
          sourceWords
        )}
        {/* the chart itself is of no edition */}
        {source.date === null && !alert.rule.startsWith('allergy.') && ` (${t('alerts.noDate')})`}
      </p>
      {alert.links.map(({ url, label }) => (
        <p key={url}>
          <Link href={url} target="_blank" rel="noreferrer">
            {label}
          </Link>
        </p>
      ))}
      {level === 'blocks' && !canLift && (
        <p className={styles.blocked}>{instead ?? t('alerts.cannotLift')}</p>
      )}
      {asksReason(alert) && (
        <div className={styles.answer}>
          <SelectInput
            id={`${id}-reason`}
            label={t('alerts.reason')}
            value={given.reason}
            problem={problem}
            isLocked={isLocked}
            isDisabled={isLocked}
            options={[
              { value: '', word: t('alerts.reasonNone') },
              ...reasons.map(({ code, display }) => ({ value: code, word: display })),
            ]}
            onChange={(reason) => onAnswer({ ...given, reason })}
          />
          <FieldFrame id={`${id}-words`} label={t('alerts.words')}>
            <OutlinedInput
              id={`${id}-words`}
              size="small"
              value={given.words}
              onChange={(e) => onAnswer({ ...given, words: e.target.value })}
              slotProps={{
                input: {
                  readOnly: isLocked,
                  maxLength: 500,
                  'aria-describedby': describedBy(`${id}-words`, null),
                },
              }}
            />
          </FieldFrame>
        </div>
      )}
    </li>
  );
}

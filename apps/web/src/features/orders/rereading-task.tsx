'use client';
import type { OrderTaskRow } from '@keneyapp/bff/features/tasks/view';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { StateChip } from '../../components/state-chip.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import styles from './rereading.module.css';

/** What a dialog asks for before it is said. */
export type Asked =
  | { is: 'remark'; row: OrderTaskRow; order: string; about: string }
  | { is: 'refuse' | 'contest'; row: OrderTaskRow; about: string }
  | { is: 'validate'; row: OrderTaskRow };

interface Props {
  row: OrderTaskRow;
  isPending: boolean;
  onAsk: (asked: Asked) => void;
  onSign: () => void;
}
const known = ['active', 'on-hold', 'draft', 'stopped', 'completed', 'revoked', 'cancelled'] as const;

/** What was signed together: who, when, what, and what can be said of it. */
export function RereadingTask({ row, isPending, onAsk, onSign }: Props) {
  const t = useTranslations('orders.rereading');
  const f = useFormats();
  const { kind, orders, hidden, mayAnswer } = row;
  const about = orders.map(({ words }) => words).join(' · ');
  const name = row.by ?? t('nobody');
  return (
    <article className={styles.task} data-row={row.id} aria-label={`${t(`kind.${kind}`)} – ${name}`}>
      <div className={styles.head}>
        <StateChip tone={kind === 'reread' ? 'neutral' : 'attention'}>{t(`kind.${kind}`)}</StateChip>
        {row.isLate && (
          <StateChip tone="bad" sign="!">
            {t('late')}
          </StateChip>
        )}
        <strong>{name}</strong>
        <span className="muted">{f.dateTime(row.at)}</span>
        {row.due !== null && <span className="muted">{t('due', { time: f.dateTime(row.due) ?? '' })}</span>}
      </div>
      {row.note !== null && <p>{row.note}</p>}
      <ul className={styles.orders}>
        {orders.map(({ reference, words, status, checks }) => {
          const state = known.find((one) => one === status);
          return (
            <li key={reference}>
              <span className={styles.words}>
                {words}{' '}
                {state && state !== 'active' && <span className="muted">({t(`status.${state}`)})</span>}
                {checks.map(({ says, answer }) => (
                  <span key={says} className={styles.check}>
                    {answer === null
                      ? t('notChecked', { what: says })
                      : t('overridden', { alert: says, answer })}
                  </span>
                ))}
              </span>
              {mayAnswer && kind === 'reread' && (
                <Button
                  size="small"
                  aria-label={t('remarkOn', { order: words })}
                  onClick={() => onAsk({ is: 'remark', row, order: reference, about: words })}
                >
                  {t('remark')}
                </Button>
              )}
            </li>
          );
        })}
        {hidden > 0 && <li className="muted">{t('hidden', { n: hidden })}</li>}
      </ul>
      {!mayAnswer && (
        <p className="muted">{t(hidden > 0 ? 'notYours' : `waitsFor.${kind}`, { name: row.to ?? '' })}</p>
      )}
      {mayAnswer && kind === 'validate' && (
        <div className={styles.acts}>
          <Button size="small" variant="contained" onClick={() => onAsk({ is: 'validate', row })}>
            {t('validate')}
          </Button>
          <Button size="small" variant="outlined" onClick={() => onAsk({ is: 'refuse', row, about })}>
            {t('refuse')}
          </Button>
        </div>
      )}
      {mayAnswer && kind === 'countersign' && (
        <div className={styles.acts}>
          <Button
            size="small"
            variant="contained"
            aria-disabled={isPending}
            onClick={() => {
              if (!isPending) onSign();
            }}
          >
            {t('sign')}
          </Button>
          <Button size="small" variant="outlined" onClick={() => onAsk({ is: 'contest', row, about })}>
            {t('contest')}
          </Button>
        </div>
      )}
    </article>
  );
}

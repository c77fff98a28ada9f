'use client';
import type { StoredRule } from '@keneyapp/bff/features/appointments/rules-view';
import { ScrollBox } from '@keneyapp/ui/scroll-box';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { today } from '../../../components/form/paris-time.ts';
import list from '../../../components/list.module.css';
import { useSignedInUser } from '../../../shell/signed-in-user.tsx';
import { absenceHref } from './places.ts';
import type { useRuleWords } from './use-rule-words.ts';
import styles from './rules.module.css';

interface Props {
  label: string;
  rules: readonly StoredRule[];
  words: ReturnType<typeof useRuleWords>;
  onEdit?: (rule: StoredRule) => void;
  onRemove?: (rule: StoredRule) => void;
}

const isPast = ({ value }: StoredRule): boolean =>
  value.type === 'opening'
    ? value.until !== null && value.until < today()
    : Date.parse(value.end) < Date.now();

/** By their beginning; what is over comes last. */
const inOrder = (a: StoredRule, b: StoredRule): number =>
  Number(isPast(a)) - Number(isPast(b)) || keyOf(a).localeCompare(keyOf(b));
const keyOf = ({ value }: StoredRule): string =>
  value.type === 'opening' ? `${value.weekdays.join('')} ${value.starts}` : value.start;

export function RulesTable({ label, rules, words, onEdit, onRemove }: Props) {
  const t = useTranslations('rules');
  const { rights } = useSignedInUser();
  const mayMove = rights['appointments.absent-day'] === true && onEdit !== undefined;
  return (
    <ScrollBox label={label}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {(['days', 'hours', 'period', 'kinds'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`column.${column}`)}
              </th>
            ))}
            {onEdit && (
              <th scope="col">
                <span className="visually-hidden">{t('column.actions')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {[...rules].sort(inOrder).map((rule) => {
            const whole = words.whole(rule.value);
            return (
              <tr key={rule.value.id} data-past={isPast(rule) || undefined}>
                <th scope="row">
                  {words.when(rule.value)}
                  {isPast(rule) && <span className={list.tag}>{t('past')}</span>}
                </th>
                <td className={styles.short}>{words.hours(rule.value)}</td>
                <td>{words.period(rule.value)}</td>
                <td>
                  {rule.value.type === 'absence' && mayMove && !isPast(rule) ? (
                    <Link prefetch={false} href={absenceHref(rule.value)}>
                      {t('outside.move')}
                    </Link>
                  ) : (
                    words.kinds(rule.value)
                  )}
                </td>
                {onEdit && (
                  <td className={styles.short}>
                    <span className={styles.buttons}>
                      <Button
                        size="small"
                        variant="outlined"
                        aria-label={t('editOf', { rule: whole })}
                        onClick={() => onEdit(rule)}
                      >
                        {t('edit')}
                      </Button>
                      <Button
                        size="small"
                        color="error"
                        aria-label={t('removeOf', { rule: whole })}
                        onClick={() => onRemove?.(rule)}
                      >
                        {t('remove')}
                      </Button>
                    </span>
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollBox>
  );
}

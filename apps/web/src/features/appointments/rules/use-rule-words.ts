import type { AgendaRule } from '@keneyapp/bff/features/appointments/rules-view';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { toParis } from '../../../components/form/paris-time.ts';
import { useFormats } from '../../../i18n/use-formats.ts';
import { addDays } from '../agenda-search-params.ts';

const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const;

/** Days of the week in words: `lun. – ven.`, `mar., jeu.` */
export function useWeekdays(): (days: readonly number[]) => string {
  const t = useTranslations('rules');
  return useCallback(
    (days) => {
      const sorted = [...days].sort((a, b) => a - b);
      const [first, last] = [sorted[0], sorted.at(-1)];
      const word = (day: number | undefined) => t(`short.${weekdays[(day ?? 1) - 1] ?? '1'}`);
      const isRun = sorted.length > 2 && (last ?? 0) - (first ?? 0) === sorted.length - 1;
      return isRun ? t('span', { start: word(first), end: word(last) }) : sorted.map(word).join(', ');
    },
    [t],
  );
}

/** What a rule says, part by part. */
export function useRuleWords(kindName: (id: string) => string) {
  const t = useTranslations('rules');
  const f = useFormats();
  const days = useWeekdays();
  const hours = (rule: AgendaRule): string => {
    if (rule.type === 'opening') return t('span', { start: rule.starts, end: rule.ends });
    if (rule.type === 'extra')
      return t('span', { start: f.time(rule.start) ?? '', end: f.time(rule.end) ?? '' });
    const [start, end] = [toParis(new Date(rule.start)), toParis(new Date(rule.end))];
    const isWhole = start.endsWith('T00:00') && end.endsWith('T00:00');
    return isWhole ? t('field.isWhole') : t('span', { start: start.slice(11), end: end.slice(11) });
  };
  const when = (rule: AgendaRule): string => {
    if (rule.type === 'opening') return days(rule.weekdays);
    const [first, last] = lastDays(rule);
    return first === last
      ? (f.date(first) ?? '')
      : t('period', { from: f.date(first) ?? '', until: f.date(last) ?? '' });
  };
  const period = (rule: AgendaRule): string =>
    rule.type !== 'opening'
      ? ''
      : [
          rule.until === null
            ? t('since', { from: f.date(rule.from) ?? '' })
            : t('period', { from: f.date(rule.from) ?? '', until: f.date(rule.until) ?? '' }),
          rule.everyWeeks > 1 && t('everyWeeks', { n: rule.everyWeeks }),
          rule.onHolidays && t('onHolidays'),
        ]
          .filter(Boolean)
          .join(', ');
  const kinds = (rule: AgendaRule): string => {
    if (rule.type === 'absence') return '';
    if (rule.kinds === null) return t('allKinds');
    const names = rule.kinds.map(kindName).join(', ');
    return rule.type === 'opening' && rule.keptDays !== null
      ? `${names}, ${t('kept', { n: rule.keptDays })}`
      : t('onlyFor', { kinds: names });
  };
  return {
    hours,
    when,
    period,
    kinds,
    /** In one line. */
    whole: (rule: AgendaRule) =>
      [when(rule), hours(rule), period(rule), kinds(rule)].filter(Boolean).join(', '),
  };
}

/** Its first and its last day. */
function lastDays({ start, end }: { start: string; end: string }): [string, string] {
  const [first = ''] = toParis(new Date(start)).split('T');
  const [last = '', time] = toParis(new Date(end)).split('T');
  return [first, time === '00:00' ? addDays(last, -1) : last];
}

'use client';
import type { Rates, RulesView } from '@keneyapp/bff/features/safety/view';
import { ScrollBox } from '@keneyapp/ui/scroll-box';
import { SectionCard } from '@keneyapp/ui/section-card';
import { LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { CallFailed } from '../../components/call-failed.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { useSafetyWords } from './use-safety-words.ts';
import styles from './safety.module.css';

/** What was signed in spite of alerts: by rule, month and unit. Nobody is named. */
export function RatesCard({ view }: { view: RulesView | undefined }) {
  const { t, titleOf, counts } = useSafetyWords(view);
  const c = useTranslations('common');
  const { data, error, refetch } = useQuery(useTRPC().safety.rates.queryOptions());
  return (
    <SectionCard title={t('rates.title')} className={styles.below ?? ''}>
      <div className={styles.padded}>
        <p className="muted">{t('rates.about')}</p>
        {data && Object.keys(data.notRun).length > 0 && (
          <p>
            {t('rates.notRun')}{' '}
            {counts(Object.fromEntries(Object.entries(data.notRun).map(([why, n]) => [whyOf(why), n])))}
          </p>
        )}
        {data?.isPartial && <p role="note">{t('rates.partial')}</p>}
        {data?.rules.length === 0 && <p>{t('rates.none')}</p>}
      </div>
      {!data && error ? (
        <CallFailed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <LoadingRows rows={3} widths={[50]} label={c('state.loading')} />
      ) : (
        data.rules.length > 0 && <RatesTable rates={data} titleOf={titleOf} counts={counts} />
      )}
    </SectionCard>
  );

  function whyOf(why: string): string {
    const known = (['unreachable', 'timeout', 'bad-answer', 'missing-input'] as const).find(
      (one) => one === why,
    );
    return known ? t(`why.${known}`) : why;
  }
}

interface TableProps {
  rates: Rates;
  titleOf: (rule: string) => string;
  counts: (all: Readonly<Record<string, number>>) => string;
}
function RatesTable({ rates, titleOf, counts }: TableProps) {
  const { t } = useSafetyWords(undefined);
  const named = (rows: readonly { name: string; shown: number }[]) =>
    Object.fromEntries(rows.map(({ name, shown }) => [name, shown]));
  return (
    <ScrollBox label={t('rates.title')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('column.rule')}</th>
            <th scope="col" data-number="true">
              {t('column.shown')}
            </th>
            <th scope="col" data-number="true">
              {t('column.overridden')}
            </th>
            <th scope="col" data-number="true">
              {t('column.lifted')}
            </th>
            <th scope="col">{t('column.months')}</th>
            <th scope="col">{t('column.units')}</th>
          </tr>
        </thead>
        <tbody>
          {rates.rules.map((one) => (
            <tr key={one.rule}>
              <th scope="row">{titleOf(one.rule)}</th>
              <td data-number="true">{one.shown}</td>
              <td data-number="true">{one.overridden}</td>
              <td data-number="true">{one.lifted}</td>
              <td>{counts(named(one.byMonth))}</td>
              <td>{counts(named(one.byUnit))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

'use client';
import { SectionCard } from '@keneyapp/ui/section-card';
import { LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './administration.module.css';

/** Tables of the hospital that orders are judged by; what nobody has given a source for says so. */
export function OrdersPage() {
  const t = useTranslations('administration.orders');
  const c = useTranslations('common');
  const f = useFormats();
  const { data, error, refetch } = useQuery(useTRPC().administration.orderTables.queryOptions());
  if (!data)
    return (
      <>
        <PageHeader title={t('title')} />
        {error ? (
          <CallFailed isPage error={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows rows={8} widths={[30, 20, 20]} label={c('state.loading')} />
        )}
      </>
    );
  const { prescribers, substances, verbal, lifts } = data;
  const source = (text: string): ReactNode => text || <span className="muted">{t('noSource')}</span>;
  const profession = (code: string) =>
    t.has(`profession.${code as 'doctor'}`) ? t(`profession.${code as 'doctor'}`) : code;
  const since = ({ version, changedAt, changedBy }: Omit<typeof prescribers, 'rows'>) =>
    version === 0
      ? t('shipped')
      : t('changed', { version, by: changedBy ?? '', time: f.dateTime(changedAt) ?? '' });
  return (
    <>
      <PageHeader title={t('title')} />
      <p className="muted">{t('lead')}</p>
      <div className={styles.tables}>
        <SectionCard title={t('prescribers')} count={since(prescribers)}>
          <Rows head={[t('column.profession'), t('column.kind'), t('column.how'), t('column.source')]}>
            {prescribers.rows.map((row) => [
              profession(row.profession),
              t(`kind.${row.kind}`),
              t(`how.${row.how}`),
              source(row.source),
            ])}
          </Rows>
        </SectionCard>
        <SectionCard title={t('substances')} count={since(substances)}>
          <Rows
            head={[
              t('column.substance'),
              t('column.from'),
              t('column.maxDays'),
              t('column.paper'),
              t('column.source'),
            ]}
          >
            {substances.rows.map((row) => [
              `${row.name} (${row.atc})`,
              [f.date(row.from), row.until && t('until', { date: f.date(row.until) ?? '' })]
                .filter(Boolean)
                .join(' '),
              row.maxDays === null ? '–' : t('days', { n: row.maxDays }),
              [
                row.isNarcotic && t('narcotic'),
                row.isSecured && t('secured'),
                row.fractionDays !== null && t('fraction', { n: row.fractionDays }),
              ]
                .filter(Boolean)
                .join(', ') || '–',
              source(row.source),
            ])}
          </Rows>
        </SectionCard>
        <SectionCard title={t('lifts')} count={t('shipped')}>
          <Rows head={[t('column.profession'), t('column.source')]}>
            {lifts.map((code) => [profession(code), source('')])}
          </Rows>
        </SectionCard>
        <SectionCard title={t('verbal')} count={since(verbal)}>
          <Rows head={[t('column.within'), t('column.source')]}>
            {verbal.rows.map((row) => [t('hours', { n: row.signWithinHours }), source(row.source)])}
          </Rows>
        </SectionCard>
      </div>
    </>
  );
}

function Rows({ head, children }: { head: readonly string[]; children: readonly (readonly ReactNode[])[] }) {
  return (
    // what is wider than the window is reached by scrolling within it
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls is reached by the keyboard
    <div className={styles.rows} tabIndex={0} role="group" aria-label={head.join(', ')}>
      <table>
        <thead>
          <tr>
            {head.map((word) => (
              <th key={word} scope="col">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {children.map((cells, i) => (
            <tr key={i}>
              {cells.map((cell, k) => (
                <td key={head[k]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

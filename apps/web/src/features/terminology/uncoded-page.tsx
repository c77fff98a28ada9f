'use client';
import type { UncodedView } from '@keneyapp/bff/features/terminology/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useMemo } from 'react';
import { Ago } from '../../components/ago.tsx';
import { CallFailed } from '../../components/call-failed.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { useFieldWord } from './use-field-word.ts';
import styles from './terminology.module.css';

type Line = UncodedView['lines'][number];

/** What the record says in words alone, the most frequent first: a work list. Whose it is stands nowhere. */
export function UncodedPage() {
  const t = useTranslations('terminology.uncoded');
  const c = useTranslations('common');
  const f = useFormats();
  const fieldWord = useFieldWord();
  const { data, error, refetch } = useQuery(useTRPC().terminology.uncoded.queryOptions());
  const columns = useMemo<TableColumn<Line>[]>(
    () => [
      { id: 'text', header: t('column.text'), isHeader: true, text: (row) => row.text, sort: 'text' },
      {
        id: 'field',
        header: t('column.field'),
        width: 180,
        text: (row) => fieldWord(row.field),
        sort: 'text',
      },
      {
        id: 'count',
        header: t('column.count'),
        kind: 'quantity',
        align: 'right',
        width: 90,
        text: (row) => String(row.count),
        sort: (row) => row.count,
        cell: (row) => f.number(row.count),
      },
      {
        id: 'latest',
        header: t('column.latest'),
        kind: 'date',
        width: 150,
        text: (row) => f.dateTime(row.latest),
        sort: (row) => (row.latest ? Date.parse(row.latest) : null),
        cell: (row) => <Ago value={row.latest} />,
      },
    ],
    [t, f, fieldWord],
  );
  return (
    <>
      <PageHeader title={t('title')} note={data && t('count', { n: data.lines.length })} />
      {!data && error ? (
        <CallFailed isPage error={error} retry={() => void refetch()} />
      ) : (
        <SectionCard title={t('list')} isHeadingHidden>
          {!data ? (
            <LoadingRows rows={8} widths={[40, 16, 8, 14]} label={c('state.loading')} />
          ) : data.lines.length === 0 ? (
            <EmptyState title={t('empty')} />
          ) : (
            <>
              <div className={styles.padded}>
                <p>{t('lead')}</p>
                <p>
                  {t.rich('what', {
                    abbreviations: (words) => <Link href="/terminology/abbreviations">{words}</Link>,
                    search: (words) => <Link href="/terminology/search">{words}</Link>,
                    releases: (words) => <Link href="/terminology">{words}</Link>,
                  })}
                </p>
                {data.isTruncated && <p role="status">{t('truncated')}</p>}
              </div>
              <DataTable
                name="terminology-uncoded"
                label={t('list')}
                rows={data.lines}
                columns={columns}
                rowKey={(row) => `${row.field} ${row.text}`}
              />
            </>
          )}
        </SectionCard>
      )}
    </>
  );
}

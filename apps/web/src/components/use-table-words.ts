'use client';
import type { DataTableProps } from '@keneyapp/ui/data-table';
import { useLocale, useTranslations } from 'next-intl';

/** What a table of packages/ui says, in the reader's language; its name tells what its rows are (`common.table.rows`). */
export function useTableWords(name: string): DataTableProps<object>['words'] {
  const t = useTranslations('common.table');
  const of = name.replaceAll('-', '_');
  return {
    locale: useLocale(),
    filter: t('filter'),
    noMatch: t('noMatch'),
    clearFilter: t('clearFilter'),
    export: t('export'),
    reset: t('reset'),
    keys: t('keys'),
    count: (n, total) => (n === total ? t('rows', { n, of }) : t('rowsOf', { n, total })),
    resize: (column) => t('resize', { column }),
  };
}

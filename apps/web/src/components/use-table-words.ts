'use client';
import type { DataTableProps } from '@keneyapp/ui/data-table';
import { useLocale, useTranslations } from 'next-intl';

/** What a table of packages/ui says, in the reader's language. */
export function useTableWords(): DataTableProps<object>['words'] {
  const t = useTranslations('common.table');
  return {
    locale: useLocale(),
    filter: t('filter'),
    noMatch: t('noMatch'),
    clearFilter: t('clearFilter'),
    export: t('export'),
    reset: t('reset'),
    keys: t('keys'),
    count: (n, total) => (n === total ? t('rows', { n }) : t('rowsOf', { n, total })),
    resize: (column) => t('resize', { column }),
  };
}

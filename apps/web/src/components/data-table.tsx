'use client';
import { DataTable as Table, type DataTableProps } from '@keneyapp/ui/data-table';
import { useLocale, useTranslations } from 'next-intl';
import { useExport } from './use-export.ts';
import { useTableState } from './use-table-state.ts';

type Props<Row extends object> = Omit<
  DataTableProps<Row>,
  'words' | 'settings' | 'onSettings' | 'filter' | 'onFilter'
> & { /** Name of the table's settings, `problems`. */ name: string };

/** The table of packages/ui in the reader's language, with its filter in the address and its columns as this person left them. */
export function DataTable<Row extends object>({ name, ...props }: Props<Row>) {
  const t = useTranslations('common.table');
  const locale = useLocale();
  const { csv } = useExport();
  const state = useTableState(name);
  return (
    <Table
      {...props}
      {...state}
      onExport={(rows) => csv(props.label, rows)}
      words={{
        locale,
        filter: t('filter'),
        noMatch: t('noMatch'),
        clearFilter: t('clearFilter'),
        export: t('export'),
        reset: t('reset'),
        keys: t('keys'),
        count: (n, total) => (n === total ? t('rows', { n }) : t('rowsOf', { n, total })),
        resize: (column) => t('resize', { column }),
      }}
    />
  );
}

'use client';
import { DataTable as Table, type DataTableProps } from '@keneyapp/ui/data-table';
import { useState } from 'react';
import { useTableSettings } from './use-table-settings.ts';
import { useTableWords } from './use-table-words.ts';

type Props<Row extends object> = Omit<
  DataTableProps<Row>,
  'words' | 'settings' | 'onSettings' | 'filter' | 'onFilter' | 'onExport'
> & { /** Name of the table's settings, `ward`. */ name: string };

/** The same table in a card of the start page: one of several lists there, so that the address is none of its own. */
export function CardTable<Row extends object>({ name, ...props }: Props<Row>) {
  const [filter, onFilter] = useState('');
  const settings = useTableSettings(name);
  return <Table {...props} {...settings} filter={filter} onFilter={onFilter} words={useTableWords(name)} />;
}

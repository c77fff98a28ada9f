'use client';
import { DataTable as Table, type DataTableProps } from '@keneyapp/ui/data-table';
import { useExport } from './use-export.ts';
import { useTableState } from './use-table-state.ts';
import { useTableWords } from './use-table-words.ts';

type Props<Row extends object> = Omit<
  DataTableProps<Row>,
  'words' | 'settings' | 'onSettings' | 'filter' | 'onFilter'
> & { /** Name of the table's settings, `problems`. */ name: string };

/** The table of packages/ui in the reader's language, with its filter in the address and its columns as this person left them. */
export function DataTable<Row extends object>({ name, ...props }: Props<Row>) {
  const { csv } = useExport();
  const state = useTableState(name);
  const words = useTableWords(name);
  return <Table {...props} {...state} onExport={(rows) => csv(props.label, rows)} words={words} />;
}

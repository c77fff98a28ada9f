'use client';
import type { TableColumn } from '@keneyapp/ui/table-model';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { DataTable } from '../../components/data-table.tsx';
import { useSystemName } from '../../components/form/coded-option.tsx';
import type { Favourite } from './favourite.ts';
import { fields, useFieldWord } from './use-field-word.ts';

interface Props {
  label: string;
  rows: readonly Favourite[];
  mayChange: boolean;
  onRemove: (favourite: Favourite) => void;
}

export function FavouritesTable({ label, rows, mayChange, onRemove }: Props) {
  const t = useTranslations('terminology.favourites');
  const systemName = useSystemName();
  const fieldWord = useFieldWord();
  // by field, in the order of the fields; sorting by another column is up to the person
  const byField = useMemo(
    () => [...rows].sort((a, b) => fields.indexOf(a.field) - fields.indexOf(b.field)),
    [rows],
  );
  const columns = useMemo<TableColumn<Favourite>[]>(() => {
    const code = (row: Favourite) => `${systemName(row.system)} ${row.code}`;
    return [
      {
        id: 'display',
        header: t('column.display'),
        isHeader: true,
        text: (row) => row.display,
        sort: 'text',
      },
      {
        id: 'field',
        header: t('column.field'),
        width: 160,
        text: (row) => fieldWord(row.field),
        sort: 'text',
      },
      {
        id: 'code',
        header: t('column.code'),
        width: 160,
        text: code,
        sort: 'text',
        cell: (row) => <code>{code(row)}</code>,
      },
      ...(mayChange
        ? [
            {
              id: 'remove',
              header: t('column.remove'),
              width: 110,
              isWordless: true,
              text: () => null,
              cell: (row: Favourite) => (
                <Button
                  variant="outlined"
                  size="small"
                  tabIndex={-1}
                  aria-label={t('removeOf', { display: row.display })}
                  onClick={() => onRemove(row)}
                >
                  {t('remove')}
                </Button>
              ),
            },
          ]
        : []),
    ];
  }, [t, systemName, fieldWord, mayChange, onRemove]);
  return (
    <DataTable
      name="terminology-favourites"
      label={label}
      rows={byField}
      columns={columns}
      rowKey={(row) => `${row.field} ${row.system} ${row.code}`}
    />
  );
}

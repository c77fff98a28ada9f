'use client';
import type { TableColumn } from '@keneyapp/ui/table-model';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { DataTable } from '../../components/data-table.tsx';
import list from '../../components/list.module.css';
import type { Row } from './abbreviation-list.ts';
import styles from './terminology.module.css';

interface Props {
  rows: readonly Row[];
  /** What each key of a source stands for, with its address. */
  sources: Readonly<Record<string, string>>;
  label: string;
  mayChange: boolean;
  onOpen: (row: Row) => void;
  /** Hides what is shipped, takes back what was hidden or replaced, removes one's own. */
  onTake: (row: Row) => void;
}

interface ActionColumn {
  id: 'edit' | 'take';
  width: number;
  /** What its button does to this row. */
  action: (row: Row) => 'edit' | ReturnType<typeof takeOf>;
  onAct: (row: Row) => void;
}

export function AbbreviationsTable({ rows, sources: titles, label, mayChange, onOpen, onTake }: Props) {
  const t = useTranslations('terminology.abbreviations');
  const columns = useMemo<TableColumn<Row>[]>(() => {
    const sources = ({ meanings }: Row) => [
      ...new Set(meanings.flatMap(({ source }) => (source ? [titleOf(titles[source] ?? source)] : []))),
    ];
    const texts = ({ meanings }: Row) => meanings.map(({ text }) => text).join(' ; ');
    const codes = ({ meanings }: Row) => [...new Set(meanings.flatMap(({ cim10 }) => cim10))].join(' ');
    const actionColumn = ({ id, width, action, onAct }: ActionColumn): TableColumn<Row> => ({
      id,
      header: t(`column.${id}`),
      width,
      isWordless: true,
      text: () => null,
      cell: (row) => (
        <Button
          variant="outlined"
          size="small"
          tabIndex={-1}
          aria-label={t(`${action(row)}Of`, { short: row.short })}
          onClick={() => onAct(row)}
        >
          {t(action(row))}
        </Button>
      ),
    });
    return [
      {
        id: 'short',
        header: t('column.short'),
        isHeader: true,
        width: 170,
        text: (row) => row.short,
        sort: 'text',
      },
      {
        id: 'meanings',
        header: t('column.meanings'),
        text: texts,
        sort: 'text',
        cell: ({ meanings }) => (
          <ul className={styles.meanings}>
            {meanings.map(({ text }, i) => (
              <li key={`${text} ${i}`}>{text}</li>
            ))}
          </ul>
        ),
      },
      { id: 'codes', header: t('column.codes'), width: 150, folds: 1, isOptional: true, text: codes },
      {
        id: 'source',
        header: t('column.source'),
        width: 200,
        folds: 1,
        text: (row) => [t(`origin.${row.origin}`), ...sources(row)].join(', '),
        sort: (row) => t(`origin.${row.origin}`),
        cell: (row) => (
          <>
            {t(`origin.${row.origin}`)}
            {sources(row).length > 0 && <span className={list.note}>{sources(row).join(', ')}</span>}
          </>
        ),
      },
      ...(mayChange
        ? [
            actionColumn({ id: 'edit', width: 110, action: () => 'edit', onAct: onOpen }),
            actionColumn({ id: 'take', width: 120, action: takeOf, onAct: onTake }),
          ]
        : []),
    ];
  }, [t, titles, mayChange, onOpen, onTake]);
  return (
    <DataTable
      name="terminology-abbreviations"
      label={label}
      rows={rows}
      columns={columns}
      rowKey={(row) => row.key}
      {...(mayChange ? { onOpen } : {})}
    />
  );
}

/** Without its address, which stands in the list of sources. */
const titleOf = (source: string): string => source.replace(/\.?\s*https?:.*$/s, '');

const takeOf = ({ origin }: Row) => (origin === 'shipped' ? 'hide' : origin === 'own' ? 'remove' : 'restore');

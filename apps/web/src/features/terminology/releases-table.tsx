'use client';
import type { ReleaseView } from '@keneyapp/bff/features/terminology/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { Ago } from '../../components/ago.tsx';
import { DataTable } from '../../components/data-table.tsx';
import list from '../../components/list.module.css';
import { useFormats } from '../../i18n/use-formats.ts';
import { fields, useFieldWord } from './use-field-word.ts';
import { useReleaseName } from './use-release-name.ts';

/** One line a release: what it is, how much of it there is, what searches it and how. */
export function ReleasesTable({ releases }: { releases: readonly ReleaseView[] }) {
  const t = useTranslations('terminology.releases');
  const f = useFormats();
  const releaseName = useReleaseName();
  const fieldWord = useFieldWord();
  const columns = useMemo<TableColumn<ReleaseView>[]>(() => {
    const name = (row: ReleaseView) => Object.values(releaseName(row)).filter(Boolean).join(' ');
    const part = ({ isSample }: ReleaseView) => t(isSample ? 'sample' : 'whole');
    const search = (row: ReleaseView) => t(`search.${row.search}`);
    const searchedBy = (row: ReleaseView) =>
      fields
        .filter((field) => row.fields.includes(field))
        .map(fieldWord)
        .join(', ') || t('noFields');
    return [
      {
        id: 'system',
        header: t('column.system'),
        isHeader: true,
        text: name,
        sort: 'text',
        cell: (row) => {
          const { name: first, title } = releaseName(row);
          return (
            <>
              {first}
              {title !== null && <span className={list.note}>{title}</span>}
            </>
          );
        },
      },
      {
        id: 'version',
        header: t('column.version'),
        width: 120,
        text: (row) => row.version ?? t('noVersion'),
        sort: (row) => row.version,
        cell: (row) => row.version ?? <span className="muted">{t('noVersion')}</span>,
      },
      {
        id: 'concepts',
        header: t('column.concepts'),
        kind: 'quantity',
        align: 'right',
        width: 90,
        text: (row) => (row.concepts === null ? null : String(row.concepts)),
        sort: (row) => row.concepts,
        cell: (row) => (row.concepts === null ? null : f.number(row.concepts)),
      },
      {
        id: 'state',
        header: t('column.state'),
        width: 210,
        text: (row) => `${part(row)}, ${search(row)}`,
        sort: part,
        cell: (row) => (
          <>
            <span className={`${list.tag} ${row.isSample ? list.current : ''}`} style={{ marginLeft: 0 }}>
              {part(row)}
            </span>
            <span className={list.note}>{search(row)}</span>
          </>
        ),
      },
      { id: 'fields', header: t('column.fields'), width: 220, folds: 2, text: searchedBy, cell: searchedBy },
      {
        id: 'changed',
        header: t('column.changed'),
        kind: 'date',
        width: 120,
        folds: 2,
        text: (row) => f.dateTime(row.changedAt),
        sort: (row) => (row.changedAt ? Date.parse(row.changedAt) : null),
        cell: (row) => <Ago value={row.changedAt} />,
      },
      {
        id: 'licence',
        header: t('column.licence'),
        width: 240,
        folds: 1,
        isOptional: true,
        text: (row) => row.copyright,
      },
    ];
  }, [t, f, releaseName, fieldWord]);
  return (
    <DataTable
      name="terminology-releases"
      label={t('list')}
      rows={releases}
      columns={columns}
      rowKey={(row) => row.key}
    />
  );
}

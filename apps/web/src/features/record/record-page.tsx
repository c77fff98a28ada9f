'use client';
import type { ResourceRow, TypesView } from '@keneyapp/bff/features/record/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { DataTable } from '../../components/data-table.tsx';
import { ListPage } from '../../components/list-page.tsx';
import listStyles from '../../components/list.module.css';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './record.module.css';
import { recordParams } from './search-params.ts';
import { useTypeName } from './use-type-name.ts';

/** What the record holds by kind, then one kind (`?type=Observation`). */
export function RecordPage({ patientId }: { patientId: string }) {
  const [{ type }] = useQueryStates(recordParams);
  return type === null ? (
    <Types patientId={patientId} />
  ) : (
    <Resources key={type} patientId={patientId} type={type} />
  );
}

function Types({ patientId }: { patientId: string }) {
  const t = useTranslations('record');
  const f = useFormats();
  const typeName = useTypeName();
  const router = useRouter();
  const pathname = usePathname();
  const query = useQuery(useTRPC().record.types.queryOptions({ patientId }));
  const rows = query.data?.types ?? [];
  const columns = useMemo<TableColumn<TypesView['types'][number]>[]>(
    () => [
      {
        id: 'type',
        header: t('column.type'),
        isHeader: true,
        text: (r) => typeName(r.type),
        sort: 'text',
        cell: (r) => (
          <Link href={`${pathname}?type=${r.type}`} prefetch={false}>
            {typeName(r.type)}
          </Link>
        ),
      },
      {
        id: 'technical',
        header: t('column.technical'),
        width: 260,
        folds: 2,
        text: (r) => r.type,
        sort: 'text',
        cell: (r) => <span className={listStyles.code}>{r.type}</span>,
      },
      {
        id: 'count',
        header: t('column.count'),
        width: 110,
        align: 'right',
        text: (r) => String(r.count),
        sort: (r) => r.count,
        cell: (r) => f.number(r.count),
      },
    ],
    // eslint-disable-next-line react-hooks/exhaustive-deps -- typeName follows t
    [t, f, pathname],
  );
  return (
    <ListPage title={t('title')} query={query} isEmpty={rows.length === 0} empty={t('empty')}>
      <p className={styles.intro}>{t('intro')}</p>
      {(query.data?.failed.length ?? 0) > 0 && (
        <p role="alert" className={styles.intro}>
          {t('partial', { types: query.data?.failed.map(typeName).join(', ') ?? '' })}
        </p>
      )}
      <DataTable
        name="record-types"
        label={t('title')}
        rows={rows}
        columns={columns}
        rowKey={(r) => r.type}
        onOpen={(r) => router.push(`${pathname}?type=${r.type}`)}
      />
    </ListPage>
  );
}

function Resources({ patientId, type }: { patientId: string; type: string }) {
  const t = useTranslations('record');
  const f = useFormats();
  const typeName = useTypeName();
  const router = useRouter();
  const pathname = usePathname();
  const query = useQuery(useTRPC().record.list.queryOptions({ patientId, type }));
  const rows = query.data?.items ?? [];
  const columns = useMemo<TableColumn<ResourceRow>[]>(() => {
    const label = (r: ResourceRow) => r.label ?? t('unlabelled');
    return [
      {
        id: 'label',
        header: t('column.label'),
        isHeader: true,
        text: label,
        sort: (r) => r.label,
        cell: (r) => (
          <Link href={`${pathname}/${type}/${r.id}`} prefetch={false}>
            {label(r)}
          </Link>
        ),
      },
      {
        id: 'status',
        header: t('column.status'),
        width: 130,
        folds: 2,
        text: (r) => r.status,
        sort: 'text',
        cell: (r) => <span className={listStyles.code}>{r.status}</span>,
      },
      {
        id: 'date',
        header: t('column.date'),
        kind: 'time',
        width: 140,
        text: (r) => f.dateTime(r.date),
        sort: (r) => r.date,
        cell: (r) => f.dateTime(r.date),
      },
      {
        id: 'updated',
        header: t('column.updated'),
        kind: 'time',
        width: 140,
        folds: 1,
        text: (r) => f.dateTime(r.lastUpdated),
        sort: (r) => r.lastUpdated,
        cell: (r) => f.dateTime(r.lastUpdated),
      },
      {
        id: 'version',
        header: t('column.version'),
        width: 90,
        align: 'right',
        folds: 1,
        text: (r) => r.versionId,
        sort: 'text',
        cell: (r) => <span className={listStyles.code}>{r.versionId}</span>,
      },
    ];
  }, [t, f, pathname, type]);
  return (
    <>
      <Link href={pathname} prefetch={false} className={`${styles.back} no-print`}>
        {t('back')}
      </Link>
      <ListPage title={typeName(type)} query={query} isEmpty={rows.length === 0} empty={t('emptyType')}>
        {query.data?.isPartial && (
          <p role="status" className={styles.intro}>
            {t(`partialList.${query.data.order}`, {
              n: f.number(rows.length),
              total: query.data.total === null ? 'none' : f.number(query.data.total),
            })}
          </p>
        )}
        <DataTable
          name="record-resources"
          label={typeName(type)}
          rows={rows}
          columns={columns}
          rowKey={(r) => r.id}
          onOpen={(r) => router.push(`${pathname}/${type}/${r.id}`)}
        />
      </ListPage>
    </>
  );
}

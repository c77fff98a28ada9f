'use client';
import type { OrderAnswer, OrderRow } from '@keneyapp/bff/features/orders/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useMemo } from 'react';
import { Ago } from '../../components/ago.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { ListPage, useView } from '../../components/list-page.tsx';
import { useWholeColumn } from '../../components/whole-link.tsx';
import styles from '../../components/list.module.css';
import { useFormats } from '../../i18n/use-formats.ts';
import { patientHref } from '../../shell/chart-address.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { useRequestActions } from './request-actions.tsx';

const names = ['pending', 'answered', 'ended', 'other'] as const;
const type = () => 'ServiceRequest' as const;

/** What was asked for that is no drug: what is waited for, since when, and what came back. */
export function OrdersList({ patientId }: { patientId: string }) {
  const t = useTranslations('orders.list');
  const o = useTranslations('orders');
  const f = useFormats();
  const query = useQuery(useTRPC().orders.list.queryOptions({ patientId }));
  const view = useView(names);
  const actions = useRequestActions(patientId);
  const whole = useWholeColumn<OrderRow>(patientId, type);
  const own = useMemo<TableColumn<OrderRow>[]>(
    () => [
      {
        id: 'what',
        header: t('column.what'),
        isHeader: true,
        text: (row) => f.coded(row.what),
        sort: 'text',
        cell: (row) => (
          <>
            {f.coded(row.what)}
            {row.priority && row.priority !== 'routine' && (
              <span className={`${styles.tag} ${styles.warn}`}>{o(`field.priorities.${row.priority}`)}</span>
            )}
            {row.isProhibited && <span className={`${styles.tag} ${styles.denied}`}>{t('prohibited')}</span>}
            <span className={styles.note}>
              {[
                row.rhythmText,
                ...row.reasons.map((one) => f.coded(one)),
                ...row.performers,
                row.note,
                ...row.statusReasons.map((one) => f.coded(one)),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </>
        ),
      },
      {
        id: 'category',
        isOptional: true,
        header: t('column.category'),
        width: 120,
        folds: 2,
        text: (row) =>
          row.category
            ? o(`field.categories.${row.category}`)
            : row.categories.map((one) => f.coded(one)).join(', ') || null,
        sort: 'text',
      },
      {
        id: 'asked',
        header: t('column.asked'),
        kind: 'date',
        width: 136,
        text: (row) => f.dateTime(row.authoredOn),
        sort: (row) => row.authoredOn,
        cell: (row) => (
          <>
            {f.dateTime(row.authoredOn)}
            <span className={styles.note}>{row.requester}</span>
          </>
        ),
      },
      ...(view === 'pending'
        ? [
            {
              id: 'since',
              header: t('column.since'),
              width: 130,
              text: (row: OrderRow) => f.dateTime(row.pendingSince ?? row.start),
              sort: (row: OrderRow) => row.pendingSince,
              cell: (row: OrderRow) =>
                row.pendingSince ? (
                  <Ago value={row.pendingSince} />
                ) : (
                  t('due', { date: f.date(row.start) ?? '' })
                ),
            },
          ]
        : []),
      {
        id: 'answers',
        header: t('column.answers'),
        width: 200,
        text: (row) => row.answers.map((one) => f.coded(one.what)).join(', ') || null,
        cell: (row) => row.answers.map((one) => <Answer key={one.id} patientId={patientId} answer={one} />),
      },
    ],
    [t, o, f, view, patientId],
  );
  const columns = useMemo(() => [...own, ...actions, ...whole], [own, actions, whole]);
  const rows = query.data?.[view] ?? [];
  return (
    <ListPage
      title={t('title')}
      query={query}
      viewsLabel={t('views.label')}
      current={view}
      isTruncated={query.data?.truncated}
      isEmpty={rows.length === 0}
      empty={t(`empty.${view}`)}
      views={names
        .filter((name) => name !== 'other' || name === view || (query.data?.other.length ?? 0) > 0)
        .map((name) => ({ name, word: t(`views.${name}`), count: query.data?.[name].length }))}
      above={
        query.data?.areAnswersCut && (
          <p role="status" className={styles.statements}>
            {t('answersCut')}
          </p>
        )
      }
    >
      <DataTable
        name="orders"
        label={`${t('title')} – ${t(`views.${view}`)}`}
        rows={rows}
        columns={columns}
        rowKey={(row) => row.id}
      />
    </ListPage>
  );
}

/** What came back, leading to where it is read: the trend of a value, a report, the images. */
function Answer({ patientId, answer }: { patientId: string; answer: OrderAnswer }) {
  const t = useTranslations('orders.list');
  const f = useFormats();
  return (
    <span className={styles.note}>
      <Link href={hrefOf(patientId, answer)} prefetch={false}>
        {f.coded(answer.what)}
      </Link>{' '}
      {f.dateTime(answer.at)}
      {!answer.isFinal && ` · ${t('notFinal')}`}
    </span>
  );
}

function hrefOf(patientId: string, { type: of, id, what }: OrderAnswer): string {
  if (of === 'ImagingStudy') return patientHref(patientId, 'imaging');
  const results = patientHref(patientId, 'results');
  if (of === 'DiagnosticReport') return `${results}?${new URLSearchParams({ view: 'reports', report: id })}`;
  const code = what.codes.find(({ system }) => /loinc/i.test(system)) ?? what.codes[0];
  return code
    ? `${results}?${new URLSearchParams({ test: code.code })}`
    : `${results}?${new URLSearchParams({ view: 'values', value: id })}`;
}

'use client';
import type { ReviewRow } from '@keneyapp/bff/features/reviews/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { DataTable } from '../../components/data-table.tsx';
import { ListPage, useView } from '../../components/list-page.tsx';
import list from '../../components/list.module.css';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { ReviewState } from './review-state.tsx';
import styles from './reviews.module.css';
import { Suspensions } from './suspensions.tsx';
import { useReviewWords } from './use-review-words.ts';
import { reviewViews } from './views.ts';

const hrefOf = (grantId: string) => `/reviews/${grantId}`;

/** What waits for a review, the longest first; what was reviewed; who is suspended. */
export function ReviewsPage() {
  const { t, kind, denial, minutes } = useReviewWords();
  const f = useFormats();
  const router = useRouter();
  const view = useView(reviewViews);
  const query = useQuery(useTRPC().reviews.list.queryOptions({ state: view }));
  const columns = useMemo<TableColumn<ReviewRow>[]>(() => {
    const uses = ({ person }: ReviewRow) =>
      [t('uses', { n: person.uses }), person.unjustified > 0 && t('unjustified', { n: person.unjustified })]
        .filter(Boolean)
        .join(', ');
    const patient = (r: ReviewRow) => r.patient?.name || t('unknownPatient');
    return [
      {
        id: 'person',
        header: t('column.person'),
        isHeader: true,
        text: (r) => r.person.name,
        sort: 'text',
        cell: (r) => (
          <>
            <Link href={hrefOf(r.grantId)} prefetch={false}>
              {r.person.name}
            </Link>
            {r.person.suspendedSince && <span className={`${list.tag} ${list.warn}`}>{t('suspended')}</span>}
            <span className={list.note}>{uses(r)}</span>
          </>
        ),
      },
      {
        id: 'patient',
        header: t('column.patient'),
        kind: 'name',
        width: 170,
        text: patient,
        sort: 'text',
        cell: (r) => (
          <>
            {patient(r)}
            {r.patient?.birthDate && <span className={list.note}>{f.date(r.patient.birthDate)}</span>}
          </>
        ),
      },
      {
        id: 'opened',
        header: t('column.opened'),
        kind: 'time',
        width: 140,
        text: (r) => f.dateTime(r.startedAt),
        sort: (r) => r.startedAt,
        cell: (r) => f.dateTime(r.startedAt),
      },
      {
        id: 'length',
        header: t('column.length'),
        width: 92,
        align: 'right',
        folds: 1,
        text: (r) => f.minutes(minutes(r)),
        sort: minutes,
        cell: (r) => f.minutes(minutes(r)),
      },
      { id: 'kind', header: t('column.kind'), width: 170, folds: 2, text: (r) => kind(r.kind), sort: 'text' },
      {
        id: 'denial',
        header: t('column.denial'),
        width: 150,
        folds: 1,
        text: (r) => denial(r.denial),
        sort: 'text',
      },
      {
        id: 'state',
        header: t('column.state'),
        width: 132,
        text: (r) =>
          [
            r.review ? t(`outcome.${r.review.outcome}`) : t(`state.${r.state}`),
            r.text !== 'given' && t(`text.${r.text}`),
          ]
            .filter(Boolean)
            .join(' · '),
        sort: (r) => r.state,
        cell: (r) => <ReviewState row={r} />,
      },
    ];
  }, [t, f, kind, denial, minutes]);
  const rows = query.data?.reviews ?? [];
  return (
    <div className={styles.page}>
      <ListPage
        title={t('title')}
        query={query}
        viewsLabel={t('filter')}
        current={view}
        views={reviewViews.map((name) => ({
          name,
          word: t(`view.${name}`),
          count: name === 'open' ? query.data?.open : undefined,
        }))}
        isTruncated={query.data?.isTruncated ?? false}
        isEmpty={rows.length === 0}
        empty={t(`empty.${view}`)}
      >
        <DataTable
          name="reviews"
          label={t('title')}
          rows={rows}
          columns={columns}
          rowKey={(r) => r.grantId}
          onOpen={(r) => router.push(hrefOf(r.grantId))}
        />
      </ListPage>
      {query.data && query.data.suspensions.length > 0 && <Suspensions rows={query.data.suspensions} />}
    </div>
  );
}

'use client';
import type { ResultsView } from '@keneyapp/bff/features/results/view';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useNow, useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { usePathname, useSearchParams } from 'next/navigation';
import { useQueryStates } from 'nuqs';
import { useCallback, useMemo, useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { SegmentedLinks } from '../../components/segmented-links.tsx';
import { goTo, SamePageLink } from '../../components/same-page-link.tsx';
import { PeriodLinks } from '../../components/period-links.tsx';
import { openingPeriod, startOf } from '../../components/period.ts';
import { courseSpan } from '../../components/course/course-model.ts';
import { useStayedSince } from '../../components/use-stay.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { FilterTree } from './filter-tree.tsx';
import { CompareStrip } from './compare-strip.tsx';
import {
  hrefOf,
  maxTests,
  paramsOf,
  resultsKeys,
  resultsParams,
  views,
  type ResultsParams,
  type View,
} from './search-params.ts';
import { inClinicalOrder, isIn, newestToShow, timestampOf, within } from './rows.ts';
import { useTrends } from './use-trends.ts';
import { TestsTable } from './tests-table.tsx';
import { AllValues } from './all-values.tsx';
import { CriticalOutside } from './critical-outside.tsx';
import styles from './results.module.css';

const loading = () => <LoadingRows rows={6} widths={[34, 12, 16]} label="" />;
const Trend = dynamic(() => import('./trend.tsx').then((m) => m.Trend), { loading });
const GridTable = dynamic(() => import('./grid-table.tsx').then((m) => m.GridTable), { loading });
const ReportsList = dynamic(() => import('./reports-list.tsx').then((m) => m.ReportsList), { loading });

export function ResultsPage({ patientId }: { patientId: string }) {
  const t = useTranslations('results');
  const c = useTranslations('common');
  const { data, error, refetch } = useQuery(useTRPC().results.list.queryOptions({ patientId }));
  if (!data)
    return (
      <>
        <PageHeader title={t('title')} />
        {error ? (
          <CallFailed isPage error={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows rows={12} widths={[34, 10, 10, 14]} label={c('state.loading')} />
        )}
      </>
    );
  if (data.series.length === 0 && data.reports.length === 0)
    return (
      <>
        <PageHeader title={t('title')} />
        <EmptyState isPage title={t('empty')} />
      </>
    );
  if (data.series.length === 0) return <ReportsAlone data={data} patientId={patientId} />;
  return <Results data={data} patientId={patientId} />;
}

/** No value was measured: there is nothing to choose among but the reports. */
function ReportsAlone({ data, patientId }: { data: ResultsView; patientId: string }) {
  const t = useTranslations('results');
  const c = useTranslations('common');
  return (
    <div className={styles.page}>
      <PageHeader title={t('title')} />
      <ReportsList patientId={patientId} reports={data.reports} series={[]} start={null} hrefOf={() => ''} />
      {data.truncated && <p className="muted">{c('truncated')}</p>}
    </div>
  );
}

function useResultsParams() {
  const params = useSearchParams();
  const pathname = usePathname();
  const [said] = useQueryStates(resultsParams, { urlKeys: resultsKeys });
  const pageParams = useMemo(() => paramsOf(said), [said]);
  const href = useCallback(
    (change: Partial<ResultsParams>) => hrefOf(pathname, new URLSearchParams(params), change),
    [pathname, params],
  );
  return { pageParams, href };
}

function Results({ data, patientId }: { data: ResultsView; patientId: string }) {
  const t = useTranslations('results');
  const c = useTranslations('common');
  const f = useFormats();
  const now = useNow().getTime();
  const { pageParams, href } = useResultsParams();
  const stayedSince = useStayedSince(patientId);
  // an older test that is chosen later does not change what the table holds
  const [openedOn] = useState({ ...pageParams, isOfReports: pageParams.view === 'reports' });
  const period = openingPeriod(pageParams.period, {
    usual: '1y',
    stayedSince,
    now,
    newest: newestToShow(data, openedOn),
  });
  const start = startOf(period, now, stayedSince);
  const ordered = useMemo(() => inClinicalOrder(data.series), [data.series]);
  const inGroup = useMemo(
    () => ordered.filter((s) => isIn(s, pageParams.group)),
    [ordered, pageParams.group],
  );
  const chosen = pageParams.tests.flatMap((key) => data.series.find((s) => s.key === key) ?? []);
  // those that are compared share one axis of time
  const span = courseSpan(
    chosen.flatMap((s) =>
      within(s, start)
        .filter((p) => p.value !== null)
        .map((p) => timestampOf(p.date))
        .filter((at) => !Number.isNaN(at)),
    ),
    start,
    now,
  );
  const { box, show, stay, isTicked } = useTrends(chosen.map((s) => s.key));

  const testHref = useCallback(
    (key: string) => href({ tests: [key], view: 'tests', isTable: false }),
    [href],
  );
  const onCompare = useCallback(
    (key: string, isOn: boolean, at: Element) => {
      const others = pageParams.tests.filter((test) => test !== key);
      stay(at);
      goTo(href({ tests: isOn ? [...others, key] : others }));
    },
    [pageParams.tests, href, stay],
  );
  const onTest = (key: string, add: boolean) => {
    const otherTests = pageParams.tests.filter((test) => test !== key);
    const isOn = otherTests.length < pageParams.tests.length;
    goTo(
      href({
        tests: add
          ? isOn
            ? otherTests
            : [...otherTests, key].slice(-maxTests)
          : isOn && pageParams.tests.length === 1
            ? []
            : [key],
        view: 'tests',
      }),
    );
  };
  const counts: Record<View, number> = {
    tests: inGroup.length,
    grid: inGroup.length,
    values: inGroup.reduce((sum, s) => sum + s.points.length, 0),
    reports: data.reports.length,
  };

  return (
    <div className={styles.page}>
      <PageHeader title={t('title')}>
        <SegmentedLinks
          label={t('views.label')}
          isSamePage
          items={views.map((view) => ({
            href: href({ view }),
            word: t(`views.${view}`),
            count: view === 'grid' ? null : f.number(counts[view]),
            isHere: pageParams.view === view,
          }))}
        />
      </PageHeader>
      <div className={styles.columns}>
        <details className={`${styles.side} no-print`} open={undefined} ref={openOnWide}>
          <summary>{t('tree.label')}</summary>
          <div className={styles.sideBody}>
            <FilterTree
              series={ordered}
              group={pageParams.group}
              tests={pageParams.tests}
              onGroup={(group) => goTo(href({ group }))}
              onTest={onTest}
            />
          </div>
        </details>
        <div className={styles.main}>
          <div className={styles.bar}>
            <PeriodLinks
              isSamePage
              period={period}
              isOnStay={stayedSince !== null}
              hrefOf={(period) => href({ period })}
            />
            {pageParams.group !== null && (
              <span className={styles.filterNote}>
                {t('filtered', { n: inGroup.length })}{' '}
                <SamePageLink href={href({ group: null })}>{c('actions.clear')}</SamePageLink>
              </span>
            )}
          </div>
          <CriticalOutside
            series={data.series}
            start={start}
            now={now}
            hasLastOnly={pageParams.view === 'tests'}
            allHref={href({ view: 'values', period: 'all', group: null })}
            valuesHref={href({ view: 'values', period, group: null })}
          />
          <div ref={box} className={styles.trends}>
            {chosen.map((series) => (
              <Trend
                key={series.key}
                patientId={patientId}
                series={series}
                start={start}
                span={span}
                isTable={pageParams.isTable}
                isOnly={chosen.length === 1}
                toggleHref={href({ isTable: !pageParams.isTable })}
                onToggle={() => goTo(href({ isTable: !pageParams.isTable }), true)}
                closeHref={href({ tests: pageParams.tests.filter((k) => k !== series.key) })}
                allHref={href({ period: 'all' })}
              />
            ))}
          </div>
          {pageParams.view === 'reports' ? (
            <ReportsList
              patientId={patientId}
              reports={data.reports}
              series={data.series}
              start={start}
              hrefOf={testHref}
            />
          ) : inGroup.every((s) => within(s, start).length === 0) ? (
            <div className={styles.tableCard}>
              <EmptyState
                title={t('noneInPeriod')}
                actions={<SamePageLink href={href({ period: 'all' })}>{t('chart.showAll')}</SamePageLink>}
              />
            </div>
          ) : pageParams.view === 'tests' ? (
            <TestsTable
              series={inGroup}
              start={start}
              hrefOf={testHref}
              chosen={pageParams.tests}
              onCompare={onCompare}
            />
          ) : pageParams.view === 'grid' ? (
            <GridTable series={inGroup} start={start} hrefOf={testHref} />
          ) : (
            <AllValues series={inGroup} start={start} hrefOf={testHref} />
          )}
          {pageParams.view === 'tests' && chosen.length > (isTicked ? 0 : 1) && (
            <CompareStrip n={chosen.length} onShow={show} clearHref={href({ tests: [], isTable: false })} />
          )}
          {data.truncated && (
            <p className="muted" style={{ marginTop: 8 }}>
              {c('truncated')}
            </p>
          )}
        </div>
      </div>
    </div>
  );
}

/** Beside the table where there is room, folded away above it where there is not. */
function openOnWide(element: HTMLDetailsElement | null): void {
  if (element && element.dataset['set'] === undefined) {
    element.dataset['set'] = '';
    element.open = (element.parentElement?.clientWidth ?? 0) >= 960;
  }
}

'use client';
import { LoadingRows } from '@keneyapp/ui/states';
import dynamic from 'next/dynamic';
import { usePathname } from 'next/navigation';
import { createSerializer } from 'nuqs/server';
import { PageHeader } from '../../components/page-header.tsx';
import { SegmentedLinks } from '../../components/segmented-links.tsx';
import { Flowsheet } from './flowsheet.tsx';
import { PeriodLinks } from '../../components/period-links.tsx';
import type { Period } from '../../components/period.ts';
import { vitalsParams, type VitalsQuery } from './period.ts';
import { useVitalsWords } from './use-vitals-words.ts';
import styles from './vitals.module.css';

const Curves = dynamic(() => import('./curves.tsx').then((m) => m.Curves), {
  ssr: false,
  loading: () => <LoadingRows label="" rows={6} widths={[45, 45]} />,
});

/** Vital signs of a period as table or curves; view and period are in the address. */
export function VitalsPage({
  patientId,
  shown,
  period,
  row = null,
  from,
  isOnStay,
}: VitalsQuery & { shown: 'table' | 'curves'; period: Period; row?: string | null; isOnStay: boolean }) {
  const { t } = useVitalsWords();
  const pathname = usePathname();
  // both are always said: a link that was copied shows the same tomorrow
  const href = createSerializer(vitalsParams, { clearOnDefault: false });
  const allHref = href(pathname, { view: shown, period: 'all', row });
  return (
    <>
      <PageHeader title={t('title')} />
      <div className={`${styles.tools} no-print`}>
        <SegmentedLinks
          label={t('views.label')}
          items={(['table', 'curves'] as const).map((view) => ({
            href: href(pathname, { view, period, row }),
            word: t(`views.${view}`),
            isHere: view === shown,
          }))}
        />
        <PeriodLinks
          period={period}
          isOnStay={isOnStay}
          hrefOf={(p) => href(pathname, { view: shown, period: p, row })}
        />
      </div>
      {shown === 'curves' ? (
        <Curves patientId={patientId} from={from} allHref={allHref} row={row} />
      ) : (
        <Flowsheet patientId={patientId} from={from} allHref={allHref} row={row} />
      )}
    </>
  );
}

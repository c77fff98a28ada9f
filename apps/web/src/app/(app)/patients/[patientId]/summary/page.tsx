import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PageHeader } from '../../../../../components/page-header.tsx';
import { SummaryTools } from '../../../../../features/summary/summary-tools.tsx';
import { SummaryPage } from '../../../../../features/summary/summary-page.tsx';
import { FeatureMessages } from '../../../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('summary'))('title') };
}

export default async function Page({ params }: { params: Promise<{ patientId: string }> }) {
  const { patientId } = await params;
  const [t] = await Promise.all([
    getTranslations('summary'),
    prefetch(
      trpc().summary.get.queryOptions({ patientId }),
      trpc().summary.changes.queryOptions({ patientId }),
      trpc().patients.banner.queryOptions({ patientId }),
    ),
  ]);
  return (
    <FeatureMessages of={['summary', 'dicom', 'medications', 'wards']}>
      <PageHeader title={t('title')}>
        <SummaryTools patientId={patientId} />
      </PageHeader>
      <Hydrate>
        <SummaryPage patientId={patientId} />
      </Hydrate>
    </FeatureMessages>
  );
}

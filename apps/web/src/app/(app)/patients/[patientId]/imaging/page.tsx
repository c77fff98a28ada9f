import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { PageHeader } from '../../../../../components/page-header.tsx';
import { FeatureMessages } from '../../../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../../trpc/server.ts';
import { ImagingWithDocuments } from './imaging-with-documents.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('imaging'))('title') };
}

export default async function Page({ params }: { params: Promise<{ patientId: string }> }) {
  const { patientId } = await params;
  const [t] = await Promise.all([
    getTranslations('imaging'),
    prefetch(
      trpc().imaging.list.queryOptions({ patientId }),
      trpc().patients.banner.queryOptions({ patientId }),
    ),
  ]);
  return (
    <FeatureMessages of={['imaging', 'dicom', 'documents']}>
      <PageHeader title={t('title')} />
      <NuqsAdapter>
        <Hydrate>
          <ImagingWithDocuments patientId={patientId} />
        </Hydrate>
      </NuqsAdapter>
    </FeatureMessages>
  );
}

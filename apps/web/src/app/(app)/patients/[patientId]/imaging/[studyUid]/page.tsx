import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { ViewerPage } from '../../../../../../features/imaging/viewer-page.tsx';
import { FeatureMessages } from '../../../../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('imaging'))('viewer.pageTitle') };
}

export default async function Page({ params }: { params: Promise<{ patientId: string; studyUid: string }> }) {
  const { patientId, studyUid } = await params;
  await prefetch(
    trpc().imaging.list.queryOptions({ patientId }),
    trpc().patients.banner.queryOptions({ patientId }),
  );
  return (
    <FeatureMessages of={['imaging', 'dicom']}>
      <NuqsAdapter>
        <Hydrate>
          <ViewerPage patientId={patientId} studyUid={studyUid} />
        </Hydrate>
      </NuqsAdapter>
    </FeatureMessages>
  );
}

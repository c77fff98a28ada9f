import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { ConsentsPage } from '../../../../../features/consents/consents-page.tsx';
import { getBanner } from '../../../../../features/patients/get-banner.ts';
import { FeatureMessages } from '../../../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('consents'))('title') };
}

export default async function Page({ params }: { params: Promise<{ patientId: string }> }) {
  const { patientId } = await params;
  // under a chart that is closed nothing is read either: the trail would tell of what nobody saw
  if ((await getBanner(patientId)).error) return null;
  await prefetch(trpc().consents.list.queryOptions({ patientId }));
  return (
    <FeatureMessages of={['consents']}>
      <NuqsAdapter>
        <Hydrate>
          <ConsentsPage patientId={patientId} />
        </Hydrate>
      </NuqsAdapter>
    </FeatureMessages>
  );
}

import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { ResourcePage } from '../../../../../../../features/record/resource-page.tsx';
import { FeatureMessages } from '../../../../../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('record'))('title') };
}

export default async function Page({
  params,
}: {
  params: Promise<{ patientId: string; type: string; id: string }>;
}) {
  const { patientId, type, id } = await params;
  await prefetch(trpc().record.read.queryOptions({ patientId, type, id }));
  return (
    <FeatureMessages of={['record']}>
      <NuqsAdapter>
        <Hydrate>
          <ResourcePage patientId={patientId} type={type} id={id} />
        </Hydrate>
      </NuqsAdapter>
    </FeatureMessages>
  );
}

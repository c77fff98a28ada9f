import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { ImplantsList } from '../../../../../features/implants/implants-list.tsx';
import { FeatureMessages } from '../../../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('implants'))('title') };
}

export default async function Page({ params }: { params: Promise<{ patientId: string }> }) {
  const { patientId } = await params;
  await prefetch(trpc().implants.list.queryOptions({ patientId }));
  return (
    <FeatureMessages of={['implants']}>
      <NuqsAdapter>
        <Hydrate>
          <ImplantsList patientId={patientId} />
        </Hydrate>
      </NuqsAdapter>
    </FeatureMessages>
  );
}

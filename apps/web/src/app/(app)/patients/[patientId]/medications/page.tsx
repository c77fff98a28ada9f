import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { MedicationsList } from '../../../../../features/medications/medications-list.tsx';
import { FeatureMessages } from '../../../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('medications'))('title') };
}

export default async function Page({ params }: { params: Promise<{ patientId: string }> }) {
  const { patientId } = await params;
  await prefetch(trpc().medications.list.queryOptions({ patientId }));
  return (
    <FeatureMessages of={['medications', 'results']}>
      <NuqsAdapter>
        <Hydrate>
          <MedicationsList patientId={patientId} />
        </Hydrate>
      </NuqsAdapter>
    </FeatureMessages>
  );
}

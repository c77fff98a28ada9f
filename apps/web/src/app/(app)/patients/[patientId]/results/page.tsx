import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { ResultsPage } from '../../../../../features/results/results-page.tsx';
import { FeatureMessages } from '../../../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('results'))('title') };
}

export default async function Page({ params }: { params: Promise<{ patientId: string }> }) {
  const { patientId } = await params;
  // whether there is a stay decides what is opened
  await prefetch(
    trpc().patients.banner.queryOptions({ patientId }),
    trpc().results.list.queryOptions({ patientId }),
  );
  return (
    <FeatureMessages of={['results']}>
      <NuqsAdapter>
        <Hydrate>
          <ResultsPage patientId={patientId} />
        </Hydrate>
      </NuqsAdapter>
    </FeatureMessages>
  );
}

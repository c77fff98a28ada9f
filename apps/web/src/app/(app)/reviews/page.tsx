import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { createLoader } from 'nuqs/server';
import { viewOf } from '../../../components/search-params.ts';
import { ReviewsPage } from '../../../features/reviews/reviews-page.tsx';
import { reviewViews } from '../../../features/reviews/views.ts';
import { FeatureMessages } from '../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reviews'))('title') };
}

const load = createLoader({ view: viewOf(reviewViews) });

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { view } = await load(searchParams);
  await prefetch(trpc().reviews.list.queryOptions({ state: view }));
  return (
    <FeatureMessages of={['reviews']}>
      <NuqsAdapter>
        <Hydrate>
          <ReviewsPage />
        </Hydrate>
      </NuqsAdapter>
    </FeatureMessages>
  );
}

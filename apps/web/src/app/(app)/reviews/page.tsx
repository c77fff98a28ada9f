import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ReviewsPage } from '../../../features/reviews/reviews-page.tsx';
import { FeatureMessages } from '../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reviews'))('title') };
}

const views = ['open', 'done', 'all'] as const;

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { view } = await searchParams;
  await prefetch(trpc().reviews.list.queryOptions({ state: views.find((one) => one === view) ?? 'open' }));
  return (
    <FeatureMessages of={['reviews']}>
      <Hydrate>
        <ReviewsPage />
      </Hydrate>
    </FeatureMessages>
  );
}

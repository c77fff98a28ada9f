import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ReviewDetailPage } from '../../../../features/reviews/review-detail.tsx';
import { FeatureMessages } from '../../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reviews'))('judge.title') };
}

export default async function Page({ params }: { params: Promise<{ grantId: string }> }) {
  const { grantId } = await params;
  await prefetch(trpc().reviews.detail.queryOptions({ grantId }));
  return (
    <FeatureMessages of={['reviews', 'drafts']}>
      <Hydrate>
        <ReviewDetailPage grantId={grantId} />
      </Hydrate>
    </FeatureMessages>
  );
}

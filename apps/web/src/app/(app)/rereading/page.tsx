import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { RereadingPage } from '../../../features/orders/rereading-page.tsx';
import { FeatureMessages } from '../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('orders.rereading'))('title') };
}

export default async function Page() {
  await prefetch(trpc().tasks.listOrders.queryOptions());
  return (
    <FeatureMessages of={['orders', 'medications']}>
      <Hydrate>
        <RereadingPage />
      </Hydrate>
    </FeatureMessages>
  );
}

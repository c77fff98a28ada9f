import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { OrdersPage } from '../../../../features/administration/orders-page.tsx';
import { Hydrate } from '../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('administration.orders'))('title') };
}

export default async function Page() {
  await prefetch(trpc().administration.orderTables.queryOptions());
  return (
    <Hydrate>
      <OrdersPage />
    </Hydrate>
  );
}

import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { FavouritesPage } from '../../../../features/terminology/favourites-page.tsx';
import { Hydrate } from '../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('terminology.favourites'))('title') };
}

export default async function Page() {
  await prefetch(trpc().terminology.services.queryOptions());
  return (
    <NuqsAdapter>
      <Hydrate>
        <FavouritesPage />
      </Hydrate>
    </NuqsAdapter>
  );
}

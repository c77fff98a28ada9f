import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { SearchPage } from '../../../../features/terminology/search-page.tsx';
import { Hydrate } from '../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('terminology.search'))('title') };
}

export default async function Page() {
  await prefetch(trpc().terminology.releases.queryOptions());
  return (
    <NuqsAdapter>
      <Hydrate>
        <SearchPage />
      </Hydrate>
    </NuqsAdapter>
  );
}

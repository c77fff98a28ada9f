import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { ReleasesPage } from '../../../features/terminology/releases-page.tsx';
import { Hydrate } from '../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('terminology.releases'))('title') };
}

export default async function Page() {
  await prefetch(trpc().terminology.releases.queryOptions());
  return (
    <NuqsAdapter>
      <Hydrate>
        <ReleasesPage />
      </Hydrate>
    </NuqsAdapter>
  );
}

import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { UncodedPage } from '../../../../features/terminology/uncoded-page.tsx';
import { Hydrate } from '../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('terminology.uncoded'))('title') };
}

export default async function Page() {
  await prefetch(trpc().terminology.uncoded.queryOptions());
  return (
    <NuqsAdapter>
      <Hydrate>
        <UncodedPage />
      </Hydrate>
    </NuqsAdapter>
  );
}

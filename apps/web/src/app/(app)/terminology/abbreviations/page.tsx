import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { AbbreviationsPage } from '../../../../features/terminology/abbreviations-page.tsx';
import { Hydrate } from '../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('terminology.abbreviations'))('title') };
}

export default async function Page() {
  await prefetch(trpc().terminology.abbreviations.queryOptions());
  return (
    <NuqsAdapter>
      <Hydrate>
        <AbbreviationsPage />
      </Hydrate>
    </NuqsAdapter>
  );
}

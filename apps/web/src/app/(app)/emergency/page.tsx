import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { AskedOpinions } from '../../../features/emergency/asked-opinions.tsx';
import { OwnAccesses } from '../../../features/emergency/own-accesses.tsx';
import { FeatureMessages } from '../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('emergency'))('title') };
}

export default async function Page() {
  await prefetch(trpc().emergency.mine.queryOptions());
  return (
    <FeatureMessages of={['emergency']}>
      <NuqsAdapter>
        <Hydrate>
          <AskedOpinions />
          <OwnAccesses />
        </Hydrate>
      </NuqsAdapter>
    </FeatureMessages>
  );
}

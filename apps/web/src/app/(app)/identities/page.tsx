import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { IdentitiesPage } from '../../../features/identities/identities-page.tsx';
import { FeatureMessages } from '../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identities'))('title') };
}

export default async function Page() {
  await prefetch(trpc().identities.open.queryOptions());
  return (
    <FeatureMessages of={['identities']}>
      <Hydrate>
        <IdentitiesPage />
      </Hydrate>
    </FeatureMessages>
  );
}

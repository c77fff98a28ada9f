import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { SettingsPage } from '../../../../features/administration/settings-page.tsx';
import { Hydrate } from '../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('administration.settings'))('title') };
}

export default async function Page() {
  await prefetch(trpc().administration.settings.queryOptions());
  return (
    <Hydrate>
      <SettingsPage />
    </Hydrate>
  );
}

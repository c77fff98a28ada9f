import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { SessionsPage } from '../../../../features/administration/sessions-page.tsx';
import { Hydrate } from '../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('administration.sessions'))('title') };
}

export default async function Page() {
  await prefetch(trpc().administration.sessions.queryOptions());
  return (
    <NuqsAdapter>
      <Hydrate>
        <SessionsPage />
      </Hydrate>
    </NuqsAdapter>
  );
}

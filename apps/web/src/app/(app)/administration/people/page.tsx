import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PeoplePage } from '../../../../features/administration/people-page.tsx';
import { Hydrate } from '../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('administration.people'))('title') };
}

export default async function Page() {
  await prefetch(trpc().administration.people.queryOptions({ text: '', page: 1 }));
  return (
    <Hydrate>
      <PeoplePage />
    </Hydrate>
  );
}

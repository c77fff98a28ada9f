import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { TasksPage } from '../../../features/tasks/tasks-page.tsx';
import { FeatureMessages } from '../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('tasks'))('title') };
}

export default async function Page() {
  await prefetch(trpc().tasks.list.queryOptions());
  return (
    <FeatureMessages of={['tasks']}>
      <NuqsAdapter>
        <Hydrate>
          <TasksPage />
        </Hydrate>
      </NuqsAdapter>
    </FeatureMessages>
  );
}

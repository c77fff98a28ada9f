import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { OwnSessions } from '../../../features/session/own-sessions.tsx';
import frame from '../../../shell/shell.module.css';
import { Hydrate } from '../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('session'))('own.title') };
}

export default async function Page() {
  await prefetch(trpc().session.own.queryOptions());
  return (
    <Hydrate>
      <div className={frame.page}>
        <OwnSessions />
      </div>
    </Hydrate>
  );
}

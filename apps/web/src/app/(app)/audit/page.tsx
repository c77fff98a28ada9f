import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { AuditPage } from '../../../features/audit/audit-page.tsx';
import { todayInHospital } from '../../../features/audit/search-params.ts';
import { FeatureMessages } from '../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('audit'))('title') };
}

export default async function Page() {
  await prefetch(trpc().audit.chain.queryOptions());
  return (
    <FeatureMessages of={['audit', 'accesses']}>
      <NuqsAdapter>
        <Hydrate>
          <AuditPage today={todayInHospital()} />
        </Hydrate>
      </NuqsAdapter>
    </FeatureMessages>
  );
}

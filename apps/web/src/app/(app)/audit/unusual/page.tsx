import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { todayInHospital } from '../../../../features/audit/search-params.ts';
import { UnusualPage } from '../../../../features/audit/unusual-page.tsx';
import { FeatureMessages } from '../../../../i18n/feature-messages.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('audit.unusual'))('title') };
}

/** Looks at everybody: asked by the browser, so that the page is there while it looks. */
export default function Page() {
  return (
    <FeatureMessages of={['audit', 'accesses']}>
      <NuqsAdapter>
        <UnusualPage today={todayInHospital()} />
      </NuqsAdapter>
    </FeatureMessages>
  );
}

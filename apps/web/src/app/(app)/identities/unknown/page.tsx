import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { UnknownPage } from '../../../../features/identities/unknown-page.tsx';
import { FeatureMessages } from '../../../../i18n/feature-messages.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identities.unknown'))('title') };
}

export default function Page() {
  return (
    <FeatureMessages of={['identities']}>
      <UnknownPage />
    </FeatureMessages>
  );
}

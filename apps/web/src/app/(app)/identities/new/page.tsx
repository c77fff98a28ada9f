import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { RegisterPage } from '../../../../features/identities/register-page.tsx';
import { FeatureMessages } from '../../../../i18n/feature-messages.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identities.register'))('title') };
}

export default function Page() {
  return (
    <FeatureMessages of={['identities']}>
      <RegisterPage />
    </FeatureMessages>
  );
}

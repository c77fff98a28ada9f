import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AccessesPage } from '../../../../../features/accesses/accesses-page.tsx';
import { FeatureMessages } from '../../../../../i18n/feature-messages.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('accesses'))('title') };
}

export default async function Page({ params }: { params: Promise<{ patientId: string }> }) {
  const { patientId } = await params;
  return (
    <FeatureMessages of={['accesses']}>
      <AccessesPage patientId={patientId} />
    </FeatureMessages>
  );
}

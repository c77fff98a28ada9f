import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { CorrectPage } from '../../../../features/identities/correct-page.tsx';
import { FeatureMessages } from '../../../../i18n/feature-messages.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identities.correct'))('title') };
}

/** Outside the chart: whoever looks after an identity may have no access to the care. */
export default async function Page({ params }: { params: Promise<{ patientId: string }> }) {
  const { patientId } = await params;
  return (
    <FeatureMessages of={['identities']}>
      <CorrectPage patientId={patientId} />
    </FeatureMessages>
  );
}

import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PageHeader } from '../../../../../../components/page-header.tsx';
import { CorrectIdentity } from '../../../../../../features/identities/correct-form.tsx';
import { FeatureMessages } from '../../../../../../i18n/feature-messages.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identities.correct'))('title') };
}

export default async function Page({ params }: { params: Promise<{ patientId: string }> }) {
  const { patientId } = await params;
  const t = await getTranslations('identities.correct');
  return (
    <>
      <PageHeader title={t('title')} />
      <FeatureMessages of={['identities']}>
        <CorrectIdentity patientId={patientId} />
      </FeatureMessages>
    </>
  );
}

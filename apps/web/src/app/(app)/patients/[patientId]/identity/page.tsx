import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PageHeader } from '../../../../../components/page-header.tsx';
import { IdentityPage } from '../../../../../features/patients/identity-page.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shell.sections'))('identity') };
}

export default async function Page({ params }: { params: Promise<{ patientId: string }> }) {
  const [{ patientId }, t] = await Promise.all([params, getTranslations('shell.sections')]);
  return (
    <>
      <PageHeader title={t('identity')} />
      <IdentityPage patientId={patientId} />
    </>
  );
}

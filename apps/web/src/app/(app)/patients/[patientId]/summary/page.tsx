import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PageHeader } from '../../../../../components/page-header.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('summary'))('title') };
}

export default async function SummaryPage() {
  const t = await getTranslations('summary');
  return <PageHeader title={t('title')} />;
}

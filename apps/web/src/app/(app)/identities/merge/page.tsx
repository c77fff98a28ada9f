import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { isResourceId } from '../../../../components/resource-id.ts';
import { MergePage } from '../../../../features/identities/merge-page.tsx';
import { FeatureMessages } from '../../../../i18n/feature-messages.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identities.merge'))('title') };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: Props) {
  const { one, other } = await searchParams;
  if (!isResourceId(one) || !isResourceId(other) || one === other) notFound();
  return (
    <FeatureMessages of={['identities', 'patients']}>
      <MergePage patients={[one, other]} />
    </FeatureMessages>
  );
}

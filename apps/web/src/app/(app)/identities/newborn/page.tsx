import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NewbornPage } from '../../../../features/identities/newborn-page.tsx';
import { FeatureMessages } from '../../../../i18n/feature-messages.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identities.newborn'))('title') };
}

/** `?mother=` names her record, where it was left for this page. */
export default async function Page({
  searchParams,
}: {
  searchParams: Promise<{ mother?: string | string[] }>;
}) {
  const { mother } = await searchParams;
  return (
    <FeatureMessages of={['identities']}>
      <NewbornPage motherId={typeof mother === 'string' ? mother : null} />
    </FeatureMessages>
  );
}

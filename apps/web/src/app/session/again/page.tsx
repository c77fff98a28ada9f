import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';
import { AgainCard } from '../../../features/session/again-card.tsx';
import { FeatureMessages } from '../../../i18n/feature-messages.tsx';
import { getSignInState } from '../../../shell/me.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('session'))('again.title') };
}

export default async function Page() {
  if ((await getSignInState()).kind === 'signed-out') redirect('/sign-in');
  return (
    <FeatureMessages of={['session']}>
      <AgainCard />
    </FeatureMessages>
  );
}

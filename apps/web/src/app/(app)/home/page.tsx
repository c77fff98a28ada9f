import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';
import { PageHeader } from '../../../components/page-header.tsx';
import { homeOf } from '../../../features/start/home-of.ts';
import { StartPage } from '../../../features/start/start-page.tsx';
import { FeatureMessages } from '../../../i18n/feature-messages.tsx';
import { getSignInState } from '../../../shell/me.ts';
import frame from '../../../shell/shell.module.css';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('start'))('title') };
}

/** Where the day begins: what waits for this person, from the cards of the features. */
export default async function HomePage() {
  const [t, visitor] = await Promise.all([getTranslations('start'), getSignInState()]);
  if (visitor.kind !== 'signed-in') return null; // the layout says what is wrong
  const home = homeOf(visitor.me);
  if (home !== '/home') redirect(home);
  return (
    <div className={frame.page}>
      <PageHeader title={t('title')} />
      <FeatureMessages
        of={[
          'start',
          'dicom',
          ...(visitor.me.rights['appointments.list-all'] ? ['appointments' as const] : []),
          ...(visitor.me.rights['wards.read'] ? ['wards' as const] : []),
          ...(visitor.me.rights['tasks.list'] ? ['tasks' as const] : []),
          ...(visitor.me.rights['medications.list-recent'] ? ['medications' as const] : []),
        ]}
      >
        <StartPage />
      </FeatureMessages>
    </div>
  );
}

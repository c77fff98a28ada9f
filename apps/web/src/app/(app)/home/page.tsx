import { EmptyState } from '@keneyapp/ui/states';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';
import { PageHeader } from '../../../components/page-header.tsx';
import styles from '../../../features/session/home.module.css';
import { homeOf } from '../../../features/session/home-of.ts';
import { getVisitor } from '../../../shell/me.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('session'))('home.title') };
}

/** For those whose profile opens no chart: what it is for. Everybody else has a better place to begin. */
export default async function HomePage() {
  const visitor = await getVisitor();
  if (visitor.kind !== 'signed-in') redirect('/sign-in');
  const home = homeOf(visitor.me);
  if (home !== '/home') redirect(home);
  const t = await getTranslations('session.home');
  const profile = visitor.me.rights['reviews.read'] ? 'dpo' : 'noRecord';
  return (
    <div className={styles.page}>
      <PageHeader title={t('title')} />
      <EmptyState isPage title={t(`${profile}.lead`)}>
        <p>{t(`${profile}.text`)}</p>
      </EmptyState>
    </div>
  );
}

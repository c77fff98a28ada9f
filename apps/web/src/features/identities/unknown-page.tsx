'use client';
import { DeniedState } from '@keneyapp/ui/states';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { PageHeader } from '../../components/page-header.tsx';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import styles from './identities.module.css';
import { UnknownDialog } from './unknown-dialog.tsx';

/** The dialog of an unknown patient has an address of its own: the search loads nothing of it. */
export function UnknownPage() {
  const t = useTranslations('identities');
  const router = useRouter();
  if (!useSignedInUser().rights['identities.register-unknown'])
    return (
      <DeniedState isPage title={t('register.denied')}>
        <p>{t('register.deniedHelp')}</p>
      </DeniedState>
    );
  return (
    <div className={styles.page}>
      <PageHeader title={t('unknown.title')} />
      <UnknownDialog onClose={() => router.push('/patients')} />
    </div>
  );
}

import type { Me } from '@keneyapp/bff/features/session/view';
import { getTranslations } from 'next-intl/server';
import Link from 'next/link';
import styles from './register-links.module.css';

/** From the search on to registering; what was typed goes along. Made on the server: the search loads no script for it. */
export async function RegisterLink({ rights }: Pick<Me, 'rights'>) {
  const t = await getTranslations('patients.register');
  return rights['identities.register'] ? (
    <Link href="/identities/new" prefetch={false} className={styles.main}>
      {t('patient')}
    </Link>
  ) : null;
}

/** What is begun from the search of patients. */
export async function RegisterLinks({ rights }: Pick<Me, 'rights'>) {
  const t = await getTranslations('patients.register');
  return (
    <>
      {rights['identities.list-open'] && (
        <Link href="/identities" prefetch={false} className={styles.link}>
          {t('open')}
        </Link>
      )}
      {rights['identities.register-newborn'] && (
        <Link href="/identities/newborn" prefetch={false} className={styles.link}>
          {t('newborn')}
        </Link>
      )}
      {rights['identities.register-unknown'] && (
        <Link href="/identities/unknown" prefetch={false} className={styles.link}>
          {t('unknown')}
        </Link>
      )}
      <RegisterLink rights={rights} />
    </>
  );
}

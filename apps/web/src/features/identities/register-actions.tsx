'use client';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useState } from 'react';
import { handOnSearchedWords } from '../../components/searched-words.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';

const UnknownDialog = dynamic(() => import('./unknown-dialog.tsx').then((m) => m.UnknownDialog), {
  ssr: false,
});

/** From the search on to registering; what was typed goes along. */
export function RegisterLink() {
  const t = useTranslations('patients.register');
  const { rights } = useSignedInUser();
  if (!rights['identities.register']) return null;
  return (
    <Button
      variant="outlined"
      component={Link}
      href="/identities/new"
      prefetch={false}
      onClick={handOnSearchedWords}
    >
      {t('patient')}
    </Button>
  );
}

/** What is begun from the search of patients. */
export function RegisterActions() {
  const t = useTranslations('patients.register');
  const { rights } = useSignedInUser();
  const [isUnknown, setIsUnknown] = useState(false);
  return (
    <>
      {rights['identities.list-open'] && (
        <Button component={Link} href="/identities" prefetch={false}>
          {t('open')}
        </Button>
      )}
      {rights['identities.register-unknown'] && (
        <Button onClick={() => setIsUnknown(true)}>{t('unknown')}</Button>
      )}
      <RegisterLink />
      {isUnknown && <UnknownDialog onClose={() => setIsUnknown(false)} />}
    </>
  );
}

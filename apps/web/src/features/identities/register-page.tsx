'use client';
import { DeniedState } from '@keneyapp/ui/states';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { PageHeader } from '../../components/page-header.tsx';
import { lastSearch } from '../../components/use-live-search.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { fromSearch } from './identity-fill.ts';
import styles from './identities.module.css';
import { RegisterForm, type Registered } from './register-form.tsx';
import { Saved } from './saved.tsx';

/** Whoever was searched for longer ago is not whom somebody registers now. */
const soonMs = 5 * 60_000;
const justSearched = (): string => (Date.now() - lastSearch.at < soonMs ? lastSearch.words : '');

/** Registers one person after the other. */
export function RegisterPage() {
  const t = useTranslations('identities.register');
  const { rights } = useSignedInUser();
  const [turn, setTurn] = useState(() => ({ n: 0, initial: fromSearch(justSearched()) }));
  const [saved, setSaved] = useState<Registered | null>(null);
  if (!rights['identities.register'])
    return (
      <DeniedState isPage title={t('denied')}>
        <p>{t('deniedHelp')}</p>
      </DeniedState>
    );
  return (
    <div className={styles.page}>
      <PageHeader title={t('title')} note={saved ? null : t('lead')} />
      {saved ? (
        <Saved
          of={saved}
          another={() => {
            setSaved(null);
            setTurn(({ n }) => ({ n: n + 1, initial: fromSearch('') }));
          }}
        />
      ) : (
        <RegisterForm
          key={turn.n}
          initial={turn.initial}
          onSaved={(one) => {
            lastSearch.words = '';
            setSaved(one);
          }}
        />
      )}
    </div>
  );
}

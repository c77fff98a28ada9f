'use client';
import { DeniedState } from '@keneyapp/ui/states';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { PageHeader } from '../../components/page-header.tsx';
import { lastSearch } from '../../components/use-live-search.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { fromSearch } from './identity-fill.ts';
import styles from './identities.module.css';
import { KeptForm } from './kept-form.tsx';
import { RegisterForm, type Registered } from './register-form.tsx';
import { Saved } from './saved.tsx';

/** Whoever was searched for longer ago is not whom somebody registers now. */
const soonMs = 5 * 60_000;
const justSearched = (): string => (Date.now() - lastSearch.at < soonMs ? lastSearch.words : '');

/**
 * Which of the forms that somebody has open this is: after a reload, or signing in once more, its own text is found again, and
 * never that of the tab beside it. It says nothing of anybody.
 */
const formInAddress = (): string | null => {
  if (typeof window === 'undefined') return null;
  const form = new URLSearchParams(window.location.search).get('form');
  return form && /^[\da-f-]{36}$/.test(form) ? form : null;
};
function putInAddress(form: string): void {
  const address = new URL(window.location.href);
  if (address.searchParams.get('form') === form) return;
  address.searchParams.set('form', form);
  window.history.replaceState(window.history.state, '', address);
}

/** Registers one person after the other. */
export function RegisterPage() {
  const t = useTranslations('identities.register');
  const { rights } = useSignedInUser();
  const [turn, setTurn] = useState(() => ({
    form: formInAddress() ?? crypto.randomUUID(),
    initial: fromSearch(justSearched()),
  }));
  useEffect(() => {
    if (rights['identities.register']) putInAddress(turn.form);
  }, [rights, turn.form]);
  const begin = (words: string) => setTurn({ form: crypto.randomUUID(), initial: fromSearch(words) });
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
            begin('');
          }}
        />
      ) : (
        <KeptForm key={turn.form} form="identities.register" base={turn.form} version={null}>
          {(draft, kept) => (
            <RegisterForm
              initial={kept?.values ?? turn.initial}
              draft={draft}
              anew={() => {
                void draft
                  .discard()
                  .catch(() => undefined)
                  .then(() => begin(''));
              }}
              onSaved={(one) => {
                lastSearch.words = '';
                setSaved(one);
              }}
            />
          )}
        </KeptForm>
      )}
    </div>
  );
}

'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { localeCookie, locales, type Locale } from '../i18n/locale.ts';
import styles from './top-bar.module.css';

/** Keeps the language in a cookie and draws the page again where it is. */
export function useSwitchLanguage(): (locale: Locale) => void {
  const router = useRouter();
  const [, start] = useTransition();
  return (locale) => {
    document.cookie = `${localeCookie}=${locale}; path=/; max-age=31536000; samesite=lax`;
    start(() => router.refresh());
  };
}

export function LanguageSwitch() {
  const t = useTranslations('shell');
  const locale = useLocale();
  const change = useSwitchLanguage();
  return (
    <div role="group" aria-label={t('bar.language')} className={styles.segmented}>
      {locales.map((l) => (
        <button
          key={l}
          type="button"
          lang={l}
          aria-pressed={l === locale}
          title={t(`language.${l}`)}
          onClick={() => change(l)}
        >
          {l.toUpperCase()}
          <span className="visually-hidden"> {t(`language.${l}`)}</span>
        </button>
      ))}
    </div>
  );
}

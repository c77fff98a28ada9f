'use client';
import SearchIcon from '@mui/icons-material/Search';
import { useTranslations } from 'next-intl';
import { openPalette } from './overlays.ts';
import { useSignedInUser } from './signed-in-user.tsx';
import styles from './top-bar.module.css';

export function SearchButton() {
  const t = useTranslations('shell.bar');
  const { rights } = useSignedInUser();
  return (
    <button
      type="button"
      id="search"
      className={styles.search}
      onClick={openPalette}
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K"
    >
      <SearchIcon fontSize="small" aria-hidden />
      <span className={styles.searchWord}>{t(rights['patients.search'] ? 'search' : 'searchOwn')}</span>
      <kbd aria-hidden>{t('searchKeys')}</kbd>
    </button>
  );
}

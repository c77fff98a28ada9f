'use client';
import SearchIcon from '@mui/icons-material/Search';
import { useTranslations } from 'next-intl';
import { openPalette } from './overlays.ts';
import { useSignedInUser } from './signed-in-user.tsx';
import styles from './top-bar.module.css';

export function SearchButton() {
  const t = useTranslations('shell.bar');
  const { rights, patientId } = useSignedInUser();
  const word = rights['patients.search'] ? 'search' : patientId === null ? 'searchPages' : 'searchOwn';
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
      <span className={styles.searchWord}>{t(word)}</span>
      <kbd aria-hidden>{t('searchKeys')}</kbd>
    </button>
  );
}

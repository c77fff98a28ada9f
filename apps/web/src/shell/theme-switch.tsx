'use client';
import ContrastIcon from '@mui/icons-material/Contrast';
import { useColorScheme } from '@mui/material/styles';
import { useTranslations } from 'next-intl';
import styles from './top-bar.module.css';

/** One key between light and dark; "system" is in the account menu. */
export function ThemeSwitch() {
  const t = useTranslations('shell');
  const { colorScheme, setMode } = useColorScheme();
  return (
    <button
      type="button"
      className={`${styles.tool} ${styles.wideOnly}`}
      aria-label={t('bar.theme')}
      title={t('bar.theme')}
      onClick={() => setMode(colorScheme === 'dark' ? 'light' : 'dark')}
    >
      <ContrastIcon fontSize="small" aria-hidden />
    </button>
  );
}

'use client';
import DarkIcon from '@mui/icons-material/DarkModeOutlined';
import LightIcon from '@mui/icons-material/LightModeOutlined';
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
      <DarkIcon fontSize="small" aria-hidden className={styles.inLight} />
      <LightIcon fontSize="small" aria-hidden className={styles.inDark} />
    </button>
  );
}

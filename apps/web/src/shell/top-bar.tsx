import { getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { AccountMenu } from './account-menu.tsx';
import { Bells } from './bells.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { LiveIndicator } from './live-indicator.tsx';
import { Notices } from './notices.tsx';
import { SearchButton } from './search-button.tsx';
import styles from './top-bar.module.css';
import { ThemeSwitch } from './theme-switch.tsx';
import { DraftsButton } from './workspace/drafts-button.tsx';

export async function TopBar() {
  const t = await getTranslations('shell.bar');
  return (
    <header className={styles.bar} aria-label={t('label')}>
      <Link href="/" prefetch={false} className={styles.mark}>
        <span aria-hidden className={styles.logo}>
          K
        </span>
        <b>KeneyApp</b>
      </Link>
      <SearchButton />
      <div className={styles.barTools}>
        <LiveIndicator />
        <Bells />
        <DraftsButton />
        <Notices />
        <LanguageSwitch />
        <ThemeSwitch />
        <AccountMenu />
      </div>
    </header>
  );
}

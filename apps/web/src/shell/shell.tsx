import type { Me } from '@keneyapp/bff/features/session/view';
import { getTranslations } from 'next-intl/server';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { NavigationArrival } from '../components/pending-navigation.ts';
import { PrintFrame } from '../print/print-frame.tsx';
import { Announcer } from './announcer.tsx';
import { ConnectionStrip } from './connection-strip.tsx';
import { OldSaves } from './old-saves.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { Rail } from './rail.tsx';
import { RouteFocus } from './route-focus.tsx';
import { ShellKeys } from './shell-keys.tsx';
import styles from './shell.module.css';
import { TopBar } from './top-bar.tsx';
import { Unconfirmed } from './unconfirmed.tsx';
import { SignedInUserProvider } from './signed-in-user.tsx';
import workspace from './workspace/workspace.module.css';

interface Props {
  me: Me;
  /** What concerns the person wherever they are: above the page. */
  notice?: ReactNode;
  children: ReactNode;
}

/** The frame around every signed-in page: skip links, top bar, rail, main. */
export async function Shell({ me, notice, children }: Props) {
  const [t, jar] = await Promise.all([getTranslations('shell.skip'), cookies()]);
  return (
    <SignedInUserProvider me={me}>
      <div className={styles.skip}>
        <a href="#main">{t('main')}</a>
        <a href="#search">{t('search')}</a>
      </div>
      <div className={styles.shell}>
        <TopBar />
        <Rail collapsed={jar.get('keneya-rail')?.value === 'collapsed'} />
        <main id="main" tabIndex={-1} className={styles.main}>
          <PrintFrame />
          <ConnectionStrip />
          <OldSaves />
          {notice}
          <PageBoundary>{children}</PageBoundary>
        </main>
      </div>
      <ShellKeys />
      <RouteFocus />
      <NavigationArrival />
      <Unconfirmed />
      <Announcer className={workspace.toast} />
    </SignedInUserProvider>
  );
}

import '@fontsource-variable/inter/wght.css';
import '@keneyapp/ui/base.css';
import InitColorSchemeScript from '@mui/material/InitColorSchemeScript';
import { AppRouterCacheProvider } from '@mui/material-nextjs/v16-appRouter';
import type { Metadata, Viewport } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getMessages, getTranslations } from 'next-intl/server';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { timeZone } from '../i18n/locale.ts';
import { AppTheme } from './app-theme.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common');
  return {
    title: { template: '%s · KeneyApp', default: 'KeneyApp' },
    description: t('description'),
    robots: { index: false, follow: false },
  };
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#151c22' },
  ],
};

const holdEarlySubmits =
  "addEventListener('submit',(e)=>{if(e.target.getAttribute('action')===null&&!e.target.dataset.ready){e.preventDefault();e.target.dataset.early=''}},true)";

/** Language, theme and the texts every page needs. proxy.ts gives the nonce of the content security policy. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, messages, incoming] = await Promise.all([getLocale(), getMessages(), headers()]);
  const nonce = incoming.get('x-nonce') ?? undefined;
  return (
    <html lang={locale} suppressHydrationWarning>
      <body>
        <InitColorSchemeScript attribute="data-theme" defaultMode="system" nonce={nonce} />
        <script
          nonce={nonce}
          suppressHydrationWarning
          // what is submitted before the page's script runs would load the page anew, and lose what was typed; it is
          // submitted once the script runs (components/submit-form.tsx)
          dangerouslySetInnerHTML={{ __html: holdEarlySubmits }}
        />
        <AppRouterCacheProvider options={{ key: 'mui', ...(nonce && { nonce }) }}>
          <NextIntlClientProvider
            locale={locale}
            timeZone={timeZone}
            messages={{ common: messages.common }}
            formats={null}
          >
            <AppTheme>{children}</AppTheme>
          </NextIntlClientProvider>
        </AppRouterCacheProvider>
      </body>
    </html>
  );
}

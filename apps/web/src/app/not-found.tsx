import { ErrorState } from '@keneyapp/ui/states';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import Link from 'next/link';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shell.notFound'))('title') };
}

/** An address that leads nowhere, with a way on. */
export default async function NotFound() {
  const t = await getTranslations('shell.notFound');
  return (
    <main>
      <ErrorState isPage titleAs="h1" title={t('title')}>
        <p>{t('text')}</p>
        <p>
          <Link href="/">{t('back')}</Link>
        </p>
      </ErrorState>
    </main>
  );
}

import { ErrorState } from '@keneyapp/ui/states';
import { getTranslations } from 'next-intl/server';
import { ReloadSoon } from './reload-soon.tsx';

/** The BFF does not answer: say so, and come back by itself when it does. */
export async function Unavailable() {
  const t = await getTranslations('shell.unavailable');
  return (
    <main>
      <ErrorState isPage title={t('title')}>
        <p>{t('text')}</p>
      </ErrorState>
      <ReloadSoon />
    </main>
  );
}

import type { Me } from '@keneyapp/bff/features/session/view';
import { EmptyState } from '@keneyapp/ui/states';
import { getTranslations } from 'next-intl/server';

/** For the officer and the administrator, who open no chart. */
export async function NoPages({ role }: { role: Me['role'] }) {
  const t = await getTranslations('shell');
  return (
    <>
      <h1 className="visually-hidden">{t('noPages.title')}</h1>
      <EmptyState isPage title={t('noPages.title')}>{t('noPages.text', { role: t(`roles.${role}`) })}</EmptyState>
    </>
  );
}

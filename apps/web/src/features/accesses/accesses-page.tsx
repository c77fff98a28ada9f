'use client';
import { useTranslations } from 'next-intl';
import { PageHeader } from '../../components/page-header.tsx';
import { AccessesList } from './accesses-list.tsx';

/** The chart's page for the patient: who opened it. */
export function AccessesPage({ patientId }: { patientId: string }) {
  const t = useTranslations('accesses');
  return (
    <>
      <PageHeader title={t('title')} />
      <p>
        {t('lead')} <span className="muted">{t('help')}</span>
      </p>
      <AccessesList patientId={patientId} />
    </>
  );
}

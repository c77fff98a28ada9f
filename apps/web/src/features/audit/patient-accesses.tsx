'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { PageHeader } from '../../components/page-header.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './audit.module.css';
import { usePatientNote } from './pickers.tsx';
import { auditHref } from './place.ts';

/** Whose chart it is, and the way back to all of its records; the list of accesses stands inside. */
export function PatientAccesses({ patientId, children }: { patientId: string; children: ReactNode }) {
  const t = useTranslations('audit.patientPage');
  const noteOf = usePatientNote();
  const { data, isFetched } = useQuery(useTRPC().audit.names.queryOptions({ patientId }));
  const name = data?.patient?.name ?? (isFetched ? t('unknown', { id: patientId }) : '…');
  return (
    <div className={styles.page}>
      <PageHeader title={t('title', { name })} note={data?.patient && noteOf(data.patient)}>
        <Link href={auditHref({ patient: patientId })} prefetch={false} className={styles.button}>
          {t('search')}
        </Link>
      </PageHeader>
      {children}
    </div>
  );
}

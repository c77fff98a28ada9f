'use client';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { PageHeader } from '../../components/page-header.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './audit.module.css';
import { usePatientNote } from './pickers.tsx';
import { auditHref } from './search-params.ts';

/** Whose chart it is, and the way back to all of its records; the list of accesses, or the decisions, stand inside. */
export function PatientAccesses({
  patientId,
  page,
  children,
}: {
  patientId: string;
  page: 'accesses' | 'consents';
  children: ReactNode;
}) {
  const t = useTranslations('audit.patientPage');
  const noteOf = usePatientNote();
  const { data, isFetched } = useQuery(useTRPC().audit.names.queryOptions({ patientId }));
  const name = data?.patient?.name ?? (isFetched ? t('unknown', { id: patientId }) : '…');
  return (
    <div className={styles.page}>
      <PageHeader
        title={t(page === 'consents' ? 'consentsTitle' : 'title', { name })}
        note={data?.patient && noteOf(data.patient)}
      >
        <Button variant="outlined" component={Link} href={auditHref({ patient: patientId })} prefetch={false}>
          {t('search')}
        </Button>
        <Button
          variant="outlined"
          component={Link}
          href={`/audit/patients/${patientId}${page === 'consents' ? '' : '/consents'}`}
          prefetch={false}
        >
          {t(page === 'consents' ? 'accesses' : 'consents')}
        </Button>
      </PageHeader>
      {children}
    </div>
  );
}

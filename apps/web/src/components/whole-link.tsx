'use client';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useMemo } from 'react';
import { useSignedInUser } from '../shell/signed-in-user.tsx';
import styles from './list.module.css';

interface Recorded {
  patientId: string;
  /** A FHIR resource type, `Condition`. */
  type: string;
  id: string;
}

/** Opens everything that is recorded of something whose page shows what matters; nothing for who may not read the record. */
export function WholeLink({ patientId, type, id }: Recorded) {
  const t = useTranslations('common.whole');
  if (!useSignedInUser().rights['record.read']) return null;
  return (
    <Link
      href={`/patients/${patientId}/record/${type}/${id}`}
      prefetch={false}
      title={t('help')}
      className={`no-print ${styles.whole}`}
    >
      {t('open')}
    </Link>
  );
}

/** The same as the last column of a list; none for who may not read the record. */
export function useWholeColumn<Row extends { id: string }>(
  patientId: string,
  /** The type of every row, or what tells it; a function of the module, so that the column stays the same. */
  type: string | ((row: Row) => string),
): TableColumn<Row>[] {
  const t = useTranslations('common.whole');
  const record = useSignedInUser().rights['record.read'];
  return useMemo(
    () =>
      record
        ? [
            {
              id: 'whole',
              header: t('column'),
              width: 84,
              folds: 2,
              isWordless: true,
              text: () => null,
              cell: (row) => (
                <WholeLink
                  patientId={patientId}
                  type={typeof type === 'string' ? type : type(row)}
                  id={row.id}
                />
              ),
            },
          ]
        : [],
    [t, record, patientId, type],
  );
}

'use client';
import type { UnusualAccess } from '@keneyapp/bff/features/audit/view';
import { ScrollBox } from '@keneyapp/ui/scroll-box';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import styles from './audit.module.css';
import { usePatientNote } from './pickers.tsx';
import list from './records.module.css';
import { useAuditWords } from './words.ts';

type Column = 'person' | 'patient' | 'reasons' | 'accesses' | 'change' | 'when' | 'day' | 'volume' | 'dealt';

/** One of the tables of the page of unusual accesses; its rows are the children. */
export function UnusualTable({
  label,
  columns,
  children,
}: {
  label: string;
  columns: readonly Column[];
  children: ReactNode;
}) {
  const t = useTranslations('audit.unusual.column');
  return (
    <ScrollBox label={label}>
      <table className={list.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col" data-column={name}>
                {t(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </ScrollBox>
  );
}

/** Who did it. */
export function PersonCell({ name, role }: { name: string | null; role: string | null }) {
  const words = useAuditWords();
  return (
    <th scope="row" data-column="person">
      {name}
      <span className={styles.note}>{words.role(role)}</span>
    </th>
  );
}

/** Whose chart it was. */
export function PatientCell({ id, patient }: { id: string | null; patient: UnusualAccess['patient'] }) {
  const t = useTranslations('audit');
  const noteOf = usePatientNote();
  return (
    <td data-column="patient">
      {patient?.name ?? t('list.unknownPatient', { id: id ?? '' })}
      {patient && <span className={styles.note}>{noteOf(patient)}</span>}
    </td>
  );
}

'use client';
import type { UnusualConsent } from '@keneyapp/bff/features/audit/view';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { ConsentChanges } from '../../components/consent-change.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { StateChip } from '../../components/state-chip.tsx';
import styles from './audit.module.css';
import { Dealt } from './dealt-with.tsx';
import { Flags } from './flags.tsx';
import { PatientCell, PersonCell, UnusualTable } from './unusual-table.tsx';
import { auditHref } from './search-params.ts';
import { useAuditWords } from './words.ts';

/** What staff wrote down of patients' decisions and that opens something, and what was refused to them. */
export function UnusualConsents({ rows }: { rows: readonly UnusualConsent[] }) {
  const t = useTranslations('audit');
  const words = useAuditWords();
  const f = useFormats();
  return (
    <UnusualTable label={t('unusual.consents')} columns={['person', 'patient', 'change', 'when', 'dealt']}>
      {rows.map((row) => (
        <tr key={row.seq}>
          <PersonCell name={row.userName} role={row.role} />
          <PatientCell id={row.patientId} patient={row.patient} />
          <td data-column="change">
            <ConsentChanges changes={row.consentChanges} />
            <Flags flags={row.flags} />
            {row.outcome !== 'success' && (
              <StateChip tone="attention">
                {[words.outcome(row.outcome), words.reason(row.reason)].filter(Boolean).join(' – ')}
              </StateChip>
            )}
          </td>
          <td data-column="when">
            {f.dateTime(row.at)}
            <span className={styles.note}>
              <Link href={auditHref({ patient: row.patientId, event: row.seq })} prefetch={false}>
                {t('unusual.openRecord', { seq: row.seq })}
              </Link>
            </span>
          </td>
          <td data-column="dealt">
            <Dealt
              one={{ what: 'consent', seq: row.seq, userId: row.userId ?? '' }}
              about={`${row.userName ?? ''}, ${row.patient?.name ?? row.patientId ?? ''}`}
              dealtWith={row.dealtWith}
            />
          </td>
        </tr>
      ))}
    </UnusualTable>
  );
}

'use client';
import type { AuditRow } from '@keneyapp/bff/features/audit/view';
import { useTranslations } from 'next-intl';
import { ConsentChanges } from '../../components/consent-change.tsx';
import { SamePageLink } from '../../components/same-page-link.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { StateChip } from '../../components/state-chip.tsx';
import styles from './audit.module.css';
import list from './records.module.css';
import { Flags } from './flags.tsx';
import { usePatientNote } from './pickers.tsx';
import { auditHref, type AuditParams } from './search-params.ts';
import { useAuditWords } from './words.ts';

/** Records, the latest first. The time of each opens its details and is an address; patient and person narrow the search to themselves. */
export function RecordsTable({ rows, pageParams }: { rows: readonly AuditRow[]; pageParams: AuditParams }) {
  const t = useTranslations('audit');
  const words = useAuditWords();
  const f = useFormats();
  const noteOf = usePatientNote();
  return (
    <table className={list.table} aria-label={t('list.label')}>
      <thead>
        <tr>
          {(['at', 'person', 'patient', 'action', 'outcome', 'why', 'flags'] as const).map((name) => (
            <th key={name} scope="col" data-column={name}>
              {t(`column.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.seq} data-open={row.seq === pageParams.event} data-emergency={row.emergency}>
            <th scope="row" data-column="at">
              <SamePageLink
                href={auditHref({ event: row.seq }, pageParams)}
                replace={pageParams.event !== null}
                aria-current={row.seq === pageParams.event ? 'true' : undefined}
                aria-label={`${f.dateTime(row.at)}, ${t('list.open', { seq: row.seq })}`}
              >
                {f.dateTime(row.at)}
              </SamePageLink>
            </th>
            <td data-column="person">
              {row.userId === null ? (
                <span className="muted">{t('list.nobody')}</span>
              ) : pageParams.person === row.userId ? (
                row.userName
              ) : (
                <SamePageLink
                  href={auditHref({ person: row.userId, event: null }, pageParams)}
                  className={list.quiet}
                >
                  {row.userName ?? row.userId}
                </SamePageLink>
              )}
              <span className={styles.note}>{words.role(row.role)}</span>
            </td>
            <td data-column="patient">
              {row.patientId === null ? (
                <span className="muted" aria-label={t('list.closed')}>
                  –
                </span>
              ) : (
                <>
                  {pageParams.patient === row.patientId ? (
                    nameOf(row)
                  ) : (
                    <SamePageLink
                      href={auditHref({ patient: row.patientId, event: null }, pageParams)}
                      className={list.quiet}
                    >
                      {nameOf(row)}
                    </SamePageLink>
                  )}
                  {row.patient && <span className={styles.note}>{noteOf(row.patient)}</span>}
                </>
              )}
            </td>
            <td data-column="action">
              {words.kind(row.kind)}
              <span className={styles.note}>{words.operation(row.operation)}</span>
              {row.consentChanges.length > 0 && <ConsentChanges changes={row.consentChanges} />}
            </td>
            <td data-column="outcome">
              <StateChip tone={row.outcome === 'success' ? 'neutral' : 'attention'}>
                {words.outcome(row.outcome)}
              </StateChip>
              {row.reason && <span className={styles.note}>{words.reason(row.reason)}</span>}
            </td>
            <td data-column="why">
              {row.emergency && <StateChip tone="bad">{words.kind('emergency')}</StateChip>}
              {!row.emergency && words.purpose(row.purpose)}
              {row.basis && <span className={styles.note}>{words.basis(row.basis)}</span>}
            </td>
            <td data-column="flags">
              <Flags flags={row.flags} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );

  function nameOf(row: AuditRow): string {
    return row.patient?.name ?? t('list.unknownPatient', { id: row.patientId ?? '' });
  }
}

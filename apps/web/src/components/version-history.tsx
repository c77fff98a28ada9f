'use client';
import { LoadingRows } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { useFormats } from '../i18n/use-formats.ts';
import { useTRPC } from '../trpc/client.tsx';
import { CallFailed } from './call-failed.tsx';
import { PatientLine } from './patient-line.tsx';
import styles from './version-history.module.css';

/** What one version says, field by field, in words; null of what it does not say. */
type VersionLines = readonly { label: string; text: string | null }[];
export interface ShownVersion {
  version: string;
  changedAt: string | null;
  changedBy: string | null;
  lines: VersionLines;
}

interface Props {
  patientId: string;
  what: string;
  query: { data: readonly ShownVersion[] | undefined; error: unknown; refetch: () => unknown };
  onClose: () => void;
}

/** Who wrote and changed something, what, and when; the newest first. */
export function HistoryDialog({ patientId, what, query, onClose }: Props) {
  const t = useTranslations('common.history');
  const c = useTranslations('common');
  const id = useId();
  const patient = useQuery(useTRPC().patients.banner.queryOptions({ patientId })).data;
  return (
    <Dialog open onClose={onClose} aria-labelledby={id} maxWidth="sm" fullWidth>
      <DialogTitle id={id}>{t('title', { what })}</DialogTitle>
      <DialogContent>
        {patient && <PatientLine patient={{ ...patient.identity, location: null }} />}
        {query.data ? (
          <VersionHistory versions={query.data} />
        ) : query.error ? (
          <CallFailed error={query.error} retry={() => void query.refetch()} />
        ) : (
          <LoadingRows label={c('state.loading')} rows={3} widths={[60, 30]} />
        )}
      </DialogContent>
      <DialogActions>
        <Button variant="outlined" onClick={onClose}>
          {c('actions.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Versions with what each changed of the one before; the first with all that it said. */
export function VersionHistory({ versions }: { versions: readonly ShownVersion[] }) {
  const t = useTranslations('common.history');
  const f = useFormats();
  return (
    <ol className={styles.list}>
      {versions.map((one, i) => (
        <li key={one.version}>
          <p className={styles.who}>
            {f.dateTime(one.changedAt) ?? t('noTime')} · {one.changedBy ?? t('nobody')}
            {i === versions.length - 1 && ` · ${t('first')}`}
          </p>
          <Changes now={one.lines} before={versions[i + 1]?.lines ?? null} />
        </li>
      ))}
    </ol>
  );
}

function Changes({ now, before }: { now: VersionLines; before: VersionLines | null }) {
  const t = useTranslations('common.history');
  const lines = now
    .map(({ label, text }, i) => ({ label, text, was: before?.[i]?.text ?? null }))
    .filter(({ text, was }) => (before ? text !== was : text !== null));
  // another system may have changed what no form shows; the whole record has it
  if (lines.length === 0) return <p className="muted">{t('other')}</p>;
  return (
    <dl className={styles.changes}>
      {lines.map(({ label, text, was }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {was !== null && (
              <>
                <del>{was}</del> <span className="visually-hidden">{t('then')}</span>{' '}
              </>
            )}
            {text ?? t('none')}
          </dd>
        </div>
      ))}
    </dl>
  );
}

'use client';
import type { Measure, VitalsSet, VitalsSubject } from '@keneyapp/bff/features/vitals/view';
import { LoadingRows } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { WholeLink } from '../../components/whole-link.tsx';
import { judgementWords } from '../../components/judgement-note.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { TakeBack } from './take-back.tsx';
import { useVitalsWords } from './use-vitals-words.ts';
import { VersionList } from './version-list.tsx';
import styles from './form.module.css';

interface Props {
  measure: Measure;
  /** All that was recorded with it, itself included, as it is stored now. */
  set: VitalsSet;
  subject: VitalsSubject;
  onClose: () => void;
  onCorrect: () => void;
  onTakenBack: (message: string) => void;
}

/** One value of the table: its versions, and what can be done about it. */
export function MeasureDetail({ measure, set, subject, onClose, onCorrect, onTakenBack }: Props) {
  const { t, name, value, formats } = useVitalsWords();
  const c = useTranslations('common');
  const trpc = useTRPC();
  const id = useId();
  const [asks, setAsks] = useState(false);
  const { patientId } = subject;
  const { data, error, refetch } = useQuery(
    trpc.vitals.versions.queryOptions({ patientId, observationId: measure.observationId }),
  );
  // what is remembered of the versions may be older than the row that was clicked
  const isBehind = !data?.versions.some(({ version }) => version === measure.version);
  const current = (isBehind ? undefined : data?.versions[0]) ?? measure;
  const canChange = subject.canCorrect && !measure.isDerived && current.state !== 'entered-in-error';
  const notes = [
    current.recorded && formats.recordedAs(current.recorded),
    judgementWords(current, formats),
    current.until && `→ ${formats.dateTime(current.until)}`,
  ].filter(Boolean);
  const time = formats.dateTime(measure.takenAt) ?? '';
  if (asks) return <TakeBack {...{ current, set, subject, onTakenBack }} onCancel={() => setAsks(false)} />;
  return (
    <Dialog open onClose={onClose} aria-labelledby={id} maxWidth="xs" fullWidth>
      <DialogTitle id={id}>{t('detail.title', { name: name(measure), time })}</DialogTitle>
      <DialogContent>
        <p>
          <strong>{value(current)}</strong>
          {measure.recordedBy && ` · ${t('detail.by', { name: measure.recordedBy })}`}
        </p>
        {notes.length > 0 && <p className={styles.status}>{notes.join(' · ')}</p>}
        {measure.note && <p>{measure.note}</p>}
        {current.news2 && <p className={styles.status}>{t('scale.used', { n: current.news2.spo2Scale })}</p>}
        {measure.isDerived && <p className={styles.status}>{t('detail.derived')}</p>}
        {data ? (
          <VersionList title={t('detail.versions')} versions={data.versions} />
        ) : error ? (
          <CallFailed error={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows label={c('state.loading')} rows={2} widths={[60]} />
        )}
        <WholeLink patientId={patientId} type="Observation" id={measure.observationId} />
      </DialogContent>
      <DialogActions>
        {canChange && (
          <Button color="error" onClick={() => setAsks(true)}>
            {t('detail.markError')}
          </Button>
        )}
        {canChange && current.isCorrectable && (
          <Button variant="outlined" onClick={onCorrect}>
            {t('detail.correct')}
          </Button>
        )}
        <Button variant="contained" onClick={onClose}>
          {t('detail.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

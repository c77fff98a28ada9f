'use client';
import { isReason } from '@keneyapp/bff/features/vitals/schema';
import type { Measure, VersionsView, VitalsSubject } from '@keneyapp/bff/features/vitals/view';
import { LoadingRows } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useIsFetching, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { ChangedMeanwhile } from '../../components/changed-meanwhile.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import { WholeLink } from '../../components/whole-link.tsx';
import { useTyped } from '../../components/use-typed.ts';
import { judgementWords } from '../../components/judgement-note.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../trpc/error.ts';
import { useVitalsWords } from './use-vitals-words.ts';
import { VersionList } from './version-list.tsx';
import styles from './form.module.css';

interface Props {
  measure: Measure;
  subject: VitalsSubject;
  onClose: () => void;
  onCorrect: () => void;
  onTakenBack: (message: string) => void;
}

/** One value of the table: its versions, and what can be done about it. */
export function MeasureDetail({ measure, subject, onClose, onCorrect, onTakenBack }: Props) {
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
  if (asks)
    return <TakeBack {...{ measure, current, subject, onTakenBack }} onCancel={() => setAsks(false)} />;
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

/** Taking a value back names the patient and needs a reason. */
function TakeBack({
  measure,
  current,
  subject,
  onCancel,
  onTakenBack,
}: {
  measure: Measure;
  /** As it is stored now, whatever arrives. */
  current: Measure | VersionsView['versions'][number];
  subject: VitalsSubject;
  onCancel: () => void;
  onTakenBack: (message: string) => void;
}) {
  const { t, name, value, formats } = useVitalsWords();
  const c = useTranslations('common.actions');
  const trpc = useTRPC();
  const id = useId();
  const client = useQueryClient();
  const [key] = useState(() => crypto.randomUUID());
  /** What was before the person's eyes when they decided. */
  const [seen, setSeen] = useState(current);
  const [base] = useState(() => `${measure.observationId}/${current.version}`);
  const [reason, setReason] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  const { keep, forget } = useTyped<string>({ form: 'vitals.in-error', base }, setReason);
  const mutation = useMutation(
    trpc.vitals.markEnteredInError.mutationOptions({
      onSuccess: async () => {
        await forget();
        onTakenBack(t('inError.saved', { name: subject.name }));
        client.removeQueries({ queryKey: versionsKey });
      },
      onError: (error) => {
        if (isChangedMeanwhile(error)) void readAgain();
      },
    }),
  );
  const versionsKey = trpc.vitals.versions.queryKey({
    patientId: subject.patientId,
    observationId: measure.observationId,
  });
  const readAgain = () => client.invalidateQueries({ queryKey: versionsKey });
  const isReading = useIsFetching({ queryKey: versionsKey }) > 0;
  const isOverdue = current.version !== seen.version;
  const isConflict = isChangedMeanwhile(mutation.error);
  const isGone = current.state === 'entered-in-error';
  const submit = (over = seen) => {
    if (mutation.isPending) return;
    setSeen(over);
    if (!isReason(reason)) {
      setIsMissing(true);
      document.getElementById(`${id}-reason`)?.focus();
      return;
    }
    mutation.mutate({
      patientId: subject.patientId,
      key,
      observations: [{ observationId: measure.observationId, version: over.version }],
      reason: reason.trim(),
    });
  };
  return (
    <Dialog
      open
      onClose={onCancel}
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      maxWidth="xs"
      fullWidth
    >
      <form
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          if (!isOverdue) submit();
        }}
      >
        <DialogTitle id={`${id}-title`}>{t('inError.title')}</DialogTitle>
        <DialogContent>
          <p id={`${id}-text`}>
            {t('inError.text', {
              what: `${name(measure)} ${value(seen)}`,
              time: formats.dateTime(measure.takenAt) ?? '',
              name: subject.name,
            })}
          </p>
          <div className={styles.field}>
            <label htmlFor={`${id}-reason`}>{t('inError.reason')}</label>
            <OutlinedInput
              id={`${id}-reason`}
              size="small"
              value={reason}
              error={isMissing}
              required
              onChange={(e) => {
                setReason(e.target.value);
                keep(e.target.value);
                setIsMissing(false);
              }}
              slotProps={{
                input: {
                  maxLength: 500,
                  style: { textAlign: 'left' },
                  'aria-describedby': `${id}-missing`,
                  'aria-invalid': isMissing,
                },
              }}
            />
            <span className={styles.problem} id={`${id}-missing`}>
              {isMissing && t('inError.reasonNeeded')}
            </span>
          </div>
          {isOverdue && (
            <ChangedMeanwhile
              key={current.version}
              title={t('correct.conflict.title')}
              {...(isGone ? { text: t('correct.conflict.error') } : {})}
              by={'changedBy' in current ? { who: current.changedBy, at: current.changedAt } : null}
              versions={[
                {
                  key: measure.observationId,
                  label: name(measure),
                  before: value(seen),
                  theirs: value(current),
                  mine: t('inError.wanted'),
                  isTheirsGone: isGone,
                },
              ]}
              isAnswer={isConflict}
              isSaving={mutation.isPending}
              words={{ mine: t('inError.anyway') }}
              onTakeTheirs={onCancel}
              {...(isGone ? {} : { onTakeMine: () => submit(current) })}
            />
          )}
          {mutation.error && !(isConflict && (isOverdue || isReading)) && (
            <SaveFailed
              error={mutation.error}
              retry={() => (isConflict ? void readAgain() : submit())}
              hasDraft
            />
          )}
        </DialogContent>
        <DialogActions>
          <Button onClick={onCancel} variant="outlined">
            {c('cancel')}
          </Button>
          <Button
            type="submit"
            color="error"
            variant="contained"
            aria-disabled={mutation.isPending || isOverdue}
          >
            {t('inError.confirm')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

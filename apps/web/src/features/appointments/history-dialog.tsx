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
import { CallFailed } from '../../components/call-failed.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './agenda.module.css';
import { usePlaceWords } from './booking/use-place-words.ts';

/** What happened to an appointment, the latest first. Who did it is told by the trail, to whom it is open. */
export function HistoryDialog({
  appointmentId,
  patientId,
  onClose,
}: {
  appointmentId: string;
  patientId: string;
  onClose: () => void;
}) {
  const t = useTranslations('appointments.change.past');
  const c = useTranslations('common');
  const f = useFormats();
  const words = usePlaceWords();
  const id = useId();
  const { data, error, refetch } = useQuery(
    useTRPC().appointments.history.queryOptions({ patientId, appointmentId }, { staleTime: 0 }),
  );
  return (
    <Dialog open onClose={onClose} aria-labelledby={id} maxWidth="sm" fullWidth>
      <DialogTitle id={id}>{t('title')}</DialogTitle>
      <DialogContent>
        {!data ? (
          error ? (
            <CallFailed error={error} retry={() => void refetch()} />
          ) : (
            <LoadingRows rows={3} widths={[60]} label={c('state.loading')} />
          )
        ) : data.entries.length === 0 ? (
          <p>{t('none')}</p>
        ) : (
          <ol className={styles.past}>
            {data.entries.toReversed().map((entry, i) => (
              <li key={i}>
                <b>{t(`what.${entry.what}`)}</b> <span className="muted">{f.dateTime(entry.at)}</span>
                <span>
                  {t('place', { day: words.day(entry.start), times: words.times(entry) })}
                  {f.colon}
                  {words.withWhom(entry)}
                </span>
              </li>
            ))}
          </ol>
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

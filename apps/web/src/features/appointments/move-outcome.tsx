'use client';
import type { ObstacleView } from '@keneyapp/bff/features/appointments/booking-view';
import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Snackbar from '@mui/material/Snackbar';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useId } from 'react';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import styles from './agenda.module.css';
import { dayWords } from './day-words.ts';
import { ReasonField, useReason } from './reason-field.tsx';
import type { Move, useMove } from './use-move.ts';

/** Long enough to read it, and to go there by keyboard; while it has the focus it stays. */
const toastMs = 12_000;

type Outcome = Pick<
  ReturnType<typeof useMove>,
  'done' | 'refused' | 'failed' | 'undo' | 'moveOver' | 'retry' | 'forget'
>;

/** What became of a move: done, and how to take it back; or what stands against it. */
export function MoveOutcome({
  outcome,
  items,
  onClosed,
}: {
  outcome: Outcome;
  items: readonly AgendaItem[];
  /** A dialog is gone: the focus goes back to the appointment. */
  onClosed: (itemId: string) => void;
}) {
  const t = useTranslations('appointments.grid');
  const c = useTranslations('common.actions');
  const { done, refused, failed, undo, forget, retry } = outcome;
  const placeWords = usePlaceWords();
  useEffect(() => {
    if (!done) return;
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z' || isTyping(event.target))
        return;
      event.preventDefault();
      undo();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [done, undo]);
  return (
    <>
      <Snackbar
        key={done ? `${done.after.id}-${done.after.start}` : 'none'}
        open={done !== null}
        autoHideDuration={toastMs}
        onClose={(_, why) => {
          if (why !== 'clickaway') forget();
        }}
        message={done && t('moved.done', { place: placeWords(done.after) })}
        slotProps={{ content: { role: 'status' } }}
        action={
          <Button size="small" color="inherit" onClick={undo} aria-keyshortcuts="Control+Z">
            {t('moved.undo')}
          </Button>
        }
      />
      {refused && (
        <MoveRefused
          key={refused.move.to.start}
          {...refused}
          items={items}
          onOver={outcome.moveOver}
          onClose={() => {
            forget();
            onClosed(refused.move.before.id);
          }}
        />
      )}
      {failed && (
        <Dialog open onClose={forget} aria-label={t('moved.failed')} maxWidth="xs" fullWidth>
          <DialogContent>
            <SaveFailed error={failed.error} retry={retry} title={t('moved.failed')} isTyped={false} />
          </DialogContent>
          <DialogActions>
            <Button onClick={forget}>{c('close')}</Button>
          </DialogActions>
        </Dialog>
      )}
    </>
  );
}

/** Both: where it was to go, and what is there. Another time is the first answer; over it goes with a reason alone. */
function MoveRefused({
  move,
  answer,
  items,
  onOver,
  onClose,
}: {
  move: Move;
  answer: { obstacles: ObstacleView[]; mayBeOver: boolean };
  items: readonly AgendaItem[];
  onOver: (reason: string) => void;
  onClose: () => void;
}) {
  const t = useTranslations('appointments.grid.conflict');
  const f = useFormats();
  const id = useId();
  const placeWords = usePlaceWords();
  const mayMoveOver = useSignedInUser().rights['appointments.move-over'] === true && answer.mayBeOver;
  const reason = useReason();
  const focused = useCallback((button: HTMLButtonElement | null) => button?.focus(), []);
  const { patient } = move.before;
  const over = () => {
    const said = reason.taken();
    if (said !== null) onOver(said);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      maxWidth="xs"
      fullWidth
    >
      <DialogTitle id={`${id}-title`}>{t('title')}</DialogTitle>
      <DialogContent>
        <div id={`${id}-text`} className={styles.conflict}>
          <p>
            {patient && <strong>{f.fullName(patient)}</strong>}
            <br />
            {t('wanted', { place: placeWords(move.after) })}
          </p>
          <ul>
            {answer.obstacles.map((one, index) => (
              <li key={index}>
                {one.resource && <b>{f.labelled(one.resource.name, ' ')}</b>}
                {t(`reason.${one.reason}`)}
                {one.by.map(({ appointmentId, start, end }) => (
                  <span key={appointmentId} className={styles.conflictWith}>
                    {f.time(start)}–{f.time(end)} {nameOf(items, appointmentId, f.fullName)}
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </div>
        {mayMoveOver && (
          <ReasonField reason={reason} label={t('why')} hint={t('whyHint')} missing={t('whyMissing')} />
        )}
      </DialogContent>
      <DialogActions>
        <Button variant={mayMoveOver ? 'outlined' : 'contained'} onClick={onClose} ref={focused}>
          {t('other')}
        </Button>
        {mayMoveOver && (
          <Button variant="contained" color="warning" onClick={over}>
            {t('over')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

const nameOf = (
  items: readonly AgendaItem[],
  id: string,
  words: (patient: NonNullable<AgendaItem['patient']>) => string,
): string => {
  const patient = items.find((one) => one.id === id)?.patient;
  return patient ? words(patient) : '';
};

function usePlaceWords() {
  const f = useFormats();
  return ({ day, start, end, practitioners }: AgendaItem): string =>
    [
      dayWords(f.locale, day, { weekday: 'long', day: 'numeric', month: 'long' }),
      `${f.time(start) ?? ''}${end ? `–${f.time(end) ?? ''}` : ''}`,
      practitioners.map(({ name }) => name).join(', '),
    ]
      .filter((part) => part !== '')
      .join(', ');
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

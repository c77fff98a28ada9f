'use client';
import type { HoldView, OtherVisit } from '@keneyapp/bff/features/appointments/booking-view';
import { SectionCard } from '@keneyapp/ui/section-card';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useRef } from 'react';
import { describedBy, FieldFrame } from '../../../components/form/field-frame.tsx';
import { SaveFailed } from '../../../components/save-failed.tsx';
import { SubmitForm } from '../../../components/submit-form.tsx';
import { announce } from '../../../shell/announcer.tsx';
import { isChangedMeanwhile } from '../../../trpc/error.ts';
import styles from './booking.module.css';
import { usePlaceWords } from './use-place-words.ts';
import type { Hold } from './use-hold.ts';
import { useSecondsLeft } from './use-seconds-left.ts';

const longest = 500;
const warnedAt = 120;

export interface Words {
  comment: string;
  overReason: string;
}

interface Props {
  view: HoldView;
  /** Over others: why was said before it was kept. */
  isOver: boolean;
  name: string;
  words: Words;
  onWords: (words: Words) => void;
  hold: Hold;
  onLetGo: () => void;
}

/** What is kept for whoever is on the telephone, how long still, and what they have besides: confirmed with Enter. */
export function Held({ view, isOver, name, words, onWords, hold, onLetGo }: Props) {
  const t = useTranslations('appointments.booking.held');
  const c = useTranslations('common.form');
  const place = usePlaceWords();
  const confirm = useCallback((button: HTMLButtonElement | null) => button?.focus(), []);
  const { book } = hold;
  const send = () => book.send(words);
  return (
    <SectionCard
      title={t('title')}
      tools={view.expires && <Countdown until={view.expires} onEnd={hold.ended} />}
    >
      <SubmitForm onSubmit={send} className={styles.held}>
        <div id="booking-held">
          <p className={styles.name}>
            <b>{name}</b>
          </p>
          <ul className={styles.heldVisits}>
            {view.held.map((visit) => (
              <li key={visit.bookingId}>
                <b>{place.what(visit)}</b>
                <b>{place.day(visit.start)}</b>
                <b>{place.times(visit)}</b>
                <span>{place.withWhom(visit)}</span>
              </li>
            ))}
          </ul>
        </div>
        <Others others={view.others} />
        {isOver && <Alert severity="warning">{t('over', { reason: words.overReason })}</Alert>}
        <FieldFrame id="booking-comment" label={t('comment')} hint={t('commentHint')}>
          <OutlinedInput
            id="booking-comment"
            size="small"
            multiline
            minRows={2}
            value={words.comment}
            onChange={(event) => onWords({ ...words, comment: event.target.value })}
            slotProps={{
              input: {
                maxLength: longest,
                readOnly: book.isPending,
                'aria-describedby': describedBy('booking-comment', null),
              },
            }}
          />
        </FieldFrame>
        {book.error && !isChangedMeanwhile(book.error) && (
          <SaveFailed error={book.error} retry={send} title={t('failed')} />
        )}
        <div className={styles.buttons}>
          <Button
            ref={confirm}
            type="submit"
            variant="contained"
            aria-describedby="booking-held"
            aria-disabled={book.isPending}
            aria-keyshortcuts="Control+Enter"
          >
            {book.isPaused
              ? c('waiting')
              : book.isPending
                ? c('saving')
                : t('confirm', { n: view.held.length })}
          </Button>
          <Button variant="outlined" onClick={onLetGo} disabled={book.isPending}>
            {t('letGo')}
          </Button>
        </div>
      </SubmitForm>
    </SectionCard>
  );
}

/** What the same person has at the time, that day, or of the kind; of what the reader may not know only the time. */
function Others({ others }: { others: readonly OtherVisit[] }) {
  const t = useTranslations('appointments.booking.others');
  const place = usePlaceWords();
  if (others.length === 0) return null;
  return (
    <Alert severity={others.some(({ how }) => how === 'same-time') ? 'warning' : 'info'}>
      <p className={styles.othersTitle}>{t('title')}</p>
      <ul className={styles.others}>
        {others.map((other) => (
          <li key={other.appointmentId}>
            {t(`how.${other.how}`, { when: `${place.shortDay(other.start)} · ${place.times(other)}` })}
            {other.service && ` · ${other.service}`}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

/** `9:41`; two minutes before the end it is said aloud, once. */
function Countdown({ until, onEnd }: { until: string; onEnd: () => void }) {
  const t = useTranslations('appointments.booking.held');
  const seconds = useSecondsLeft(until);
  const isSoon = seconds <= warnedAt;
  const end = useRef(onEnd);
  useEffect(() => {
    end.current = onEnd;
  });
  useEffect(() => {
    if (isSoon) announce(t('soon'));
  }, [isSoon, t]);
  useEffect(() => {
    if (seconds === 0) end.current();
  }, [seconds]);
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <span role="timer" className={styles.countdown} data-soon={isSoon || undefined}>
      {t('left', { clock })}
    </span>
  );
}

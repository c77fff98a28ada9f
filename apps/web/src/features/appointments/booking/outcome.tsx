'use client';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useState, type ReactNode } from 'react';
import { CallFailed } from '../../../components/call-failed.tsx';
import { useLeaveQuestion } from '../../../components/form/leave-question.tsx';
import { SaveFailed } from '../../../components/save-failed.tsx';
import { holdFocus } from '../../../shell/hold-focus.ts';
import { useSignedInUser } from '../../../shell/signed-in-user.tsx';
import type { BookingPlace } from './booking-params.ts';
import styles from './booking.module.css';
import { Booked } from './booked.tsx';
import { Conflict } from './conflict.tsx';
import { Held, type Words } from './held.tsx';
import { firstPlace, Places } from './places.tsx';
import { repeated, type Occasion } from './series.ts';
import { SeriesConflict } from './series-conflict.tsx';
import { useFind } from './use-find.ts';
import { useHold } from './use-hold.ts';
import { usePlaceWords } from './use-place-words.ts';

const nothingTyped: Words = { comment: '', overReason: '' };

export interface OutcomeProps {
  place: BookingPlace;
  today: string;
  name: string;
  onChange: (change: Partial<BookingPlace>) => void;
  /** A place was chosen before anybody whom it is for. */
  onNobody: () => void;
  onAnother: () => void;
}

/** The free places, what was chosen of them, and what became of it. */
export function Outcome({ place, today, name, onChange, onNobody, onAnother }: OutcomeProps) {
  const t = useTranslations('appointments.booking');
  const hold = useHold(place.patient);
  const { state } = hold;
  const mayOver = useSignedInUser().rights['appointments.hold-over'] === true;
  const [words, setWords] = useState(nothingTyped);
  const isTyped = state.is !== 'booked' && words.comment.trim() !== '';
  const [, leaveQuestion] = useLeaveQuestion(isTyped, () => undefined);

  const take = (occasions: Occasion[], reason: string | null = null) => {
    if (place.patient === null) return onNobody();
    setWords((was) => ({ ...was, overReason: reason ?? '' }));
    hold.take(occasions, reason !== null);
  };
  /** Back to the places. */
  const back = () => {
    void hold.letGo();
    holdFocus(firstPlace);
  };
  if (state.is === 'booked')
    return (
      <Booked
        title={t('booked.title', { n: state.visits.length })}
        name={name}
        visits={state.visits}
        onAnother={() => {
          setWords(nothingTyped);
          void hold.letGo();
          onAnother();
        }}
      />
    );
  const body =
    state.is === 'held' ? (
      <Held
        view={state.view}
        isOver={state.asked.isOver}
        name={name}
        words={words}
        onWords={setWords}
        hold={hold}
        onLetGo={back}
      />
    ) : state.is === 'refused' && state.asked.occasions.length > 1 ? (
      <SeriesConflict
        key={state.asked.key}
        occasions={state.asked.occasions}
        view={state.view}
        gap={place.gap}
        today={today}
        isPending={false}
        onTake={(occasions) => take(occasions)}
        onOther={back}
      />
    ) : state.is === 'refused' ? (
      <Conflict
        key={state.asked.key}
        visits={state.asked.occasions.flat()}
        obstacles={state.view.obstacles}
        isPending={false}
        over={t('conflict.over')}
        onOver={state.view.mayBeOver && mayOver ? (reason) => take(state.asked.occasions, reason) : null}
        onOther={back}
      />
    ) : state.is === 'asking' ? (
      <SectionCard title={t('held.title')}>
        {hold.error ? (
          <>
            <SaveFailed error={hold.error} retry={hold.askAgain} title={t('held.notHeld')} isTyped={false} />
            <Button onClick={back}>{t('conflict.other')}</Button>
          </>
        ) : (
          <LoadingRows rows={3} widths={[50, 20]} label={t('held.asking')} />
        )}
      </SectionCard>
    ) : (
      <Found
        place={place}
        today={today}
        onTake={(occasion) => take(place.times > 1 ? repeated(occasion, place) : [occasion])}
        onChange={onChange}
        above={
          state.is === 'ended' && (
            <Alert
              severity="warning"
              role="alert"
              action={
                <Button
                  color="inherit"
                  onClick={() => take(state.asked.occasions, state.asked.isOver ? words.overReason : null)}
                >
                  {t('held.again')}
                </Button>
              }
            >
              {t(isTyped ? 'held.endedTyped' : 'held.ended')}
            </Alert>
          )
        }
      />
    );
  return (
    <>
      {body}
      {leaveQuestion}
    </>
  );
}

/** What is free for what was asked. */
export function Found({
  place,
  today,
  onTake,
  onChange,
  above,
}: Pick<OutcomeProps, 'place' | 'today' | 'onChange'> & {
  onTake: (occasion: Occasion) => void;
  above?: ReactNode;
}) {
  const t = useTranslations('appointments.booking.places');
  const find = useFind(place, today);
  const words = usePlaceWords();
  const { found } = find;
  return (
    <SectionCard
      title={t('title')}
      count={
        find.isAsked && found && found.free.length > 0
          ? t('count', { n: found.free.length, more: find.more ? 'yes' : 'no' })
          : null
      }
    >
      {above}
      {find.isWrong ? (
        <EmptyState title={t('wrongHours')} />
      ) : !find.isAsked ? (
        <EmptyState title={t('nothingAsked')} />
      ) : !found && find.error ? (
        <CallFailed error={find.error} retry={find.retry} />
      ) : (
        <>
          {find.error !== null && <CallFailed error={find.error} retry={find.retry} />}
          {place.times > 1 && found && found.free.length > 0 && (
            <p className={styles.note}>{t('series', { n: place.times, every: place.every })}</p>
          )}
          <Places
            found={found}
            isBehind={find.isBehind}
            onTake={onTake}
            onFrom={(from) => onChange({ from })}
            onMore={find.more}
            onLonger={() => {
              const last = found?.free.at(-1)?.visit.start;
              // of many places it goes on where they end, else it looks for longer
              if (found && found.free.length >= 100 && last) onChange({ from: words.dayOf(last) });
              else onChange({ days: Math.min(400, place.days * 2) });
            }}
          />
        </>
      )}
    </SectionCard>
  );
}

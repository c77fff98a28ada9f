'use client';
import type { PlacedVisit, UpcomingVisit } from '@keneyapp/bff/features/appointments/booking-view';
import { SectionCard } from '@keneyapp/ui/section-card';
import { LoadingRows } from '@keneyapp/ui/states';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { SaveFailed } from '../../../components/save-failed.tsx';
import { useSignedInUser } from '../../../shell/signed-in-user.tsx';
import { isChangedMeanwhile } from '../../../trpc/error.ts';
import { Booked } from './booked.tsx';
import { Conflict } from './conflict.tsx';
import { Found, type OutcomeProps } from './outcome.tsx';
import { useAskedMove } from './use-asked-move.ts';

/** The free places for an appointment that stands: the one that is chosen is where it goes. */
export function AskedMove({
  place,
  today,
  name,
  onChange,
  appointment,
}: Pick<OutcomeProps, 'place' | 'today' | 'name' | 'onChange'> & { appointment: UpcomingVisit | null }) {
  const t = useTranslations('appointments.booking');
  const move = useAskedMove(place.patient, appointment);
  const mayOver = useSignedInUser().rights['appointments.move-over'] === true;
  const { state, error } = move;
  if (state.is === 'moved')
    return <Booked title={t('move.done')} name={name} visits={[state.to]} onAnother={null} />;
  if (state.is === 'refused')
    return (
      <Conflict
        visits={[state.to]}
        obstacles={state.view.obstacles}
        isPending={move.isPending}
        over={t('move.over')}
        onOver={
          state.view.mayBeOver && mayOver
            ? (reason) => move.send(state.to satisfies PlacedVisit, reason)
            : null
        }
        onOther={move.stop}
      />
    );
  if (state.is === 'asking' && error === null)
    return (
      <SectionCard title={t('move.title')}>
        <LoadingRows rows={3} widths={[50, 20]} label={t('move.asking')} />
      </SectionCard>
    );
  if (appointment === null) return <Alert severity="warning">{t('move.gone')}</Alert>;
  return (
    <Found
      place={place}
      today={today}
      onChange={onChange}
      onTake={([visit]) => visit && move.send(visit, null)}
      above={
        error !== null &&
        (isChangedMeanwhile(error) ? (
          <Alert
            severity="warning"
            role="alert"
            action={
              <Button color="inherit" onClick={move.stop}>
                {t('move.read')}
              </Button>
            }
          >
            {t('move.changed')}
          </Alert>
        ) : (
          <SaveFailed
            error={error}
            title={t('move.failed')}
            isTyped={false}
            {...(state.is === 'asking' ? { retry: () => move.send(state.to, null) } : {})}
          />
        ))
      }
    />
  );
}

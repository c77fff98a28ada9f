'use client';
import type { FoundPlaces, PlacedVisit } from '@keneyapp/bff/features/appointments/booking-view';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import styles from './booking.module.css';
import type { Occasion } from './series.ts';
import { usePlaceWords } from './use-place-words.ts';

type None = NonNullable<FoundPlaces['none']>;

/** Why there is no place, what comes next, and with whom instead: each can be taken. */
export function NonePlaces({
  none: { needs, firstAfter, withOthers },
  isPair,
  onTake,
  onFrom,
  onLonger,
}: {
  none: None;
  /** Two visits of one day were asked for. */
  isPair: boolean;
  onTake: (occasion: Occasion) => void;
  onFrom: (day: string) => void;
  onLonger: () => void;
}) {
  const t = useTranslations('appointments.booking.none');
  const words = usePlaceWords();
  const why = needs.includes('closed') ? 'closed' : needs.includes('full') ? 'full' : 'apart';
  // of a pair only the first visit is known
  const take = (visit: PlacedVisit) => (isPair ? onFrom(words.dayOf(visit.start)) : onTake([visit]));
  return (
    <div className={styles.none}>
      <p className={styles.noneWhy}>
        {firstAfter && why !== 'apart' ? t(`${why}Until`, { day: words.day(firstAfter.start) }) : t(why)}
      </p>
      <div className={styles.buttons}>
        {firstAfter && (
          <Button variant="contained" onClick={() => take(firstAfter)}>
            {t('takeAfter', {
              day: words.shortDay(firstAfter.start),
              times: words.times(firstAfter),
              who: words.withWhom(firstAfter),
            })}
          </Button>
        )}
        {withOthers && (
          <Button variant="outlined" onClick={() => take(withOthers)}>
            {t('takeOthers', {
              day: words.shortDay(withOthers.start),
              times: words.times(withOthers),
              who: words.withWhom(withOthers),
            })}
          </Button>
        )}
        {firstAfter ? (
          <Button variant="outlined" onClick={() => onFrom(words.dayOf(firstAfter.start))}>
            {t('lookFrom', { day: words.shortDay(firstAfter.start) })}
          </Button>
        ) : (
          <Button variant="outlined" onClick={onLonger}>
            {t('longer')}
          </Button>
        )}
      </div>
    </div>
  );
}

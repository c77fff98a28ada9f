'use client';
import type { FoundPlace, FoundPlaces } from '@keneyapp/bff/features/appointments/booking-view';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import styles from './booking.module.css';
import { occasionOf, type Occasion } from './series.ts';
import { usePlaceWords } from './use-place-words.ts';

type None = NonNullable<FoundPlaces['none']>;

/** Why there is no place, what comes next, and with whom instead: each can be taken. */
export function NonePlaces({
  none: { needs, firstAfter, withOthers },
  onTake,
  onFrom,
  onLonger,
}: {
  none: None;
  onTake: (occasion: Occasion) => void;
  onFrom: (day: string) => void;
  onLonger: () => void;
}) {
  const t = useTranslations('appointments.booking.none');
  const words = usePlaceWords();
  const why = needs.includes('closed') ? 'closed' : needs.includes('full') ? 'full' : 'apart';
  const take = (place: FoundPlace) => onTake(occasionOf(place));
  const said = ({ visit, then }: FoundPlace) => ({
    day: words.shortDay(visit.start),
    visits: [visit, ...(then ? [then] : [])]
      .map((one) => t('one', { times: words.times(one), who: words.withWhom(one) }))
      .join(t('then')),
  });
  return (
    <div className={styles.none}>
      <p className={styles.noneWhy}>
        {firstAfter && why !== 'apart'
          ? t(`${why}Until`, { day: words.day(firstAfter.visit.start) })
          : t(why)}
      </p>
      <div className={styles.buttons}>
        {firstAfter && (
          <Button variant="contained" onClick={() => take(firstAfter)}>
            {t('takeAfter', said(firstAfter))}
          </Button>
        )}
        {withOthers && (
          <Button variant="outlined" onClick={() => take(withOthers)}>
            {t('takeOthers', said(withOthers))}
          </Button>
        )}
        {firstAfter ? (
          <Button variant="outlined" onClick={() => onFrom(words.dayOf(firstAfter.visit.start))}>
            {t('lookFrom', { day: words.shortDay(firstAfter.visit.start) })}
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

'use client';
import type { FoundPlaces } from '@keneyapp/bff/features/appointments/booking-view';
import { LoadingRows } from '@keneyapp/ui/states';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { Fragment, type KeyboardEvent } from 'react';
import styles from './booking.module.css';
import { NonePlaces } from './none-places.tsx';
import { occasionOf, type Occasion } from './series.ts';
import { usePlaceWords } from './use-place-words.ts';

interface Props {
  found: FoundPlaces | undefined;
  /** What is shown answers an older question. */
  isBehind: boolean;
  onTake: (occasion: Occasion) => void;
  /** Looks from another day on. */
  onFrom: (day: string) => void;
  /** Null: there is nothing more to see. */
  onMore: (() => void) | null;
  onLonger: () => void;
}

/** Free places by day, the earliest first. Arrows go from one to the next. */
export function Places({ found, isBehind, onTake, onFrom, onMore, onLonger }: Props) {
  const t = useTranslations('appointments.booking.places');
  const words = usePlaceWords();
  if (!found) return <LoadingRows rows={8} widths={[30, 40]} label={t('searching')} />;
  const days = [...Map.groupBy(found.free, ({ visit }) => words.dayOf(visit.start))];
  const [first] = found.free;
  return (
    <div className={styles.places} aria-busy={isBehind}>
      {!found.isReady && <Alert severity="warning">{t('notReady')}</Alert>}
      <p role="status" className="visually-hidden">
        {isBehind
          ? ''
          : first
            ? t('said', { n: found.free.length, first: words.place(first.visit) })
            : t('none')}
      </p>
      {found.none && <NonePlaces none={found.none} {...{ onTake, onFrom, onLonger }} />}
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions -- the buttons inside hold the focus; their arrows are handled once, here */}
      <div className={styles.list} onKeyDown={moveByArrows} id="booking-places">
        {days.map(([day, places]) => (
          <section key={day} aria-label={words.day(places[0]?.visit.start ?? '')}>
            <h3 className={styles.dayName}>{words.day(places[0]?.visit.start ?? '')}</h3>
            <ul className={styles.dayPlaces}>
              {places.map((place) => {
                const { visit, then } = place;
                return (
                  <li key={`${visit.start} ${visit.resources.join(' ')}`}>
                    <button type="button" className={styles.place} onClick={() => onTake(occasionOf(place))}>
                      <span className="visually-hidden">{words.day(visit.start)}, </span>
                      {[visit, ...(then ? [then] : [])].map((one) => (
                        <Fragment key={one.start}>
                          {one === then && <span className="visually-hidden">{t('then')}</span>}
                          <b>{words.times(one)}</b>
                          <span className="visually-hidden">, </span>
                          <span>
                            {namesOf(one.practitioners)}
                            {one.rooms.length > 0 && (
                              <span className={styles.room}>{namesOf(one.rooms)}</span>
                            )}
                          </span>
                        </Fragment>
                      ))}
                      {place === first && <span className={styles.first}>{t('first')}</span>}
                    </button>
                  </li>
                );
              })}
            </ul>
          </section>
        ))}
      </div>
      {found.free.length > 0 && (
        <div className={styles.submit}>
          {onMore ? (
            <Button variant="outlined" onClick={onMore} loading={isBehind}>
              {t('more')}
            </Button>
          ) : (
            <Button variant="outlined" onClick={onLonger} loading={isBehind}>
              {t('longer')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

const namesOf = (all: readonly { name: string }[]): string => all.map(({ name }) => name).join(', ');

/** The first place, or what can be done where there is none. */
export const firstPlace = (): HTMLElement | null =>
  document.querySelector<HTMLElement>('#booking-results:not(:has([aria-busy="true"])) button');

const tries = 40,
  everyMs = 75;
/** Goes there once it is found, unless the person goes elsewhere meanwhile. */
export function goToPlaces(): void {
  const before = document.activeElement;
  let times = 0;
  const timer = setInterval(() => {
    const place = document.activeElement === before ? firstPlace() : null;
    place?.focus();
    times += 1;
    if (place || times === tries || document.activeElement !== before) clearInterval(timer);
  }, everyMs);
}

function moveByArrows(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  const all = [...event.currentTarget.querySelectorAll('button')];
  const here = all.indexOf(document.activeElement as HTMLButtonElement);
  if (step === undefined || here < 0) return;
  event.preventDefault();
  all[Math.max(0, Math.min(all.length - 1, here + step))]?.focus();
}

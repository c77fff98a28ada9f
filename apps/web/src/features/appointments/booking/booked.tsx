'use client';
import type { PlacedVisit } from '@keneyapp/bff/features/appointments/booking-view';
import { SectionCard } from '@keneyapp/ui/section-card';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useCallback, type ReactNode } from 'react';
import { agendaHref, everywhere } from '../agenda-search-params.ts';
import styles from './booking.module.css';
import { usePlaceWords } from './use-place-words.ts';

/** What was booked, or where it went; and what is done next. */
export function Booked({
  title,
  name,
  visits,
  onAnother,
  children,
}: {
  title: string;
  name: string;
  visits: readonly PlacedVisit[];
  /** Null: there is no other to make. */
  onAnother: (() => void) | null;
  children?: ReactNode;
}) {
  const t = useTranslations('appointments.booking.booked');
  const words = usePlaceWords();
  const [first] = visits;
  const focused = useCallback((one: HTMLButtonElement | HTMLAnchorElement | null) => one?.focus(), []);
  return (
    <SectionCard title={t('heading')}>
      <div className={styles.held}>
        <Alert severity="success" role="status">
          <p className={styles.othersTitle}>{title}</p>
          <p className={styles.name}>{name}</p>
          <ul className={styles.others}>
            {visits.map((visit) => (
              <li key={`${visit.start} ${visit.kind}`}>{words.whole(visit)}</li>
            ))}
          </ul>
        </Alert>
        <div className={styles.buttons}>
          {onAnother && (
            <Button variant="contained" onClick={onAnother} ref={focused}>
              {t('another')}
            </Button>
          )}
          {first && (
            <Button
              variant="outlined"
              component={Link}
              prefetch={false}
              ref={onAnother ? null : focused}
              href={agendaHref({
                ...{ view: 'day', who: 'all', where: everywhere, zoom: 'medium' },
                from: words.dayOf(first.start),
              })}
            >
              {t('agenda')}
            </Button>
          )}
          {children}
        </div>
      </div>
    </SectionCard>
  );
}

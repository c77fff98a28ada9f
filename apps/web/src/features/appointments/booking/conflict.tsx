'use client';
import type { ObstacleView, PlacedVisit } from '@keneyapp/bff/features/appointments/booking-view';
import { SectionCard } from '@keneyapp/ui/section-card';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import { SubmitForm } from '../../../components/submit-form.tsx';
import { ReasonField, useReason } from '../reason-field.tsx';
import styles from './booking.module.css';
import { usePlaceWords } from './use-place-words.ts';

interface Props {
  /** What was wanted. */
  visits: readonly PlacedVisit[];
  /** What stands there. */
  obstacles: readonly ObstacleView[];
  /** Null: no reason passes it by, or this person may not. */
  onOver: ((reason: string) => void) | null;
  isPending: boolean;
  onOther: () => void;
  over: string;
}

/** Both that want one place: another one first, over it only with a reason. */
export function Conflict({ visits, obstacles, onOver, isPending, onOther, over }: Props) {
  const t = useTranslations('appointments.booking.conflict');
  const words = usePlaceWords();
  const [isAsked, setAsked] = useState(false);
  const reason = useReason();
  const other = useCallback((button: HTMLButtonElement | null) => button?.focus(), []);
  const submit = () => {
    const said = reason.taken();
    if (said !== null && !isPending) onOver?.(said);
  };
  return (
    <SectionCard title={t('title')}>
      <div className={styles.held}>
        <div role="alert">
          <dl className={styles.both}>
            <div>
              <dt>{t('wanted')}</dt>
              {visits.map((visit) => (
                <dd key={`${visit.start} ${visit.kind}`}>{words.whole(visit)}</dd>
              ))}
            </div>
            <div>
              <dt>{t('there')}</dt>
              {obstacles.map((one, i) => (
                <dd key={i}>{words.obstacle(one)}</dd>
              ))}
            </div>
          </dl>
        </div>
        <div className={styles.buttons}>
          <Button variant="contained" onClick={onOther} ref={other}>
            {t('other')}
          </Button>
          {onOver && !isAsked && (
            <Button variant="outlined" color="warning" onClick={() => setAsked(true)}>
              {over}
            </Button>
          )}
        </div>
        {onOver && isAsked && (
          <SubmitForm onSubmit={submit} className={styles.over}>
            <ReasonField
              reason={reason}
              label={t('reason')}
              hint={t('reasonHint')}
              missing={t('reasonMissing')}
              isFirst
            />
            <div className={styles.buttons}>
              <Button type="submit" variant="contained" color="warning" loading={isPending}>
                {over}
              </Button>
            </div>
          </SubmitForm>
        )}
      </div>
    </SectionCard>
  );
}

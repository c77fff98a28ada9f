'use client';
import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import styles from './agenda.module.css';
import { RoomField, useRoom } from './room-field.tsx';
import { useReceive } from './use-receive.ts';

/** What reception may say of a visit now, one click each; `isShort`: only the first of it, in a list. */
export function ReceptionButtons({ item, isShort = false }: { item: AgendaItem; isShort?: boolean }) {
  const t = useTranslations('appointments.reception');
  const f = useFormats();
  const { steps, isPending, pendingStep, isChanged, error, take } = useReceive(item);
  const { room, change, said } = useRoom();
  const shown = isShort ? steps.slice(0, 1).filter((step) => step === 'arrive') : steps;
  const name = item.patient ? f.fullName(item.patient) : '';
  return (
    <>
      {shown.includes('call') && <RoomField room={room} onChange={change} />}
      {shown.length > 0 && (
        <span className={styles.steps}>
          {shown.map((step, i) => (
            <Button
              key={step}
              size="small"
              variant={i === 0 && step !== 'back' ? 'contained' : 'outlined'}
              disabled={isPending}
              loading={pendingStep === step}
              {...(step === 'check' ? { title: t('checkedHow') } : {})}
              aria-label={t('stepOf', { step: t(`step.${step}`), name })}
              onClick={(event) => {
                event.stopPropagation();
                take(step, said);
              }}
            >
              {t(`step.${step}`)}
            </Button>
          ))}
        </span>
      )}
      {isChanged ? (
        <p role="alert" className={styles.changed}>
          {t('changed')}
        </p>
      ) : (
        error !== null && <SaveFailed error={error} title={t('failed')} isTyped={false} />
      )}
    </>
  );
}

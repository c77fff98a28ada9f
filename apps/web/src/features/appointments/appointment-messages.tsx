'use client';
import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useFormats } from '../../i18n/use-formats.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './agenda.module.css';

/** What the patient was told of an appointment by e-mail or SMS, for whoever books. */
export function AppointmentMessages({ item: { id, patient } }: { item: Pick<AgendaItem, 'id' | 'patient'> }) {
  const t = useTranslations('appointments.messages');
  const f = useFormats();
  const { rights } = useSignedInUser();
  const patientId = patient?.id ?? '';
  const isShown = rights['appointments.book'] === true && patientId !== '';
  const { data, error } = useQuery({
    ...useTRPC().appointments.messages.queryOptions({ patientId, appointmentId: id }, { staleTime: 0 }),
    enabled: isShown,
  });
  if (!isShown || (!data && !error)) return null;
  if (!data) return <p className="muted">{t('failed')}</p>;
  const { isConfigured, isWaiting, messages } = data;
  return (
    <div className={styles.messages}>
      {messages.length > 0 && (
        <ul aria-label={t('label')}>
          {messages.map(({ kind, state, problem, at, by }) =>
            state === 'overtaken' ? null : (
              <li key={`${kind} ${at}`}>
                {t(`state.${state}`, { kind: t(`kind.${kind}`), at: f.dateTime(at) ?? '' })}
                {by === 'sms' && `, ${t('bySms')}`}
                {problem !== null && ` (${t(`problem.${problem}`)})`}
              </li>
            ),
          )}
        </ul>
      )}
      {isWaiting && <p className="muted">{t('waiting')}</p>}
      {!isConfigured && <p className="muted">{t('notConfigured')}</p>}
      {isConfigured && !isWaiting && messages.length === 0 && <p className="muted">{t('none')}</p>}
    </div>
  );
}

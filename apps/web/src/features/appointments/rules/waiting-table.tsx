'use client';
import type { WaitingLine } from '@keneyapp/bff/features/appointments/rules-view';
import { ScrollBox } from '@keneyapp/ui/scroll-box';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Ago } from '../../../components/ago.tsx';
import { AskDialog } from '../../../components/ask-dialog.tsx';
import list from '../../../components/list.module.css';
import { ListedPatient } from '../../../components/listed-patient.tsx';
import { SaveFailed } from '../../../components/save-failed.tsx';
import { useFormats } from '../../../i18n/use-formats.ts';
import { announce } from '../../../shell/announcer.tsx';
import { chartHome } from '../../../shell/chart-address.ts';
import { useSignedInUser } from '../../../shell/signed-in-user.tsx';
import { useTRPC } from '../../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../../trpc/error.ts';
import { useWeekdays } from './use-rule-words.ts';
import styles from './rules.module.css';

const columns = ['patient', 'what', 'when', 'urgency', 'since', 'offer'] as const;

/** Who waits, the most urgent first, and what can be done for them. */
export function WaitingTable({ lines, onChanged }: { lines: readonly WaitingLine[]; onChanged: () => void }) {
  const t = useTranslations('rules.waiting');
  const f = useFormats();
  const [asked, setAsked] = useState<WaitingLine | null>(null);
  const change = useChange(onChanged);
  return (
    <>
      {change.isChanged ? (
        <Alert severity="warning" role="alert">
          {t('changed')}
        </Alert>
      ) : (
        change.error && <SaveFailed error={change.error} title={t('failed')} isTyped={false} />
      )}
      <ScrollBox label={t('waiting')}>
        <table className={styles.table} aria-label={t('waiting')}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`column.${column}`)}
                </th>
              ))}
              <th scope="col">
                <span className="visually-hidden">{t('withdraw')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Row
                key={line.id}
                line={line}
                isPending={change.isPending}
                onTake={(step) => change.take(line, step)}
                onWithdraw={() => setAsked(line)}
              />
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {asked && (
        <AskDialog
          title={t('withdrawTitle')}
          about={`${f.fullName(asked.patient)}, ${asked.kind}`}
          text={t('withdrawText')}
          safe={t('keep')}
          onSafe={() => setAsked(null)}
          action={t('withdraw')}
          onAction={() => {
            change.take(asked, 'withdraw');
            setAsked(null);
          }}
        />
      )}
    </>
  );
}

type Step = 'confirm' | 'letGo' | 'withdraw';

function useChange(onChanged: () => void) {
  const t = useTranslations('rules.waiting.done');
  const f = useFormats();
  const { appointments } = useTRPC();
  const options = { onSettled: onChanged };
  const book = useMutation(appointments.book.mutationOptions(options));
  const letGo = useMutation(appointments.letGo.mutationOptions(options));
  const withdraw = useMutation(appointments.withdrawWaiting.mutationOptions(options));
  const all = [book, letGo, withdraw];
  const error = all.find((one) => one.error)?.error ?? null;
  return {
    isPending: all.some(({ isPending }) => isPending),
    error,
    isChanged: error !== null && isChangedMeanwhile(error),
    take: ({ id, patient, offer }: WaitingLine, step: Step) => {
      for (const one of all) one.reset();
      const patientId = patient.id;
      const done = { onSuccess: () => announce(t(step, { name: f.fullName(patient) })) };
      if (step === 'withdraw') withdraw.mutate({ patientId, id }, done);
      else if (offer && step === 'letGo') letGo.mutate({ patientId, bookings: [offer.bookingId] }, done);
      else if (offer) book.mutate({ patientId, key: crypto.randomUUID(), bookings: [offer.bookingId] }, done);
    },
  };
}

function Row({
  line,
  isPending,
  onTake,
  onWithdraw,
}: {
  line: WaitingLine;
  isPending: boolean;
  onTake: (step: Step) => void;
  onWithdraw: () => void;
}) {
  const t = useTranslations('rules.waiting');
  const r = useTranslations('rules');
  const f = useFormats();
  const me = useSignedInUser();
  const days = useWeekdays();
  const { patient, offer, urgency, weekdays, starts, ends } = line;
  const name = f.fullName(patient);
  const isAnyTime = starts === '00:00' && ends === '24:00';
  return (
    <tr>
      <th scope="row">
        <ListedPatient patient={patient} isHomonym={patient.isHomonym} href={chartHome(patient.id, me)} />
      </th>
      <td>
        {line.kind}
        {line.practitioners.length > 0 && (
          <span className={list.note}>
            {t('with', { names: line.practitioners.map((one) => one.name).join(', ') })}
          </span>
        )}
      </td>
      <td>
        {r('period', { from: f.date(line.from) ?? '', until: f.date(line.until) ?? '' })}
        <span className={list.note}>
          {[weekdays ? days(weekdays) : t('anyDay'), !isAnyTime && t('between', { starts, ends })]
            .filter(Boolean)
            .join(', ')}
        </span>
        {line.state === 'over' && <span className={list.tag}>{t('over')}</span>}
      </td>
      <td>
        <span className={urgency === 'urgent' ? list.critical : undefined}>{t(`urgency.${urgency}`)}</span>
      </td>
      <td>
        <Ago value={line.since} />
      </td>
      <td>
        {offer ? (
          <span className={styles.booking}>
            <strong>{t('offered', { when: f.dateTime(offer.start) ?? '' })}</strong>
            <span className={list.note}>
              {[...offer.practitioners, ...offer.rooms].map((one) => one.name).join(', ')}
              {offer.expires && ` · ${t('expires', { time: f.time(offer.expires) ?? '' })}`}
            </span>
            <span className={styles.buttons}>
              {me.rights['appointments.book'] && (
                <Button
                  size="small"
                  variant="contained"
                  disabled={isPending}
                  aria-label={t('confirmOf', { name })}
                  onClick={() => onTake('confirm')}
                >
                  {t('confirm')}
                </Button>
              )}
              {me.rights['appointments.let-go'] && (
                <Button
                  size="small"
                  variant="outlined"
                  disabled={isPending}
                  aria-label={t('letGoOf', { name })}
                  onClick={() => onTake('letGo')}
                >
                  {t('letGo')}
                </Button>
              )}
            </span>
          </span>
        ) : (
          <span className="muted">{t('noOffer')}</span>
        )}
      </td>
      <td>
        {me.rights['appointments.withdraw-waiting'] && (
          <Button
            size="small"
            color="error"
            disabled={isPending}
            aria-label={t('withdrawOf', { name })}
            onClick={onWithdraw}
          >
            {t('withdraw')}
          </Button>
        )}
      </td>
    </tr>
  );
}

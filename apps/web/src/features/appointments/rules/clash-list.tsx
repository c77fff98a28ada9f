'use client';
import type { ClashView } from '@keneyapp/bff/features/appointments/rules-view';
import Button from '@mui/material/Button';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { SaveFailed } from '../../../components/save-failed.tsx';
import { useFormats } from '../../../i18n/use-formats.ts';
import { announce } from '../../../shell/announcer.tsx';
import { useSignedInUser } from '../../../shell/signed-in-user.tsx';
import { useTRPC } from '../../../trpc/client.tsx';
import { BookingPatient, BookingTime, dayHref } from './booking-lines.tsx';
import styles from './rules.module.css';

/** Appointments over each other, both side by side, until somebody has looked at them. */
export function ClashList({
  clashes,
  isTruncated,
  onChanged,
}: {
  clashes: readonly ClashView[];
  isTruncated: boolean;
  onChanged: () => void;
}) {
  const t = useTranslations('rules.clashes');
  const f = useFormats();
  const { rights } = useSignedInUser();
  const see = useMutation(
    useTRPC().appointments.seeClash.mutationOptions({
      onSuccess: () => announce(t('done')),
      onSettled: onChanged,
    }),
  );
  return (
    <>
      <div className={styles.padded}>
        <p className="muted">{t('lead')}</p>
        {isTruncated && <p role="status">{t('truncated')}</p>}
      </div>
      {see.error && <SaveFailed error={see.error} title={t('failed')} isTyped={false} />}
      {clashes.map(({ id, resource, one, other, isOwn }) => (
        <article key={id} className={styles.clash}>
          <h3>{t('with', { name: resource.name })}</h3>
          <div className={styles.pair}>
            {[one, other].map((line) => (
              <div key={line.bookingId} className={styles.side}>
                <BookingTime line={line} />
                <BookingPatient line={line} />
              </div>
            ))}
          </div>
          <div className={styles.buttons}>
            <Button
              component={Link}
              prefetch={false}
              size="small"
              variant="outlined"
              href={dayHref(one)}
              aria-label={t('moveOf', { name: resource.name })}
            >
              {t('move')}
            </Button>
            {isOwn && rights['appointments.see-clash'] && (
              <Button
                size="small"
                variant="contained"
                disabled={see.isPending}
                aria-label={t('seenOf', { name: resource.name, when: f.dateTime(one.start) ?? '' })}
                onClick={() => see.mutate({ id })}
              >
                {t('seen')}
              </Button>
            )}
          </div>
        </article>
      ))}
    </>
  );
}

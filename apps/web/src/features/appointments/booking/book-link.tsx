'use client';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useSignedInUser } from '../../../shell/signed-in-user.tsx';

/** To a new appointment, from the day and for the patient who are looked at. */
export function BookLink({
  from = null,
  patientId = null,
}: {
  from?: string | null;
  patientId?: string | null;
}) {
  const t = useTranslations('shell.palette.to');
  const query = new URLSearchParams({
    ...(patientId === null ? {} : { patient: patientId }),
    ...(from === null ? {} : { from }),
  }).toString();
  return (
    <Button
      variant="contained"
      component={Link}
      href={`/agenda/new${query === '' ? '' : `?${query}`}`}
      prefetch={false}
    >
      {t('book')}
    </Button>
  );
}

/** In a chart, for whoever books. */
export function BookFor({ patientId }: { patientId: string }) {
  return useSignedInUser().rights['appointments.book'] ? <BookLink patientId={patientId} /> : null;
}

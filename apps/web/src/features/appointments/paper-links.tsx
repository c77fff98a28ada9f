'use client';
import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import type { Paper } from './paper-document.ts';

const toCome: readonly AgendaItem['status'][] = ['booked', 'pending', 'arrived'];

/** Papers of one appointment to print: a ticket for who waits, a summons for who is expected, a certificate for who came. */
export function PaperLinks({ item }: { item: AgendaItem }) {
  const t = useTranslations('appointments.papers');
  const { rights } = useSignedInUser();
  const { patient, reception, status } = item;
  if (!patient || !rights['appointments.print']) return null;
  const address = (paper: string) => `/patients/${patient.id}/appointments/${item.id}/${paper}`;
  const link = (paper: Paper) => (
    <Button size="small" component="a" href={address(paper)} target="_blank" rel="noopener">
      {t(`${paper}.print`)}
    </Button>
  );
  return (
    <>
      {status === 'arrived' && reception.ticket && link('ticket')}
      {toCome.includes(status) && link('summons')}
      {reception.arrived !== null && link('certificate')}
    </>
  );
}

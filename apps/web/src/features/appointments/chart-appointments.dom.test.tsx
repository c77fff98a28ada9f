import type { ChartAppointment, ChartAppointmentsView } from '@keneyapp/bff/features/appointments/chart-view';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { doctor, patient } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { ChartAppointments } from './chart-appointments.tsx';

const one = (id: string, more: Partial<ChartAppointment> = {}): ChartAppointment => ({
  ...{ id, day: '2031-03-04', start: '2031-03-04T08:30:00Z', minutes: 30 },
  status: 'booked',
  ...{ reason: { text: 'Suivi', codes: [] }, cancelled: null },
  ...{ practitioners: [{ id: 'p', name: 'Dr Blanc' }], services: [{ id: 's', name: 'Cardiologie' }] },
  ...more,
});
const open = (view: Partial<ChartAppointmentsView>, me = doctor) =>
  show(<ChartAppointments patientId="p1" />, {
    me,
    answers: { appointments: { ofChart: () => ({ coming: [], past: [], isTruncated: false, ...view }) } },
  });
const rows = (name: string) => page.getByRole('region', { name }).getByRole('row');

it('shows what comes above what was, with whom, where and what became of it', async () => {
  await open({
    coming: [one('a', { status: 'cancelled', cancelled: 'Patient souffrant' })],
    past: [one('b', { status: 'noshow', reason: null }), one('c', { status: 'fulfilled' })],
  });
  const coming = rows('À venir').nth(1);
  for (const words of ['Suivi', 'Dr Blanc', 'Cardiologie', 'Annulé', /Patient souffrant/])
    await expect.element(coming.getByText(words)).toBeVisible();
  await expect.element(rows('Passés').nth(1).getByText('Non venu')).toBeVisible();
  await expect.element(rows('Passés').nth(1).getByText('Pas de motif affiché')).toBeVisible();
  await expect.element(rows('Passés').nth(2).getByText('Honoré')).toBeVisible();
});

it('says where there is none, and speaks to the patient of their own', async () => {
  await open({ past: [one('c', { status: 'fulfilled' })] }, patient);
  await expect.element(page.getByText('Aucun rendez-vous à venir')).toBeVisible();
  await expect.element(page.getByText('Vous êtes venu(e)')).toBeVisible();
});

import type { WallView } from '@keneyapp/bff/features/appointments/wall-view';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { doctor } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { Wall } from './wall.tsx';

const at = (minutesAgo: number) => new Date(Date.now() - minutesAgo * 60_000).toISOString();
const view = (more: Partial<WallView> = {}): WallView => ({
  called: [
    { ticket: 'GV17', room: 'C 1', at: at(0) },
    { ticket: 'KT42', room: null, at: at(6) },
  ],
  waiting: [
    { ticket: 'DF21', delayMinutes: 30 },
    { ticket: 'WX55', delayMinutes: 0 },
  ],
  more: 0,
  readAt: at(0),
  ...more,
});
const open = () => show(<Wall unit="org-a" />, { me: doctor, answers: { session: { me: () => doctor } } });

it('shows the latest call first, where to, who waits and how late it is', async () => {
  const { emit } = await open();
  await emit('appointments.wall', view());
  const calls = page.getByRole('region', { name: 'Appels' }).getByRole('listitem');
  await expect.element(calls.nth(0).getByText('GV17')).toBeVisible();
  await expect.element(calls.nth(0).getByText('Salle C 1')).toBeVisible();
  await expect.element(calls.nth(1).getByText('KT42')).toBeVisible();
  await expect.element(calls.nth(1).getByText('Accueil')).toBeVisible();
  const queue = page.getByRole('region', { name: 'En attente' }).getByRole('listitem');
  await expect.element(queue.nth(0).getByText('DF21')).toBeVisible();
  await expect.element(queue.nth(0).getByText('retard d’environ 30 min')).toBeVisible();
  await expect.element(queue.nth(1).getByText('WX55')).toBeVisible();
  await expect.element(queue.nth(1).getByText('à l’heure')).toBeVisible();
  await emit('appointments.wall', view({ called: [], waiting: [] }));
  await expect.element(page.getByText('Aucun appel récent')).toBeVisible();
  await expect.element(page.getByText('Personne n’attend')).toBeVisible();
});

it('makes no sound until somebody turns it on', async () => {
  await open();
  const sound = page.getByRole('button', { name: /Son/ });
  await expect.element(sound).toHaveAttribute('aria-pressed', 'false');
  await sound.click();
  await expect.element(sound).toHaveAttribute('aria-pressed', 'true');
});

it('keeps what it shows when the network is gone, and says since when it may be old', async () => {
  const { emit } = await open();
  await emit('appointments.wall', view());
  await expect.element(page.getByText('GV17')).toBeVisible();
  await emit('appointments.wall', view({ readAt: at(1) }));
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
  Object.defineProperty(navigator, 'onLine', { configurable: true, value: false });
  try {
    window.dispatchEvent(new Event('offline'));
    await expect.element(page.getByRole('alert').getByText(/Connexion perdue/)).toBeVisible();
    await expect.element(page.getByText('GV17')).toBeVisible();
  } finally {
    Reflect.deleteProperty(navigator, 'onLine');
    window.dispatchEvent(new Event('online'));
  }
});

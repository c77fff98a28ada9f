import { expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { toParis } from '../../components/form/paris-time.ts';
import { show } from '../../testing/show.tsx';
import { RestoredNotice } from './restored-notice.tsx';

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
const asked = () => page.getByRole('group', { name: 'Brouillon repris' });
async function open(hours: number) {
  const onTakenAt = vi.fn<(takenAt: string) => void>();
  const at = hoursAgo(hours);
  await show(<RestoredNotice updatedAt={at.toISOString()} takenAt={toParis(at)} onTakenAt={onTakenAt} />);
  return onTakenAt;
}

it('says how old a draft is, and takes the time of now only when that is said', async () => {
  const onTakenAt = await open(7);
  await expect.element(asked()).toMatchTextContent(/Brouillon repris .*il y a 7 h/);
  await expect.element(asked()).toMatchTextContent('Ces valeurs ont-elles été mesurées le');
  await asked().getByRole('button', { name: 'Mesurées maintenant' }).click();
  await expect.element(asked()).not.toBeInTheDocument();
  const [[takenAt] = []] = onTakenAt.mock.calls;
  expect([toParis(hoursAgo(0)), toParis(hoursAgo(1 / 60))]).toContain(takenAt);
});

it('leaves the time as it was written', async () => {
  const onTakenAt = await open(7);
  await asked()
    .getByRole('button', { name: /^Oui, le/ })
    .click();
  await expect.element(asked()).not.toBeInTheDocument();
  expect(onTakenAt).not.toHaveBeenCalled();
});

it('asks nothing after a short interruption', async () => {
  await open(0.02);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await expect.element(asked()).not.toBeInTheDocument();
});

import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { show } from '../../testing/show.tsx';
import { waitFor } from '../../testing/wait-for.ts';
import { Trace } from './trace.tsx';

const beats = Array.from({ length: 1000 }, (_, i) => (i % 500 === 250 ? 1 : 0));
const picture = () => page.getByRole('img', { name: 'II, 2 secondes' });
const width = () => picture().element().getBoundingClientRect().width;

it('is drawn at 25 mm/s and 10 mm/mV, at another speed, enlarged by button and key', async () => {
  await show(<Trace rate={500} leads={[{ name: 'II', unit: 'mV', values: beats }]} />);
  await expect.element(page.getByText('25 mm/s · 10 mm/mV · un petit carré : 1 mm')).toBeVisible();
  expect(picture().element().getAttribute('viewBox')).toBe('0 0 60 20');
  expect(Math.round(width())).toBe(240);
  await page.getByRole('button', { name: '50 mm/s' }).click();
  await waitFor(() => expect(picture().element().getAttribute('viewBox')).toBe('0 0 110 20'));
  await page.getByRole('button', { name: '20 mm/mV' }).click();
  await waitFor(() => expect(picture().element().getAttribute('viewBox')).toBe('0 0 110 30'));
  await page.getByRole('button', { name: 'Agrandir' }).click();
  await waitFor(() => expect(Math.round(width())).toBe(660));
  (page.getByRole('region', { name: 'Tracé' }).element() as HTMLElement).focus();
  await userEvent.keyboard('-');
  await waitFor(() => expect(Math.round(width())).toBe(440));
});

it('measures time, rate and height between two points', async () => {
  await show(<Trace rate={500} leads={[{ name: 'II', unit: 'mV', values: beats }]} />);
  await page.getByRole('button', { name: 'Mesurer' }).click();
  const svg = picture().element();
  const box = svg.getBoundingClientRect();
  const at = (type: string, x: number, y: number) =>
    svg.dispatchEvent(
      new PointerEvent(type, {
        bubbles: true,
        pointerId: 1,
        clientX: box.left + x * 4,
        clientY: box.top + y * 4,
      }),
    );
  (svg as unknown as { setPointerCapture: () => void }).setPointerCapture = () => undefined;
  at('pointerdown', 15, 13);
  await expect.element(page.getByRole('status').filter({ hasText: '0 ms' })).toBeVisible();
  at('pointermove', 40, 3);
  at('pointerup', 40, 3);
  await expect.element(page.getByText('1 000 ms · 60/min · 1 mV')).toBeVisible();
});

it('claims no scale that nobody recorded', async () => {
  await show(<Trace rate={null} leads={[{ name: 'P', unit: '', values: [1, 2, null, 3] }]} />);
  await expect
    .element(
      page.getByText(/durée d’un point inconnue\s: pas d’échelle de temps · sans échelle.*unité inconnue/),
    )
    .toBeVisible();
  expect(page.getByRole('group', { name: 'Vitesse' }).elements()).toHaveLength(0);
  expect(
    page.getByRole('img', { name: 'P, 4 points, durée inconnue' }).element().querySelector('pattern'),
  ).toBeNull();
});

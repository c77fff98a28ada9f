import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { show } from '../../../testing/show.tsx';
import { MonthGrid } from './month-grid.tsx';

it('says what is free of days to come alone', async () => {
  const days = Array.from({ length: 7 }, (_, i) => ({
    day: `2027-02-0${i + 1}`,
    appointments: 2,
    openMinutes: 400,
    freeMinutes: 300,
  }));
  await show(
    <MonthGrid
      {...{ title: 'Février 2027', days, month: '2027-02', today: '2027-02-03' }}
      hrefOf={(day) => `/agenda?from=${day}`}
      onMonth={() => undefined}
    />,
  );
  await expect.element(page.getByRole('link', { name: /lundi 1er février/ })).not.toMatchTextContent(/libre/);
  for (const name of [/mercredi 3 février/, /jeudi 4 février/])
    await expect.element(page.getByRole('link', { name })).toMatchTextContent(/libre/);
});

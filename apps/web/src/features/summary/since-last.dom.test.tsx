import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { show } from '../../testing/show.tsx';
import { SinceLast } from './since-last.tsx';

it('says what came since the last opening and leads to each; at the first opening nothing', async () => {
  await show(<SinceLast patientId="p1" />, {
    answers: {
      summary: {
        changes: () => ({
          since: '2026-11-23T13:10:00Z',
          visitAt: '2026-11-28T08:00:00+01:00',
          items: [
            { kind: 'observation', count: 3, lately: 0, isMore: false },
            { kind: 'document', count: 200, lately: 0, isMore: true },
            { kind: 'vitals', count: 2, lately: 1, isMore: false },
            { kind: 'allergy', count: 1, lately: 1, isMore: false },
          ],
          isPartial: false,
        }),
      },
    },
  });
  const link = (name: string) => page.getByRole('link', { name });
  await expect.element(link('3 résultats')).toHaveAttribute('href', '/patients/p1/results');
  await expect.element(link('200 documents ou plus')).toHaveAttribute('href', '/patients/p1/documents');
  // what came after this visit began stands out
  await expect
    .element(link('2 relevés de constantes (dont 1 depuis 08:00)'))
    .toHaveAttribute('href', '/patients/p1/vitals');
  await expect.element(link('1 allergie (depuis 08:00)')).toBeVisible();
  await expect.element(page.getByText(/23\/11\/2026/)).toBeVisible();
});

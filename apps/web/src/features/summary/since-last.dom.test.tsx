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
          items: [
            { kind: 'observation', count: 3, isMore: false },
            { kind: 'document', count: 200, isMore: true },
          ],
          isPartial: false,
        }),
      },
    },
  });
  const link = (name: string) => page.getByRole('link', { name });
  await expect.element(link('3 résultats')).toHaveAttribute('href', '/patients/p1/results');
  await expect.element(link('200 documents ou plus')).toHaveAttribute('href', '/patients/p1/documents');
  await expect.element(page.getByText(/23\/11\/2026/)).toBeVisible();
});

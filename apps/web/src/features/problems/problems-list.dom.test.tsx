import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { coded, problem } from '../../testing/clinical.ts';
import { show } from '../../testing/show.tsx';
import { ProblemsList } from './problems-list.tsx';

const answers = {
  problems: {
    list: () => ({
      current: [problem()],
      past: Array.from({ length: 60 }, (_, i) =>
        problem({ id: `old-${i}`, name: coded(`Ancien ${i}`), clinicalStatus: 'resolved', isCurrent: false }),
      ),
      refuted: [],
      statements: [],
      truncated: false,
    }),
  },
};

it('shows a problem that was asked for in its own view, marked and in sight', async () => {
  await show(<ProblemsList patientId="p1" />, { answers, at: '/patients/p1/problems?open=old-55' });
  const row = page.getByRole('row', { name: /Ancien 55/ });
  await expect.element(row).toHaveAttribute('aria-current', 'true');
  await expect.element(row).toBeInViewport();
  expect(
    page
      .getByRole('row', { name: /Ancien 54/ })
      .element()
      .getAttribute('aria-current'),
  ).toBeNull();
});

it('marks nothing where nothing was asked for', async () => {
  await show(<ProblemsList patientId="p1" />, { answers, at: '/patients/p1/problems' });
  await expect.element(page.getByRole('row', { name: /Asthme/ })).not.toHaveAttribute('aria-current');
});

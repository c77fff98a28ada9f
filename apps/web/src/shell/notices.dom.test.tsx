import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { doctor, officer } from '../testing/people.ts';
import { show } from '../testing/show.tsx';
import { Notices } from './notices.tsx';

describe('what waits for the person, in the top bar', () => {
  it('leads to their emergency accesses while there is something to read or to answer', async () => {
    await show(<Notices />, {
      me: doctor,
      answers: {
        session: {
          notices: () => ({
            outcomes: [{ grantId: 'g1', outcome: 'justified', at: '2026-11-21T08:30:00Z' }],
            opinions: 2,
          }),
        },
      },
    });
    await expect
      .element(page.getByRole('link', { name: '1 relecture à lire, 2 avis demandés' }))
      .toHaveAttribute('href', '/emergency');
  });

  it('asks nothing for whoever opens nothing in an emergency', async () => {
    const { callsOf } = await show(<Notices />, { me: officer });
    await expect.element(page.getByRole('link')).not.toBeInTheDocument();
    expect(callsOf('session.notices')).toEqual([]);
  });
});

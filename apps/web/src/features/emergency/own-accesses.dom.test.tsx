import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { doctor } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { OwnAccesses } from './own-accesses.tsx';

describe('one’s own emergency accesses', () => {
  it('tell what the review concluded', async () => {
    const own = {
      grantId: 'g1',
      patientId: 'p1',
      patient: { name: 'MARTIN Jeanne', birthDate: null },
      kind: 'vital' as const,
      denial: 'no-relation' as const,
      reason: 'patient inconscient',
      text: 'given' as const,
      startedAt: '2026-11-20T08:00:00Z',
      endedAt: '2026-11-20T08:30:00Z',
    };
    await show(<OwnAccesses />, {
      me: doctor,
      answers: {
        emergency: {
          mine: () => ({
            accesses: [
              { ...own, isLiving: true, review: null },
              {
                ...own,
                grantId: 'g2',
                patient: null,
                isLiving: false,
                review: {
                  outcome: 'not-justified',
                  comment: 'Aucun lien.',
                  reviewedAt: '2026-11-20T08:30:00Z',
                },
              },
            ],
            suspendedSince: '2026-11-01T08:00:00Z',
          }),
        },
      },
    });
    await expect.element(page.getByRole('row', { name: /MARTIN Jeanne.*En cours/ })).toBeVisible();
    await expect
      .element(page.getByRole('row', { name: /Dossier introuvable.*Non justifié.*Aucun lien/ }))
      .toBeVisible();
    await expect
      .element(page.getByText('vous ne pouvez plus accéder en urgence', { exact: false }))
      .toBeVisible();
  });
});

import { acknowledgeInput } from '@keneyapp/bff/features/session/schema';
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
              { ...own, isActive: true, review: null },
              {
                ...own,
                grantId: 'g2',
                patient: null,
                isActive: false,
                review: {
                  outcome: 'not-justified',
                  comment: 'Aucun lien.',
                  reviewedAt: '2026-11-20T08:30:00Z',
                  isAcknowledged: false,
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

  it('keep a conclusion announced until the person says that they have read it', async () => {
    const concluded = (isAcknowledged: boolean) => ({
      accesses: [
        {
          grantId: 'b9c7c8a0-36dd-4c59-9f2a-0b3c1c64d5aa',
          patientId: 'p1',
          patient: { name: 'MARTIN Jeanne', birthDate: null },
          kind: 'vital' as const,
          denial: 'no-relation' as const,
          reason: 'patient inconscient',
          text: 'given' as const,
          startedAt: '2026-11-20T08:00:00Z',
          endedAt: '2026-11-20T08:30:00Z',
          isActive: false,
          review: {
            outcome: 'justified' as const,
            comment: 'Rien à redire.',
            reviewedAt: '2026-11-21T08:30:00Z',
            isAcknowledged,
          },
        },
      ],
      suspendedSince: null,
    });
    const { callsOf, answer } = await show(<OwnAccesses />, {
      me: doctor,
      answers: { emergency: { mine: () => concluded(false) } },
    });
    await expect.element(page.getByRole('button', { name: /^J’ai lu la conclusion/ })).toBeVisible();
    answer({ emergency: { mine: () => concluded(true) }, session: { acknowledgeOutcome: () => null } });
    await page.getByRole('button', { name: /^J’ai lu la conclusion/ }).dblClick();
    await expect.element(page.getByRole('button', { name: /^J’ai lu/ })).not.toBeInTheDocument();
    expect(callsOf('session.acknowledgeOutcome').map((input) => acknowledgeInput.parse(input))).toEqual([
      { grantId: 'b9c7c8a0-36dd-4c59-9f2a-0b3c1c64d5aa' },
    ]);
  });
});

import { askInput } from '@keneyapp/bff/features/reviews/schema';
import type { ReviewDetail, ReviewRow } from '@keneyapp/bff/features/reviews/view';
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { refusal } from '../../testing/answers.ts';
import { officer } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { ReviewDetailPage } from './review-detail.tsx';
import { ReviewsPage } from './reviews-page.tsx';

const row: ReviewRow = {
  grantId: 'b9c7c8a0-36dd-4c59-9f2a-0b3c1c64d5aa',
  person: {
    userId: 'u1',
    name: 'Dr Blanc',
    role: 'doctor',
    uses: 3,
    unjustified: 1,
    suspendedSince: '2026-11-01T08:00:00Z',
  },
  patientId: 'p1',
  patient: { name: 'MARTIN Jeanne', birthDate: '1960-03-04', ipp: '8000123' },
  kind: 'vital',
  denial: 'no-relation',
  startedAt: '2026-11-20T08:00:00Z',
  endedAt: '2026-11-20T08:30:00Z',
  text: 'given',
  state: 'open',
  review: null,
};
const detail: ReviewDetail = {
  ...row,
  reason: 'patient inconscient',
  activity: [
    {
      at: '2026-11-20T08:01:00Z',
      operation: 'summary.get',
      feature: 'summary',
      action: 'read',
      outcome: 'success',
      resources: [{ type: 'Patient', count: 1 }],
    },
    {
      at: '2026-11-20T08:02:00Z',
      operation: 'summary.get',
      feature: 'summary',
      action: 'read',
      outcome: 'success',
      resources: [],
    },
    {
      at: '2026-11-20T08:03:00Z',
      operation: 'vitals.record',
      feature: 'vitals',
      action: 'write',
      outcome: 'denied',
      resources: [],
    },
  ],
  opinions: [
    {
      id: '6a0b6b0c-4a2f-4b8e-9a39-6f1a4c3f7c11',
      doctor: 'Dr Vert',
      askedBy: 'Hélène Petit',
      askedAt: '2026-11-21T08:00:00Z',
      answer: 'needed',
      comment: 'Patient inconscient, pas d’autre voie.',
      answeredAt: '2026-11-21T09:00:00Z',
    },
  ],
  isTruncated: true,
  closedTo: null,
};

describe('the reviews', () => {
  it('list what waits, and who is suspended', async () => {
    await show(<ReviewsPage />, {
      me: officer,
      at: '/reviews',
      answers: {
        reviews: {
          list: () => ({
            reviews: [
              row,
              {
                ...row,
                grantId: 'g2',
                patient: null,
                kind: 'x',
                state: 'done',
                review: {
                  outcome: 'justified',
                  reviewerName: 'Hélène Petit',
                  comment: null,
                  at: '2026-11-21T08:00:00Z',
                },
              },
            ],
            isTruncated: false,
            open: 1,
            suspensions: [
              { id: 's1', userId: 'u1', name: 'Dr Blanc', since: '2026-11-01T08:00:00Z', isOwn: false },
              { id: 's2', userId: 'u2', name: 'Hélène Petit', since: '2026-11-01T08:00:00Z', isOwn: true },
            ],
          }),
        },
      },
    });
    await expect
      .element(
        page.getByRole('row', {
          name: /Dr Blanc.*suspendu.*3 accès, 1 non justifié.*MARTIN Jeanne.*30\smin/,
        }),
      )
      .toBeVisible();
    await expect.element(page.getByRole('row', { name: /Dossier introuvable.*Justifié/ })).toBeVisible();
    await expect.element(page.getByText('Une autre personne doit en décider.')).toBeVisible();
    await page.getByRole('button', { name: 'Lever la suspension de Dr Blanc' }).click();
    await expect
      .element(page.getByRole('dialog', { name: 'Lever la suspension de Dr Blanc ?' }))
      .toBeVisible();
  });

  it('tell what was asked and what was done, and offer the judgement', async () => {
    await show(<ReviewDetailPage grantId={row.grantId} />, {
      me: officer,
      answers: { reviews: { detail: () => detail } },
    });
    await expect.element(page.getByText('patient inconscient')).toBeVisible();
    await expect.element(page.getByText(/2 fois/)).toBeVisible();
    await expect.element(page.getByText('refusé', { exact: false })).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Enregistrer la relecture' })).toBeVisible();
  });

  it('ask a doctor by name, and tell what doctors said', async () => {
    const { callsOf } = await show(<ReviewDetailPage grantId={row.grantId} />, {
      me: officer,
      answers: {
        reviews: {
          detail: () => detail,
          doctors: () => [{ id: 'd9', name: 'Dr Gris', profession: 'Cardiologie', unit: null }],
          ask: () => detail.opinions,
        },
      },
    });
    await expect.element(page.getByText('Patient inconscient, pas d’autre voie.')).toBeVisible();
    await page.getByRole('searchbox', { name: 'Demander l’avis d’un médecin' }).fill('gris');
    await page.getByRole('button', { name: 'Demander l’avis de Dr Gris' }).dblClick();
    await expect.element(page.getByRole('searchbox')).toHaveValue('');
    expect(callsOf('reviews.ask').map((input) => askInput.parse(input))).toEqual([
      { grantId: row.grantId, practitionerId: 'd9' },
    ]);
  });

  it.each([
    ['own', 'C’est votre propre accès'],
    ['active', 'L’accès est encore en cours'],
  ] as const)('offer none of one that is %s', async (closedTo, words) => {
    await show(<ReviewDetailPage grantId={row.grantId} />, {
      me: officer,
      answers: { reviews: { detail: () => ({ ...detail, closedTo, reason: null, patient: null }) } },
    });
    await expect.element(page.getByText(words, { exact: false })).toBeVisible();
    await expect.element(page.getByText('Le motif ne peut plus être lu.')).toBeVisible();
    await expect
      .element(page.getByRole('button', { name: 'Enregistrer la relecture' }))
      .not.toBeInTheDocument();
  });

  it('say that one does not exist', async () => {
    await show(<ReviewDetailPage grantId={row.grantId} />, {
      me: officer,
      answers: { reviews: { detail: () => Promise.reject(refusal('NOT_FOUND')) } },
    });
    await expect.element(page.getByText('n’existe pas, ou n’existe plus', { exact: false })).toBeVisible();
  });
});

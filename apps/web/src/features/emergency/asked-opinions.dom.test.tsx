import { giveOpinionInput } from '@keneyapp/bff/features/emergency/schema';
import type { AskedOpinion } from '@keneyapp/bff/features/emergency/view';
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { unreachable } from '../../testing/answers.ts';
import { doctor, officer } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { AskedOpinions } from './asked-opinions.tsx';

const asked: AskedOpinion = {
  opinionId: '6a0b6b0c-4a2f-4b8e-9a39-6f1a4c3f7c11',
  patientId: 'p1',
  patient: { name: 'MARTIN Jeanne', birthDate: '1960-03-04' },
  person: 'Linh Nguyen',
  role: 'pharmacist',
  kind: 'continuity',
  denial: 'no-relation',
  reason: 'Décompensation cardiaque',
  startedAt: '2026-11-20T08:00:00Z',
  endedAt: '2026-11-20T08:30:00Z',
  activity: [
    {
      at: '2026-11-20T08:01:00Z',
      operation: 'summary.get',
      feature: 'summary',
      action: 'read',
      outcome: 'success',
      resources: [],
    },
  ],
  isTruncated: false,
  askedBy: 'Hélène Petit',
  askedAt: '2026-11-21T08:00:00Z',
  answer: null,
  comment: null,
};
const submit = () => page.getByRole('button', { name: 'Donner mon avis' });

describe('opinions that a doctor is asked for', () => {
  it('say what happened, and need an answer and an explanation', async () => {
    const { callsOf, answer } = await show(<AskedOpinions />, {
      me: doctor,
      answers: { emergency: { opinions: () => [asked], giveOpinion: () => Promise.reject(unreachable()) } },
    });
    await expect.element(page.getByText('Linh Nguyen', { exact: false })).toBeVisible();
    await expect.element(page.getByText('Décompensation cardiaque')).toBeVisible();
    await submit().click();
    await expect.element(page.getByRole('radio', { name: 'Nécessaire', exact: true })).toHaveFocus();
    await page.getByRole('radio', { name: 'Non nécessaire' }).click();
    await submit().click();
    const comment = page.getByRole('textbox', { name: 'Explication' });
    await expect.element(comment).toHaveFocus();
    expect(callsOf('emergency.giveOpinion')).toEqual([]);
    await comment.fill('Aucun soin ce jour-là.');
    await submit().click();
    await expect
      .element(page.getByText('Ce que vous avez saisi est conservé.', { exact: false }))
      .toBeVisible();
    await expect.element(comment).toHaveValue('Aucun soin ce jour-là.');
    answer({
      emergency: {
        opinions: () => [{ ...asked, answer: 'not-needed', comment: 'Aucun soin ce jour-là.' }],
        giveOpinion: () => null,
      },
    });
    await submit().dblClick();
    await expect.element(submit()).not.toBeInTheDocument();
    const sent = callsOf('emergency.giveOpinion').map((input) => giveOpinionInput.parse(input));
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual({
      patientId: 'p1',
      opinionId: asked.opinionId,
      answer: 'not-needed',
      comment: 'Aucun soin ce jour-là.',
    });
  });

  it('are for doctors alone', async () => {
    const { callsOf } = await show(<AskedOpinions />, { me: officer });
    await expect.element(page.getByRole('button', { name: 'Donner mon avis' })).not.toBeInTheDocument();
    expect(callsOf('emergency.opinions')).toEqual([]);
  });
});

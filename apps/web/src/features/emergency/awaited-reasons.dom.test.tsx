import { explainInput } from '@keneyapp/bff/features/emergency/schema';
import type { OwnEmergency } from '@keneyapp/bff/features/emergency/view';
import type { AwaitedText } from '@keneyapp/bff/features/session/view';
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { unreachable, type Answers } from '../../testing/answers.ts';
import { show } from '../../testing/show.tsx';
import { waitFor } from '../../testing/wait-for.ts';
import { AwaitedReasons } from './awaited-reasons.tsx';

const grantId = 'b9c7c8a0-36dd-4c59-9f2a-0b3c1c64d5aa';
const awaited = (dueInMs: number): AwaitedText => ({
  grantId,
  patientId: 'p1',
  startedAt: new Date(Date.now() + dueInMs - 3_600_000).toISOString(),
  dueAt: new Date(Date.now() + dueInMs).toISOString(),
});
const own: OwnEmergency = {
  grantId,
  patientId: 'p1',
  patient: { name: 'MARTIN Jeanne', birthDate: '1950-01-01' },
  kind: 'vital',
  denial: 'no-relation',
  reason: null,
  text: 'awaited',
  startedAt: '2026-11-24T09:00:00Z',
  endedAt: '2026-11-24T10:00:00Z',
  isActive: true,
  review: null,
};
const answers = (list: () => AwaitedText[], more: Answers['emergency'] = {}): Answers => ({
  session: { awaited: list },
  emergency: {
    mine: () => ({ accesses: [own], suspendedSince: null }),
    current: () => ({ current: null, minutes: 60, reasonLength: 20, isTextOwed: false }),
    ...more,
  },
});
const strip = () => page.getByRole('region', { name: 'Motif attendu' });
const give = () => page.getByRole('button', { name: /Donner le motif de l’accès de/ });
const field = () => page.getByRole('textbox', { name: 'Motif' });
const why = 'Arrêt cardiaque au déchocage';

describe('the text of a vital emergency', () => {
  it('is not spoken of when none is waited for', async () => {
    const { calls } = await show(<AwaitedReasons />, { answers: answers(() => []) });
    await waitFor(() => expect(calls.map((call) => call.path)).toContain('session.awaited'));
    await expect.element(strip()).not.toBeInTheDocument();
  });

  it('is asked for until it is there; the dialog names the patient', async () => {
    let list = [awaited(1_800_000)];
    const { callsOf } = await show(<AwaitedReasons />, {
      answers: answers(() => list, {
        explain: () => {
          list = [];
          return null;
        },
      }),
    });
    await expect.element(strip()).toMatchTextContent(/dites-en le motif avant \d\d/);
    await give().click();
    await expect
      .element(page.getByRole('dialog', { name: 'Motif de l’accès en urgence au dossier de MARTIN Jeanne' }))
      .toBeVisible();
    await page.getByRole('button', { name: 'Enregistrer le motif' }).click();
    await expect.element(field()).toHaveFocus();
    await expect.element(field()).toHaveAttribute('aria-invalid', 'true');
    await field().fill(why);
    await page.getByRole('button', { name: 'Enregistrer le motif' }).click();
    await expect.element(strip()).not.toBeInTheDocument();
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    expect(callsOf('emergency.explain').map((input) => explainInput.parse(input))).toEqual([
      { patientId: 'p1', grantId, reason: why },
    ]);
  });

  it('is said to be late after the hour; a failure keeps what was typed', async () => {
    await show(<AwaitedReasons />, {
      answers: answers(() => [awaited(-60_000)], { explain: () => Promise.reject(unreachable()) }),
    });
    await expect.element(strip()).toMatchTextContent('le motif est en retard');
    await give().click();
    await field().fill(why);
    await page.getByRole('button', { name: 'Enregistrer le motif' }).click();
    await expect
      .element(page.getByText('Ce que vous avez saisi est conservé.', { exact: false }))
      .toBeVisible();
    await expect.element(field()).toHaveValue(why);
  });
});

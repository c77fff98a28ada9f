import { requestInput } from '@keneyapp/bff/features/emergency/schema';
import type { EmergencyAnswer } from '@keneyapp/bff/features/emergency/view';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { refusal, unreachable, type Answers } from '../../testing/answers.ts';
import { banner, doctor } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { ClosedChart } from './closed-chart.tsx';
import { waitFor } from '../../testing/wait-for.ts';

const dialog = () => page.getByRole('dialog', { name: 'Accéder en urgence au dossier de MARTIN Jeanne' });
const reason = () => page.getByRole('textbox', { name: 'Motif' });
const submit = () => page.getByRole('button', { name: 'Ouvrir le dossier' });
const why = 'patient inconscient amené par les pompiers';
const granted: EmergencyAnswer = {
  current: {
    grantId: 'b9c7c8a0-36dd-4c59-9f2a-0b3c1c64d5aa',
    kind: 'vital',
    startedAt: '2026-11-24T09:00:00Z',
    expiresAt: '2026-11-24T09:30:00Z',
  },
  minutes: 30,
  reasonLength: 25,
  isTextOwed: false,
};

/** Each test breaks the glass of another patient: what was typed for one stays as long as the tab. */
let patients = 0;
async function open(request: NonNullable<Answers['emergency']>['request'], me = doctor) {
  const answers: Answers = {
    patients: { banner: () => banner },
    emergency: {
      current: () => ({ current: null, minutes: 30, reasonLength: 25, isTextOwed: false }),
      ...(request && { request }),
    },
  };
  const patientId = `patient-${++patients}`;
  const chart = (
    <ClosedChart
      patientId={patientId}
      closed={{ reason: 'no-relation', mayBreakGlass: true }}
      hasJustClosed={false}
      keepsForm={false}
    />
  );
  const shown = await show(chart, { answers, me });
  const requests = () => shown.callsOf('emergency.request').map((input) => requestInput.parse(input));
  return { ...shown, answers, patientId, requests };
}
const ask = async () => {
  await page.getByRole('button', { name: 'Accéder en urgence…' }).click();
  await expect.element(dialog()).toBeVisible();
};

describe('breaking the glass', () => {
  it('is offered only to whom it is allowed', async () => {
    await open(undefined, { ...doctor, rights: { 'emergency.read': true, 'patients.search': true } });
    await expect.element(page.getByRole('heading', { name: 'Dossier fermé' })).toBeVisible();
    await expect.element(page.getByRole('button', { name: /urgence/ })).not.toBeInTheDocument();
  });

  it('says what will happen before it does', async () => {
    await open(undefined);
    await ask();
    await expect
      .element(dialog())
      .toMatchTextContent('pour lecture et saisie de constantes, pendant 30 minutes');
    await expect.element(dialog()).toMatchTextContent('Le délégué à la protection des données est prévenu');
  });

  it('needs a situation and a reason of substance, and takes the focus to what is missing', async () => {
    const { requests } = await open(undefined);
    await ask();
    await submit().click();
    await expect.element(page.getByRole('radio', { name: 'Urgence vitale' })).toHaveFocus();
    await expect
      .element(page.getByRole('group', { name: 'Situation' }))
      .toHaveAccessibleDescription('Choisissez la situation.');
    await page.getByRole('radio', { name: 'Transfert' }).click();
    await reason().fill('urgence urgence urgence urgence urgence');
    await expect.element(dialog()).toMatchTextContent('7 sur 25 caractères utiles');
    await submit().click();
    await expect.element(reason()).toHaveFocus();
    await expect
      .element(reason())
      .toHaveAccessibleDescription(/Donnez un motif d’au moins 25 caractères utiles/);
    await expect.element(reason()).toHaveAttribute('aria-invalid', 'true');
    await reason().fill(why);
    await expect.element(reason()).toHaveAttribute('aria-invalid', 'false');
    await expect.element(dialog()).toMatchTextContent('✓ Motif suffisant');
    expect(requests()).toEqual([]);
  });

  it('opens on one choice in a vital emergency, and says that the text will be asked for', async () => {
    const { requests, router, patientId } = await open(() => granted);
    await ask();
    await page.getByRole('radio', { name: 'Urgence vitale' }).click();
    await expect.element(reason()).not.toBeRequired();
    await expect.element(dialog()).toMatchTextContent('Le motif vous sera demandé dans l’heure');
    // what was begun is no reason yet: it waits, and does not stand in the way
    await reason().fill('arrêt');
    await submit().click();
    await waitFor(() => expect(router.refresh).toHaveBeenCalledOnce());
    expect(requests()).toEqual([{ patientId, kind: 'vital' }]);
  });

  it('opens again with a text alone while the text of the time before is owed', async () => {
    const { requests, answers, patientId } = await open(() => granted);
    answers.emergency = {
      ...answers.emergency,
      current: () => ({ current: null, minutes: 30, reasonLength: 25, isTextOwed: true }),
    };
    await ask();
    await page.getByRole('radio', { name: 'Urgence vitale' }).click();
    await expect.element(dialog()).toMatchTextContent('sans en écrire le motif');
    await expect.element(reason()).toBeRequired();
    await submit().click();
    await expect.element(reason()).toHaveFocus();
    expect(requests()).toEqual([]);
    await reason().fill(why);
    await submit().click();
    await waitFor(() => expect(requests()).toEqual([{ patientId, kind: 'vital', reason: why }]));
  });

  it('does not take what nobody sees for a reason', async () => {
    const { requests } = await open(undefined);
    await ask();
    await page.getByRole('radio', { name: 'Transfert' }).click();
    await reason().fill('\u3164\u200b\u2800\ufe0f'.repeat(20));
    await expect.element(dialog()).toMatchTextContent('0 sur 25 caractères utiles');
    await submit().click();
    await expect.element(reason()).toHaveFocus();
    expect(requests()).toEqual([]);
  });

  it('sends once; Enter is a new line, Ctrl+Enter sends; then the page comes anew', async () => {
    const { requests, router, patientId } = await open(() => granted);
    await ask();
    await page.getByRole('radio', { name: 'Urgence vitale' }).click();
    await reason().click();
    await userEvent.keyboard(`${why}{Enter}sans papiers`);
    expect(requests()).toEqual([]);
    await userEvent.keyboard('{Control>}{Enter}{Enter}{/Control}');
    await waitFor(() => expect(router.refresh).toHaveBeenCalledOnce());
    await expect
      .element(page.getByRole('button', { name: 'Ouverture…' }))
      .toHaveAttribute('aria-disabled', 'true');
    await page.getByRole('button', { name: 'Ouverture…' }).click({ force: true });
    expect(requests()).toEqual([{ patientId, kind: 'vital', reason: `${why}\nsans papiers` }]);
  });

  it('sends once on a double click', async () => {
    const { requests, router } = await open(() => granted);
    await ask();
    await page.getByRole('radio', { name: 'Transfert' }).click();
    await reason().fill(why);
    await submit().dblClick();
    await waitFor(() => expect(router.refresh).toHaveBeenCalledOnce());
    expect(requests()).toHaveLength(1);
  });

  it('keeps the text when the server does not answer, and when the dialog is closed by Escape', async () => {
    const { requests } = await open(() => Promise.reject(unreachable()));
    await ask();
    await page.getByRole('radio', { name: 'Transfert' }).click();
    await reason().fill(why);
    await submit().click();
    await expect.element(dialog()).toMatchTextContent('Ce que vous avez saisi est conservé.');
    await expect.element(reason()).toHaveValue(why);
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog()).not.toBeInTheDocument();
    await ask();
    await expect.element(reason()).toHaveValue(why);
    await expect.element(page.getByRole('radio', { name: 'Transfert' })).toBeChecked();
    expect(requests()).toHaveLength(1);
  });

  it('says that it was taken away from this person', async () => {
    await open(() => Promise.reject(refusal('FORBIDDEN', { reason: 'emergency-suspended' })));
    await ask();
    await page.getByRole('radio', { name: 'Transfert' }).click();
    await reason().fill(why);
    await submit().click();
    await expect
      .element(dialog().getByRole('alert'))
      .toMatchTextContent('vous est retiré jusqu’à nouvel ordre');
    await expect.element(reason()).toHaveValue(why);
  });
});

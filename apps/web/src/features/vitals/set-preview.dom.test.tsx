import { recordInput } from '@keneyapp/bff/features/vitals/schema';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { draftAnswers } from '../../testing/drafts.ts';
import { show } from '../../testing/show.tsx';
import { vitalsForm } from '../../testing/vitals.ts';
import { waitFor } from '../../testing/wait-for.ts';
import { RecordForm } from './record-form.tsx';

const field = (name: string) =>
  page.getByRole('textbox', { name: new RegExp(`^${name.replace(/[()]/g, '.')}`) });
const score = () => page.getByRole('status').filter({ hasText: 'NEWS2' });

async function open() {
  const shown = await show(
    <RecordForm
      target={null}
      patientId="p1"
      onDone={() => undefined}
      onUnsafe={() => undefined}
      onClose={() => undefined}
    />,
    {
      answers: {
        drafts: draftAnswers(),
        vitals: { form: () => vitalsForm, record: () => ({ sets: [], isReplay: false }) },
      },
    },
  );
  await expect.element(page.getByRole('form')).toBeVisible();
  return { records: () => shown.callsOf('vitals.record').map((input) => recordInput.parse(input)) };
}

describe('what stands beside “save”', () => {
  it('takes one line on a phone, with the score and its moment', async () => {
    await page.viewport(390, 844);
    await open();
    const save = page.getByRole('button', { name: 'Enregistrer' });
    await expect.element(save).toBeVisible();
    await expect.element(score()).toBeVisible();
    await expect.element(score().getByRole('button', { name: /^Mesuré le/ })).toBeVisible();
    const [button, words] = [save, score()].map((of) => of.element().getBoundingClientRect());
    expect(words!.right).toBeLessThanOrEqual(button!.left);
    expect(save.element().closest('form > div')!.getBoundingClientRect().height).toBeLessThanOrEqual(56);
    await expect.element(page.getByText(/Ctrl\+Entrée/)).not.toBeVisible();
    await page.viewport(1280, 900);
  });

  it('counts the score while typing', async () => {
    await open();
    await expect.element(score()).toMatchTextContent('NEWS2 incomplet');
    for (const [name, value] of [
      ['PA systolique', '120'],
      ['PA diastolique', '80'],
      ['Fréquence cardiaque', '115'],
      ['Fréquence respiratoire', '16'],
      ['Saturation (SpO₂)', '97'],
      ['Température', '38,6'],
      ['Poids', '68'],
    ] as const)
      await field(name).fill(value);
    await page.getByRole('radio', { name: 'Air ambiant' }).click();
    await page.getByRole('radio', { name: 'Éveillé, orienté (A)' }).click();
    await expect.element(score()).toMatchTextContent(/NEWS2 3 · risque faible/);
    await expect.element(score()).toMatchTextContent(/IMC 25 kg\/m² \(taille du .*surpoids/);
    // the choice can be taken back by key
    await userEvent.keyboard('{Delete}');
    await expect.element(score()).toMatchTextContent('NEWS2 incomplet : Conscience');
  });

  it('shows a score that is high already as high, though something is missing', async () => {
    await open();
    await field('Fréquence respiratoire').fill('26');
    // one parameter at 3 is enough to look, whatever the rest will be
    await expect.element(score()).toMatchTextContent(/! NEWS2 3 au moins · risque faible à modéré/);
    await field('Saturation (SpO₂)').fill('90');
    await field('PA systolique').fill('95');
    await expect.element(score()).toHaveAttribute('data-level', 'critical');
    await expect
      .element(score())
      .toMatchTextContent(
        /!! NEWS2 8 au moins · risque élevé.*NEWS2 incomplet : Oxygène, Fréquence cardiaque/,
      );
  });

  it('keeps score and time beside “save”, and in the question about critical values', async () => {
    const { records } = await open();
    await page.getByLabelText('Mesuré le').fill('23/11/2026');
    await page.getByRole('textbox', { name: 'Heure' }).fill('7h05');
    await field('Fréquence respiratoire').fill('26');
    const moment = page.getByRole('button', { name: 'Mesuré le 23/11/2026 07:05' });
    await moment.click();
    await expect.element(page.getByRole('textbox', { name: 'Heure' })).toHaveFocus();
    await field('Saturation (SpO₂)').fill('80');
    await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
    await expect
      .element(page.getByRole('alertdialog'))
      .toMatchTextContent(/SpO₂\) : 80 %.*NEWS2 6 au moins.*Mesuré le 23\/11\/2026 07:05/);
    await page.getByRole('button', { name: 'Confirmer et enregistrer' }).click();
    await waitFor(() => expect(records()[0]?.takenAt).toBe('2026-11-23T07:05:00+01:00'));
  });
});

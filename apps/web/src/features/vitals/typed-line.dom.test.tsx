import { recordInput } from '@keneyapp/bff/features/vitals/schema';
import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { draftAnswers } from '../../testing/drafts.ts';
import { show } from '../../testing/show.tsx';
import { vitalsForm } from '../../testing/vitals.ts';
import { RecordForm } from './record-form.tsx';

const line = () => page.getByRole('textbox', { name: 'Saisie en une ligne' });
const field = (name: string) => page.getByRole('textbox', { name: new RegExp(`^${name}`) });
const status = (words: RegExp) => page.getByRole('status').filter({ hasText: words });

async function open(locale: 'fr' | 'en' = 'fr') {
  const shown = await show(
    <RecordForm target={null} patientId="p1" onDone={vi.fn()} onUnsafe={vi.fn()} onClose={() => undefined} />,
    {
      answers: {
        drafts: draftAnswers(),
        vitals: { form: () => vitalsForm, record: () => ({ sets: [], isReplay: false }) },
      },
      locale,
    },
  );
  await expect.element(page.getByRole('form')).toBeVisible();
  return { records: () => shown.callsOf('vitals.record').map((input) => recordInput.parse(input)) };
}

describe('vital signs in one line', () => {
  it('shows and says what it read, and Enter puts it into the fields without saving', async () => {
    const { records } = await open();
    await line().fill('TA 14/8 FC 82 T 38,2 SpO2 94 sous 3 L');
    await expect.element(line()).toHaveAccessibleDescription(/PA systolique 140\smmHg/);
    await expect.element(line()).toHaveAttribute('aria-invalid', 'false');
    await expect.element(status(/^Lu\s: PA systolique 140.*Température 38,2/)).toBeInTheDocument();
    await userEvent.keyboard('{Enter}');
    await expect.element(field('PA systolique')).toHaveValue('140');
    await expect.element(field('PA diastolique')).toHaveValue('80');
    await expect.element(field('Fréquence cardiaque')).toHaveValue('82');
    await expect.element(field('Température')).toHaveValue('38,2');
    await expect.element(field('Débit d’oxygène')).toHaveValue('3');
    await expect.element(line()).toHaveValue('');
    await expect.element(status(/^Champs remplis/)).toBeInTheDocument();
    expect(records()).toEqual([]);
    await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
    await vi.waitFor(() => expect(records()).toHaveLength(1));
    expect(records()[0]?.values).toMatchObject({
      systolic: 140,
      diastolic: 80,
      heartRate: 82,
      temperature: 38.2,
    });
  });

  it('marks what it cannot read at its place, says why, and fills nothing', async () => {
    await open();
    await field('Fréquence cardiaque').fill('70');
    await line().fill('FC 82 TA 140/8 glasgow');
    await expect.element(page.getByText('140/8', { exact: true })).toBeVisible();
    await expect.element(line()).toHaveAttribute('aria-invalid', 'true');
    await expect
      .element(line())
      .toHaveAccessibleDescription(
        /«\s140\/8\s»\s: précisez l’unité.*«\sglasgow\s»\s: n’est pas une constante/,
      );
    await userEvent.keyboard('{Enter}');
    await expect.element(status(/«\sglasgow\s»/)).toBeInTheDocument();
    await expect.element(field('Fréquence cardiaque')).toHaveValue('70');
    await expect.element(line()).toHaveValue('FC 82 TA 140/8 glasgow');
  });

  it('says which value of a field it replaces', async () => {
    await open();
    await field('Fréquence cardiaque').fill('70');
    await line().fill('FC 82');
    await expect.element(line()).toHaveAccessibleDescription(/82\s\/min \(remplace 70\)/);
  });

  it('a measure that this form does not have is not taken', async () => {
    await open('en');
    const english = page.getByRole('textbox', { name: 'All in one line' });
    await english.fill('FC 82 PC 35');
    await expect.element(english).toHaveAccessibleDescription(/“PC 35”: this measure is not in this form/);
  });

  it('is not forgotten on saving: what stands in it alone would be lost', async () => {
    const { records } = await open();
    await field('Fréquence cardiaque').fill('70');
    await line().fill('T 38,2');
    await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
    await expect.element(page.getByText(/pas encore dans les champs/)).toBeVisible();
    await expect.element(line()).toHaveFocus();
    expect(records()).toEqual([]);
  });
});

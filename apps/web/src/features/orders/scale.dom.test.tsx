import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { draft, draftAnswers } from '../../testing/drafts.ts';
import { banner } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { waitFor } from '../../testing/wait-for.ts';
import { BasketForm } from './basket-form.tsx';
import { changed, emptyBasket, newDrug } from './basket.ts';
import { emptyStepText, noRegimenText } from './regimen-text.ts';

const insulin = newDrug(
  { text: 'insuline asparte', code: { system: 'http://www.whocc.no/atc', code: 'A10AB05' } },
  {
    setting: 'inpatient',
    regimen: {
      ...noRegimenText,
      route: 'subcutaneous',
      steps: [{ ...emptyStepText(), timing: { ...emptyStepText().timing, at: ['AC'] } }],
    },
  },
);
const paracetamol = newDrug(
  { text: 'paracétamol', code: { system: 'http://www.whocc.no/atc', code: 'N02BE01' } },
  { setting: 'inpatient', regimen: noRegimenText },
);

async function open(line = insulin) {
  const basket = changed(emptyBasket(), { is: 'add', name: 'a', line });
  const shown = await show(
    <BasketForm
      patientId="p1"
      target={null}
      onDone={() => undefined}
      onUnsafe={() => undefined}
      onClose={() => undefined}
    />,
    {
      answers: {
        patients: { banner: () => banner },
        drafts: draftAnswers(draft(basket, { form: 'orders.sign' })),
        terminology: { suggest: () => ({ state: 'whole', lines: [] }) },
        orders: {
          favourites: () => ({ favourites: [], services: [] }),
          sets: () => ({ sets: [], truncated: false }),
          check: () => ({ alerts: [], notRun: [], noRule: [] }),
          formulary: () => ({ state: 'listed' as const, equivalents: [] }),
          sign: () => ({ ids: ['1'], isReplay: false, waiting: 0, toReread: 0 }),
        },
      },
    },
  );
  await page.getByRole('button', { name: /Ligne 1/ }).click();
  return shown;
}
const bySwitch = () => page.getByRole('checkbox', { name: 'Dose selon la glycémie capillaire' });
const bands = () => page.getByRole('list', { name: 'Tranches de glycémie' }).getByRole('listitem');
const field = (n: number, what: 'moins de' | 'dose' | 'consigne') =>
  page.getByRole('textbox', { name: `Tranche ${n}\u00a0: ${what}`, exact: true });
const save = () => userEvent.keyboard('{Control>}{Enter}{/Control}');
const remove = (n: number) => page.getByRole('button', { name: `Retirer la tranche ${n}` });

describe('a dose by glucose', () => {
  it('is typed band after band with the keyboard, and sent whole', async () => {
    const { callsOf } = await open();
    await bySwitch().click();
    await page.getByRole('combobox', { name: 'Unité de la glycémie' }).selectOptions('g/L');
    await field(1, 'moins de').click();
    // threshold, dose, instruction, and on past the button that takes the band out
    await userEvent.keyboard('0,70{Tab}0{Tab}resucrer{Tab}{Tab}1,5{Tab}4{Tab}{Tab}{Tab}2,5{Tab}6');
    await field(4, 'dose').fill('8');
    await field(4, 'consigne').fill('appeler le médecin');
    await expect.element(bands().nth(1).getByText('de 0,70 à moins de')).toBeVisible();
    await expect
      .element(
        bands()
          .nth(3)
          .getByText(/^2,5\sg\/L et plus$/),
      )
      .toBeVisible();
    await expect.element(page.getByText(/moins de 0,70\sg\/L\s: aucune dose, resucrer/)).toBeVisible();
    await save();
    await waitFor(() => expect(callsOf('orders.sign')).toHaveLength(1));
    const units = (value: string) => ({ value, unit: '[iU]' });
    expect(callsOf('orders.sign')).toMatchObject([
      {
        lines: [
          {
            regimen: {
              steps: [
                {
                  dose: null,
                  scale: {
                    measure: 'capillary-glucose',
                    unit: 'g/L',
                    bands: [
                      { from: null, below: '0.70', dose: 'none', instruction: 'resucrer' },
                      { from: '0.70', below: '1.5', dose: units('4'), instruction: '' },
                      { from: '1.5', below: '2.5', dose: units('6'), instruction: '' },
                      { from: '2.5', below: null, dose: units('8'), instruction: 'appeler le médecin' },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    ]);
  });

  it('says at its field what is missing and what does not ascend; the unit is never chosen for anybody', async () => {
    const { callsOf } = await open();
    await bySwitch().click();
    await field(1, 'moins de').fill('0,7');
    await field(2, 'moins de').fill('0,5');
    await field(3, 'dose').click();
    await expect.element(field(2, 'moins de')).toHaveAccessibleDescription(/dépasser le précédent/);
    await save();
    await expect
      .element(page.getByRole('combobox', { name: 'Unité de la glycémie' }))
      .toHaveAccessibleDescription(/Précisez l’unité/);
    await expect.element(page.getByRole('combobox', { name: 'Unité de la glycémie' })).toHaveFocus();
    await expect.element(field(1, 'dose')).toHaveAccessibleDescription(/À remplir/);
    await expect.element(field(3, 'moins de')).toHaveAccessibleDescription(/À remplir/);
    expect(callsOf('orders.sign')).toEqual([]);
  });

  it('says which unit its thresholds are of, and that no insulin is given in hypoglycaemia', async () => {
    const { callsOf } = await open();
    await bySwitch().click();
    const unit = page.getByRole('combobox', { name: 'Unité de la glycémie' });
    await unit.selectOptions('mmol/L');
    for (const [n, below, dose] of [
      [1, '3', '0'],
      [2, '3,5', '4'],
      [3, '4', '6'],
      [4, '', '8'],
    ] as const) {
      if (below !== '') await field(n, 'moins de').fill(below);
      await field(n, 'dose').fill(dose);
    }
    await save();
    await expect.element(unit).toHaveAccessibleDescription(/ne vont qu’en g\/L/);
    await unit.selectOptions('g/L');
    await field(1, 'dose').fill('2');
    await save();
    await expect.element(field(1, 'dose')).toHaveAccessibleDescription(/Pas d’insuline au-dessous de 0,7/);
    expect(callsOf('orders.sign')).toEqual([]);
  });

  it('has a band more before the last one, and one that was taken out is put back as it was', async () => {
    await open();
    await bySwitch().click();
    await field(3, 'moins de').fill('2,5');
    await field(4, 'dose').fill('8');
    await page.getByRole('button', { name: 'Ajouter une tranche' }).click();
    await expect.element(field(4, 'moins de')).toHaveFocus();
    await expect.element(field(5, 'dose')).toHaveValue('8');
    await field(4, 'moins de').fill('3');
    // without the last one, the one before it is open at its end, and has its threshold again once it is back
    await remove(5).click();
    await expect.element(field(4, 'moins de')).not.toBeInTheDocument();
    const putBack = page.getByRole('button', { name: 'Remettre' });
    await expect.element(putBack).toHaveFocus();
    await putBack.click();
    await expect.element(field(4, 'moins de')).toHaveValue('3');
    await expect.element(field(5, 'dose')).toHaveValue('8');
    await remove(3).click();
    await expect.element(bands().nth(2).getByText('de … à moins de')).toBeVisible();
    await putBack.click();
    await expect.element(field(3, 'moins de')).toHaveValue('2,5');
    // two are the fewest
    for (let n = 5; n > 2; n -= 1) await remove(n).click();
    await expect.element(remove(1)).not.toBeInTheDocument();
  });

  it('keeps the fixed dose and the scale while the other one is chosen', async () => {
    await open();
    await page.getByRole('textbox', { name: 'Dose', exact: true }).fill('6');
    await bySwitch().click();
    await field(1, 'dose').fill('2');
    await bySwitch().click();
    await expect.element(page.getByRole('textbox', { name: 'Dose', exact: true })).toHaveValue('6');
    await bySwitch().click();
    await expect.element(field(1, 'dose')).toHaveValue('2');
  });

  it('is offered at once for insulin, and below "more" for any other drug', async () => {
    await open(paracetamol);
    await expect.element(page.getByRole('textbox', { name: 'Dose', exact: true })).toBeVisible();
    await expect.element(bySwitch()).not.toBeInTheDocument();
    await page.getByRole('button', { name: 'Plus de champs' }).click();
    await expect.element(bySwitch()).toBeVisible();
  });

  it('is not read of a typed line, which says so', async () => {
    await open();
    await page.getByRole('textbox', { name: 'Posologie en une ligne' }).fill('SC selon glycémie');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText(/glycémie.*mot non compris/)).toBeVisible();
    await expect.element(page.getByRole('textbox', { name: 'Dose', exact: true })).toHaveValue('');
  });
});

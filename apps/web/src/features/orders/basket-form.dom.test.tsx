import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { refusal, type Answers } from '../../testing/answers.ts';
import { draft, draftAnswers } from '../../testing/drafts.ts';
import { banner } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { waitFor } from '../../testing/wait-for.ts';
import { BasketForm } from './basket-form.tsx';
import { changed, emptyBasket, newDrug, newService, type LineText } from './basket.ts';
import { textOfRegimen } from './regimen-text.ts';
import { readDosage } from './dosage-line.tsx';

const code = { system: 'http://www.whocc.no/atc', code: 'N02BE01' };
const regimenOf = (text: string) => {
  const { reading } = readDosage(text);
  if (!reading) throw new Error(text);
  return textOfRegimen(reading.regimen);
};
const drug = newDrug(
  { text: 'paracétamol', code },
  { setting: 'community', regimen: regimenOf('1 g PO x3/j 5 j') },
);
const image = newService('imaging', { text: 'Scanner du thorax', code: null }, { reason: 'dyspnée' });

type Of<P extends 'sign' | 'check' | 'formulary'> = NonNullable<NonNullable<Answers['orders']>[P]>;
const isListed: Of<'formulary'> = () => ({ state: 'listed', equivalents: [] });
const nothingFound: Of<'check'> = () => ({ alerts: [], notRun: [], noRule: [] });

async function open(lines: LineText[], sign?: Of<'sign'>, check = nothingFound, formulary = isListed) {
  const basket = lines.reduce(
    (all, line, i) => changed(all, { is: 'add', name: `l${i}`, line }),
    emptyBasket(),
  );
  const done: string[] = [];
  const shown = await show(
    <BasketForm
      patientId="p1"
      target={null}
      onDone={(message) => done.push(message)}
      onUnsafe={() => undefined}
      onClose={() => undefined}
    />,
    {
      answers: {
        patients: { banner: () => banner },
        drafts: draftAnswers(lines.length > 0 ? draft(basket, { form: 'orders.sign' }) : null),
        terminology: { suggest: () => ({ state: 'whole', lines: [] }) },
        orders: {
          favourites: () => ({ favourites: [], services: [] }),
          sets: () => ({ sets: [], truncated: false }),
          check,
          formulary,
          ...(sign ? { sign } : {}),
        },
      },
    },
  );
  await expect.element(page.getByRole('combobox').first()).toBeVisible();
  return { ...shown, done, basket };
}
const save = () => userEvent.keyboard('{Control>}{Enter}{/Control}');

describe('a basket that waited as a draft', () => {
  it('is there line by line, names the patient, and is signed by one key', async () => {
    const { done, callsOf, basket } = await open([drug, image], () => ({
      ids: ['1', '2'],
      isReplay: false,
      waiting: 0,
      toReread: 0,
    }));
    await expect.element(page.getByText('paracétamol', { exact: true })).toBeVisible();
    await expect.element(page.getByText('Pour MARTIN Jeanne')).toBeVisible();
    await save();
    await waitFor(() =>
      expect(done).toEqual(['2 lignes signées pour MARTIN Jeanne\u00a0: paracétamol et Scanner du thorax.']),
    );
    expect(callsOf('orders.sign')).toMatchObject([
      {
        patientId: 'p1',
        key: basket.key,
        lines: [
          { kind: 'drug', act: 'new', coded: { code }, regimen: { route: 'oral' }, setting: 'community' },
          { kind: 'service', category: 'imaging', reason: 'dyspnée', timing: null },
        ],
      },
    ]);
  });

  it('keeps what the server refuses: the line opens, and the focus is in the field', async () => {
    const { done } = await open([image, drug], () =>
      Promise.reject(
        refusal('BAD_REQUEST', {
          issues: [
            { code: 'custom', path: ['lines', 1, 'asNeeded'], message: 'missing' },
            { code: 'custom', path: ['lines', 1, 'route'], message: 'missing' },
          ],
        }),
      ),
    );
    await save();
    const route = page.getByLabelText('Voie', { exact: true });
    await expect.element(route).toHaveAccessibleDescription(/À remplir/);
    await expect.element(page.getByRole('alert').filter({ hasText: 'paracétamol – Voie' })).toBeVisible();
    expect(done).toEqual([]);
    await expect.element(page.getByText('Scanner du thorax', { exact: true })).toBeVisible();
  });

  it('says at the maximum of 24 h that it cannot be compared with the dose', async () => {
    const asNeeded = { ...drug.regimen, isAsNeeded: true, condition: 'douleur' };
    const regimen = {
      ...asNeeded,
      interval: { value: '6', unit: 'h' as const },
      maxPerDay: { value: '4', unit: 'mL' },
    };
    await open([{ ...drug, regimen }], () =>
      Promise.reject(
        refusal('BAD_REQUEST', {
          issues: [
            { code: 'custom', path: ['lines', 0, 'asNeeded', 'maxPerDay'], message: 'not-comparable' },
          ],
        }),
      ),
    );
    await save();
    await expect
      .element(page.getByLabelText('Maximum en 24 h', { exact: true }))
      .toHaveAccessibleDescription(/dans l’unité de la dose/);
  });
});

describe('a line', () => {
  it('says what it still needs; what is wrong is summed up in the order of the lines', async () => {
    const without = { ...drug, regimen: { ...drug.regimen, route: '' as const } };
    await open([{ ...image, reason: '' }, without]);
    await expect.element(page.getByText('À compléter : renseignements cliniques')).toBeVisible();
    await expect.element(page.getByText('À compléter : voie')).toBeVisible();
    // the second line is open, the first is not
    await page.getByRole('button', { name: /Ligne 2/ }).click();
    await save();
    const wrong = () => page.getByRole('alert').getByRole('link').elements();
    await waitFor(() =>
      expect(wrong().map((one) => one.textContent?.split(' – ')[0])).toEqual([
        '1. Scanner du thorax',
        '2. paracétamol',
      ]),
    );
  });

  it('asks of "as needed" for what, how far apart and how much at most', async () => {
    const { callsOf } = await open([{ ...drug, regimen: { ...drug.regimen, isAsNeeded: true } }]);
    await save();
    for (const name of ['Si besoin de quoi', 'Intervalle minimal', 'Maximum en 24 h'])
      await expect
        .element(page.getByLabelText(name, { exact: true }))
        .toHaveAccessibleDescription(/À remplir/);
    await expect.element(page.getByLabelText('Si besoin de quoi', { exact: true })).toHaveFocus();
    expect(callsOf('orders.sign')).toEqual([]);
  });

  it('that was taken out can be put back as it was', async () => {
    await open([drug, image]);
    await page.getByRole('button', { name: 'Retirer paracétamol' }).click();
    await expect.element(page.getByText('paracétamol', { exact: true })).not.toBeInTheDocument();
    await page.getByRole('button', { name: 'Remettre' }).click();
    await expect.element(page.getByText('pendant 5 jours')).toBeVisible();
    expect(
      page.getByRole('list', { name: 'Prescriptions à signer' }).getByRole('listitem').elements()[0]
        ?.textContent,
    ).toContain('paracétamol');
  });

  it('takes a dosage in one line into its fields; with an error in it nothing is filled', async () => {
    await open([newDrug({ text: 'paracétamol', code }, { setting: 'community' })]);
    await page
      .getByRole('button', { name: /paracétamol/ })
      .first()
      .click();
    const typed = page.getByRole('textbox', { name: 'Posologie en une ligne' });
    await typed.fill('3 g/j PO');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText(/en combien de prises/)).toBeVisible();
    await expect.element(page.getByLabelText('Dose', { exact: true })).toHaveValue('');
    await typed.fill('1 g PO x3/j');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('3 fois par jour')).toBeVisible();
    await expect.element(page.getByRole('combobox')).toHaveFocus();
  });
});

describe('what decision support says', () => {
  it('names the lines by their place in the basket, and leaves out none that is not whole', async () => {
    const half = newDrug({ text: 'ibuprofène', code: { ...code, code: 'M01AE01' } });
    const { callsOf } = await open([half, drug], undefined, () => ({
      alerts: [
        {
          key: 'a1',
          rule: 'allergy.confirmed',
          lines: [0],
          level: 'needs-reason',
          canLift: false,
          summary: 'Allergie au paracétamol',
          detail: '',
          source: { label: 'Dossier', url: null, date: null },
          links: [],
          reasons: [{ code: 'known', display: 'Déjà toléré' }],
        },
      ],
      notRun: [],
      noRule: [],
    }));
    await expect.element(page.getByText('Allergie au paracétamol')).toBeVisible();
    await expect.element(page.getByText(/^Ligne 2 ·/)).toBeVisible();
    await expect.element(page.getByText('Une ligne à compléter n’est pas encore contrôlée.')).toBeVisible();
    expect(callsOf('orders.check')).toEqual([
      expect.objectContaining({ patientId: 'p1', hook: 'order-select', lines: [expect.anything()] }),
    ]);
  });
  it('says that nothing was found only once it was checked', async () => {
    const waiting: ((view: Awaited<ReturnType<Of<'check'>>>) => void)[] = [];
    await open([drug], undefined, () => new Promise((resolve) => waiting.push(resolve)));
    await expect.element(page.getByText('Contrôles en cours…')).toBeVisible();
    await waitFor(() => expect(waiting).toHaveLength(1));
    expect(page.getByText(/aucune alerte/).elements()).toEqual([]);
    waiting[0]?.({ alerts: [], notRun: [], noRule: [] });
    await expect.element(page.getByText(/Contrôles faits\s: aucune alerte\./)).toBeVisible();
  });
  it('says that it could not be made, and never that there is no alert', async () => {
    await open([drug], undefined, () => {
      throw refusal('INTERNAL_SERVER_ERROR');
    });
    await expect.element(page.getByText(/Les contrôles n’ont pas pu être faits/)).toBeVisible();
    expect(page.getByText(/aucune alerte/).elements()).toEqual([]);
  });
});

describe('the hospital’s list', () => {
  const onWard = { ...drug, setting: 'inpatient' as const };
  const atorvastatin = {
    text: 'atorvastatine',
    system: code.system,
    code: 'C10AA05',
    isSameSubstance: false,
  };
  it('says what is not on it; what is in its place is taken by a click, and its dose said anew', async () => {
    await open([onWard], undefined, nothingFound, () => ({
      state: 'not-listed',
      equivalents: [atorvastatin],
    }));
    await expect.element(page.getByText('Hors livret')).toBeVisible();
    await page.getByRole('button', { name: /Ligne 1/ }).click();
    await expect.element(page.getByLabelText('Dose', { exact: true })).toHaveValue('1');
    await page.getByRole('button', { name: 'Prendre atorvastatine' }).click();
    await expect.element(page.getByRole('button', { name: /Ligne 1.*atorvastatine/ })).toBeVisible();
    await expect.element(page.getByLabelText('Dose', { exact: true })).toHaveValue('');
  });
  it('is not asked about what goes home', async () => {
    const { callsOf } = await open([drug], undefined, nothingFound, () => ({
      state: 'not-listed',
      equivalents: [],
    }));
    await expect.element(page.getByText('Aucune alerte', { exact: false }).first()).toBeInTheDocument();
    expect(callsOf('orders.formulary')).toEqual([]);
    await expect.element(page.getByText('Hors livret')).not.toBeInTheDocument();
  });
  it('that could not be asked is said', async () => {
    await open([onWard], undefined, nothingFound, () => {
      throw refusal('INTERNAL_SERVER_ERROR');
    });
    await expect.element(page.getByText('Livret non consulté')).toBeVisible();
  });
});

import type { FavouritesView, OrderFavourite, OrderTemplate } from '@keneyapp/bff/features/orders/view';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { refusal } from '../../testing/answers.ts';
import { draft, draftAnswers } from '../../testing/drafts.ts';
import { banner, doctor } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { waitFor } from '../../testing/wait-for.ts';
import { BasketForm } from './basket-form.tsx';
import { changed, emptyBasket, newService, type LineText } from './basket.ts';

const test = (text: string, code: string): OrderTemplate => ({
  kind: 'service',
  category: 'laboratory',
  coded: { text, code: { system: 'http://loinc.org', code } },
  timing: null,
  duration: null,
  priority: 'routine',
  addressee: '',
});
const entry: OrderFavourite = {
  id: '00000000-0000-4000-8000-000000000001',
  name: 'Bilan d’entrée',
  serviceId: null,
  lines: [test('NFS', '58410-2'), test('Ionogramme', '51990-0')],
};
const services = [{ id: 'cardio', name: 'Cardiologie' }];
const half = {
  id: 'half',
  title: 'Sepsis',
  description: null,
  publisher: null,
  approvedOn: null,
  lines: null,
};

async function open({ lines = [], fails = false }: { lines?: LineText[]; fails?: boolean } = {}) {
  const kept: OrderFavourite[] = [entry];
  const basket = lines.reduce(
    (all, line, i) => changed(all, { is: 'add', name: `l${i}`, line }),
    emptyBasket(),
  );
  const favourites = (): FavouritesView => ({ favourites: [...kept], services });
  const put = (one: OrderFavourite) => {
    const at = kept.findIndex(({ id }) => id === one.id);
    if (at < 0) kept.push(one);
    else kept[at] = one;
  };
  const shown = await show(
    <BasketForm
      patientId="p1"
      target={null}
      onDone={() => undefined}
      onUnsafe={() => undefined}
      onClose={() => undefined}
    />,
    {
      me: { ...doctor, rights: { ...doctor.rights, 'orders.save-service-favourite': true } },
      answers: {
        patients: { banner: () => banner },
        drafts: draftAnswers(lines.length > 0 ? draft(basket, { form: 'orders.sign' }) : null),
        terminology: { suggest: () => ({ state: 'whole', lines: [] }) },
        orders: {
          favourites: () => (fails ? Promise.reject(refusal('BAD_GATEWAY')) : favourites()),
          sets: () => ({ sets: [half], truncated: false }),
          readLine: () => ({
            reading: null,
            errors: [],
            fields: [],
            drug: null,
            categories: [],
            loaded: { drugs: 'whole', tests: 'whole' },
          }),
          check: () => ({ alerts: [], notRun: [], noRule: [] }),
          saveFavourite: (one) => (put({ ...one, serviceId: null } as OrderFavourite), null),
          removeFavourite: ({ id }) => {
            const at = kept.findIndex((one) => one.id === id);
            if (at >= 0) kept.splice(at, 1);
            return null;
          },
          saveServiceFavourite: ({ serviceId, id, favourite }) => {
            if (favourite) put({ id, ...favourite, serviceId } as OrderFavourite);
            return null;
          },
        },
      },
    },
  );
  await expect.element(page.getByRole('combobox', { name: /ligne entière/ })).toBeVisible();
  return shown;
}
const inBasket = () => page.getByRole('list', { name: 'Prescriptions à signer' }).getByRole('listitem');
const choose = () => page.getByRole('button', { name: /^Ajouter Bilan d’entrée/ });

describe('favourites and sets in an empty basket', () => {
  it('are there with what they order; one click puts all of it in the basket, and one takes it back', async () => {
    const { callsOf } = await open();
    await choose().click();
    await expect.element(page.getByText(/2 lignes ajoutées.*Rien n’est signé\./)).toBeVisible();
    expect(inBasket().elements()).toHaveLength(2);
    await expect.element(page.getByRole('combobox', { name: /ligne entière/ })).toHaveFocus();
    expect(callsOf('orders.sign')).toEqual([]);
    await page.getByRole('button', { name: 'Retirer ces lignes' }).click();
    await expect.element(page.getByText(/retirées\./)).toBeVisible();
    expect(inBasket().elements()).toHaveLength(0);
  });

  it('say of a set that cannot be taken over whole that it cannot', async () => {
    await open();
    const set = page.getByRole('button', { name: /^Ajouter Sepsis/ });
    await expect.element(set).toBeDisabled();
    await expect.element(page.getByText(/ne peut pas être repris en entier/)).toBeVisible();
  });

  it('say when they could not be read, and keep what could', async () => {
    await open({ fails: true });
    await expect.element(page.getByText(/n’ont pas tous pu être lus/)).toBeVisible();
    await expect.element(page.getByRole('button', { name: /^Ajouter Sepsis/ })).toBeVisible();
    await expect.element(page.getByText(/Ni favori ni protocole/)).not.toBeInTheDocument();
  });
});

describe('while typing', () => {
  it('are found by their words, and taken by their whole name and Enter', async () => {
    await open();
    const search = page.getByRole('combobox', { name: /ligne entière/ });
    await search.fill('entree');
    await expect.element(page.getByRole('option', { name: /Bilan d’entrée/ })).toBeVisible();
    await userEvent.keyboard('{Enter}');
    expect(inBasket().elements()).toHaveLength(0);
    await search.fill('bilan d’entrée');
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(inBasket().elements()).toHaveLength(2));
    await expect.element(search).toHaveValue('');
  });
});

describe('keeping', () => {
  const lines = [
    newService('laboratory', { text: 'TSH', code: { system: 'http://loinc.org', code: '3016-3' } }),
    newService('imaging', { text: 'Scanner', code: null }, { reason: 'dyspnée' }),
  ];

  it('takes the lines that are chosen, without what is of the patient; Enter signs nothing', async () => {
    const { callsOf } = await open({ lines });
    await page.getByRole('button', { name: 'Garder comme favori' }).click();
    await page.getByRole('checkbox', { name: /^TSH/ }).click();
    await page.getByLabelText('Pour qui').selectOptions('Cardiologie (tout le service)');
    await page.getByLabelText('Nom du favori').fill('Thorax');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText(/^Gardé.*Thorax/)).toBeVisible();
    expect(callsOf('orders.saveServiceFavourite')).toMatchObject([
      { serviceId: 'cardio', favourite: { name: 'Thorax', lines: [{ coded: { text: 'Scanner' } }] } },
    ]);
    expect(JSON.stringify(callsOf('orders.saveServiceFavourite'))).not.toContain('dyspnée');
    expect(callsOf('orders.sign')).toEqual([]);
  });

  it('replaces what has the same name, says so before, and gives it back', async () => {
    const { callsOf } = await open({ lines });
    await page.getByRole('button', { name: 'Garder comme favori' }).click();
    const name = page.getByLabelText('Nom du favori');
    await userEvent.keyboard('{Enter}');
    await expect.element(name).toHaveAccessibleDescription(/Donnez un nom/);
    await name.fill('bilan d’entrée');
    await expect.element(name).toHaveAccessibleDescription(/sera remplacé/);
    await userEvent.keyboard('{Enter}');
    await page.getByRole('button', { name: 'Rétablir Bilan d’entrée' }).click();
    await expect.element(page.getByText(/^Annulé/)).toBeVisible();
    expect(callsOf('orders.saveFavourite').map((one) => (one as OrderFavourite).id)).toEqual([
      entry.id,
      entry.id,
    ]);
  });
});

describe('a favourite', () => {
  it('is renamed in its place, and removed at once with a way back', async () => {
    await open();
    await page.getByRole('button', { name: 'Renommer Bilan d’entrée' }).click();
    await page.getByLabelText('Nouveau nom').fill('Entrée');
    await userEvent.keyboard('{Enter}');
    await page.getByRole('button', { name: 'Supprimer Entrée' }).click();
    await expect.element(page.getByRole('button', { name: /^Ajouter Entrée/ })).not.toBeInTheDocument();
    const undo = page.getByRole('button', { name: 'Rétablir Entrée' });
    await expect.element(undo).toHaveFocus();
    await undo.click();
    await expect.element(page.getByRole('button', { name: /^Ajouter Entrée/ })).toBeVisible();
  });
});

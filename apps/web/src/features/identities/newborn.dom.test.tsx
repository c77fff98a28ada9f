import type { LookAlikesView } from '@keneyapp/bff/features/identities/view';
import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { refusal, type Answers } from '../../testing/answers.ts';
import { banner, doctor, identity } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { waitFor } from '../../testing/wait-for.ts';
import { NewbornPage } from './newborn-page.tsx';

const me = {
  ...doctor,
  rights: {
    ...doctor.rights,
    'identities.register-newborn': true as const,
    'identities.search': true as const,
    'identities.print': true as const,
  },
};
const nobody: LookAlikesView = { found: [], isComplete: true, hasMore: false };
const { ins: _ins, ...person } = identity;
const listed = { ...person, birthPlace: null };
const hers = { birthName: identity.birthName ?? '', birthDate: identity.birthDate ?? '' };
const [year = '', month = '', day = ''] = hers.birthDate.split('-');
const view = {
  children: [
    { patientId: 'c1', ipp: '8000001' },
    { patientId: 'c2', ipp: '8000002' },
  ],
};
type Of = NonNullable<Answers['identities']>;
const open = (motherId: string | null, answers: Of = {}) =>
  show(<NewbornPage motherId={motherId} />, {
    me,
    answers: {
      patients: { banner: () => banner },
      identities: {
        birthplace: () => ({ code: '37261', name: 'Tours' }),
        alike: () => nobody,
        places: () => ({ places: [{ code: '99350', name: 'Maroc' }], communesAre: 'none' }),
        registerNewborn: () => view,
        ...answers,
      },
    },
  });
const field = (name: string) => page.getByRole('textbox', { name, exact: true });
const submit = () => userEvent.keyboard('{Control>}{Enter}{/Control}');
async function sayMother(date = `${day}/${month}/${year}`) {
  await expect.element(field('Nom de naissance de la mère')).toHaveFocus();
  await field('Nom de naissance de la mère').fill(hers.birthName.toLowerCase());
  await field('Date de naissance de la mère').fill(date);
  await submit();
}

it('asks who the mother is before her record is shown, and takes twins by the keyboard alone', async () => {
  const { callsOf } = await open(identity.id);
  await expect.element(page.getByText(hers.birthName)).not.toBeInTheDocument();
  await sayMother('01/01/1901');
  await expect.element(page.getByText(/ne sont pas ceux du dossier choisi/)).toBeVisible();
  await sayMother2();
  await expect.element(page.getByRole('radio', { name: '1', exact: true })).toHaveFocus();
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(page.getByRole('group', { name: 'Enfant 2' })).toBeVisible();
  await expect.element(field('Code du lieu de naissance')).toHaveValue('37261');
  // a place that is chosen brings its code along
  const place = page.getByRole('combobox', { name: 'Commune de naissance' });
  await place.fill('Mar');
  await expect.element(page.getByText(/communes ne sont pas chargées/)).toBeVisible();
  await place.fill('Maroc (99350)');
  await expect.element(field('Code du lieu de naissance')).toHaveValue('99350');
  await expect.element(place).toHaveValue('Maroc');
  await submit();
  await expect.element(page.getByText('2 champs sont à corriger')).toBeVisible();
  for (const n of [1, 2]) {
    await page
      .getByRole('group', { name: `Enfant ${n}` })
      .getByRole('radio', { name: 'Masculin' })
      .click();
  }
  await page
    .getByRole('group', { name: 'Enfant 2' })
    .getByRole('textbox', { name: 'Premier prénom' })
    .fill('Léo');
  await page
    .getByRole('group', { name: 'Enfant 1' })
    .getByRole('textbox', { name: 'Heure de naissance' })
    .fill('25h');
  await submit();
  await expect.element(page.getByText('Heure non comprise : par exemple 04:12.').first()).toBeVisible();
  await page
    .getByRole('group', { name: 'Enfant 1' })
    .getByRole('textbox', { name: 'Heure de naissance' })
    .fill('');
  await submit();
  await expect.element(page.getByRole('heading', { name: '2 enfants enregistrés' })).toHaveFocus();
  expect(callsOf('identities.registerNewborn')).toMatchObject([
    {
      patientId: identity.id,
      mother: { birthDate: hers.birthDate },
      birthName: null,
      birthPlace: { code: '99350', name: 'Maroc' },
      children: [
        { firstGivenName: null, sex: 'male', birthTime: null },
        { firstGivenName: 'Léo', sex: 'male', birthTime: null },
      ],
    },
  ]);
  await expect
    .element(page.getByRole('link', { name: 'Bracelet de l’enfant 2' }))
    .toHaveAttribute('href', '/patients/c2/identity/labels?layout=child-bracelet');
});
async function sayMother2() {
  await field('Date de naissance de la mère').fill(`${day}/${month}/${year}`);
  await submit();
}

it('finds her by two traits; who may be one of the children has to be looked at first', async () => {
  const twin = { ...listed, id: 'p9', givenNames: ['SANS PRENOM'], ipp: '8000009' };
  let isRefused = true;
  const { callsOf } = await open(null, {
    alike: (input: unknown) => {
      const isOfMother = (input as { firstGivenName?: string }).firstGivenName === undefined;
      return isOfMother
        ? {
            ...nobody,
            found: [{ patient: listed, matchClass: 'possible' as const, heldBack: null, fields: [] }],
          }
        : { ...nobody, found: [{ patient: twin, matchClass: 'match' as const, heldBack: null, fields: [] }] };
    },
    registerNewborn: () => (isRefused ? Promise.reject(refusal('CONFLICT', { reason: 'look-alike' })) : view),
  });
  await sayMother();
  await page.getByRole('button', { name: 'C’est elle' }).click();
  await page.getByRole('radio', { name: 'Féminin' }).click();
  await submit();
  const list = page.getByRole('group', { name: 'Peut-être déjà enregistré' });
  await expect.element(list).toHaveFocus();
  await expect.element(list.getByRole('alert')).toBeVisible();
  expect(callsOf('identities.registerNewborn')).toEqual([]);
  await list.getByRole('checkbox').click();
  isRefused = false;
  await page.getByRole('button', { name: 'Enregistrer l’enfant' }).click();
  await waitFor(() => expect(callsOf('identities.registerNewborn')).toMatchObject([{ others: ['p9'] }]));
});

// Long because what one person does at one form is told in one place.
import type { LookAlike, LookAlikesView } from '@keneyapp/bff/features/identities/view';
import { birthDateOf, buildDatamatrix, insKey, unsaidBirthDate } from '@keneyapp/clinical';
import { beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { lastSearch } from '../../components/use-live-search.ts';
import { refusal, type Answers } from '../../testing/answers.ts';
import { banner, doctor, identity } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { waitFor } from '../../testing/wait-for.ts';
import { RegisterPage } from './register-page.tsx';

const me = {
  ...doctor,
  rights: {
    ...doctor.rights,
    'identities.register': true as const,
    'identities.search': true as const,
    'identities.print': true as const,
    'identities.read': true as const,
    'identities.list-open': true as const,
  },
};
const nobody: LookAlikesView = { found: [], isComplete: true, hasMore: false };
const { ins: _ins, ...listed } = identity;
const like: LookAlike = {
  patient: { ...listed, id: 'p7', ipp: '8000777', birthPlace: 'Tours' },
  matchClass: 'possible',
  heldBack: null,
  fields: [
    { field: 'familyName', level: 'equal' },
    { field: 'birthDate', level: 'slip' },
    { field: 'sex', level: 'different' },
    { field: 'telephone', level: null },
  ],
};
const view = {
  patientId: 'p8',
  ipp: '8000888',
  state: { status: 'PROV' as const, attributes: [] },
  refusal: null,
};
const noPlaces = () => ({ places: [], communesAre: 'none' as const });
type Of = NonNullable<Answers['identities']>;
const open = (answers: Of = {}) =>
  show(<RegisterPage />, {
    me,
    answers: {
      patients: { banner: () => banner },
      identities: { alike: () => nobody, register: () => view, places: noPlaces, ...answers },
    },
  });

const field = (name: string) => page.getByRole('textbox', { name, exact: true });
const submit = () => userEvent.keyboard('{Control>}{Enter}{/Control}');
/** A whole identity, by the keyboard alone. */
async function type() {
  await expect.element(field('Nom de naissance')).toHaveFocus();
  await userEvent.keyboard('d’Essai-Zoé{Enter}Zoé{Enter}{Enter}');
  await userEvent.keyboard(' {Enter}12/07/1984{Enter}Paris 12e{Enter}75112');
}
beforeEach(() => {
  lastSearch.words = '';
});

describe('registering somebody', () => {
  it('goes by the keyboard alone, and shows how names will be written and the date was understood', async () => {
    const { callsOf } = await open();
    await type();
    await expect.element(page.getByText("S’écrira D'ESSAI-ZOE")).toBeVisible();
    await expect.element(page.getByText('Compris : 12/07/1984')).toBeVisible();
    await submit();
    await expect.element(page.getByRole('heading', { name: /D'ESSAI-ZOE ZOE/ })).toHaveFocus();
    await expect.element(page.getByText('8000888')).toBeVisible();
    // the bracelet is one step away
    await expect
      .element(page.getByRole('link', { name: 'Bracelet' }))
      .toHaveAttribute('href', '/patients/p8/identity/labels?layout=bracelet');
    expect(callsOf('identities.register')).toMatchObject([
      {
        traits: {
          birthName: 'd’Essai-Zoé',
          firstGivenName: 'Zoé',
          givenNames: [],
          sex: 'female',
          birthDate: { known: '1984-07-12', isEstimated: false },
          birthPlace: { code: '75112', name: 'Paris 12e' },
        },
        proof: null,
        insi: null,
        others: [],
      },
    ]);
    // the next one begins empty
    await page.getByRole('button', { name: 'Enregistrer une autre personne' }).click();
    await expect.element(field('Nom de naissance')).toHaveValue('');
  });

  it('says what is wrong at the field on leaving it, and everything on saving', async () => {
    const { callsOf } = await open();
    await field('Date de naissance').fill('30/02/1984');
    await userEvent.tab();
    await expect.element(field('Date de naissance')).toHaveAttribute('aria-invalid', 'true');
    await expect.element(page.getByText('Ce jour n’existe pas dans le calendrier.')).toBeVisible();
    // what is empty yet is no mistake
    await expect.element(field('Nom de naissance')).toHaveAttribute('aria-invalid', 'false');
    await submit();
    await expect.element(page.getByText('5 champs sont à corriger')).toBeVisible();
    await expect.element(field('Nom de naissance')).toHaveFocus();
    expect(callsOf('identities.register')).toEqual([]);
    await field('Date de naissance').fill('vers 1970');
    await expect.element(page.getByText('Compris : vers 1970. S’écrira 31/12/1970.')).toBeVisible();
  });

  it('on a telephone, the field that is wrong is never behind the foot with its button', async () => {
    await page.viewport(390, 700);
    await open();
    await field('Nom de naissance').fill('Essai');
    await field('Premier prénom de naissance').fill('Zoé');
    await page.getByRole('radio', { name: 'Féminin' }).click();
    await field('Date de naissance').fill('12/07/1984');
    for (const height of [560, 620, 660, 700, 740, 800]) {
      await page.viewport(390, height);
      window.scrollTo(0, 0);
      await field('Date de naissance').click();
      window.scrollTo(0, 0);
      await submit();
      await expect.element(field('Code du lieu de naissance')).toHaveFocus();
      const { x, y } = field('Code du lieu de naissance').element().getBoundingClientRect();
      expect(document.elementFromPoint(x + 5, y + 20)).toBe(field('Code du lieu de naissance').element());
    }
    await page.viewport(1280, 800);
  });

  it('puts what the server refuses at its field, and keeps all that was typed', async () => {
    const { callsOf, answer } = await open({
      register: () =>
        Promise.reject(
          refusal('BAD_REQUEST', {
            issues: [{ code: 'custom', path: ['traits', 'birthPlace'], message: 'place-code' }],
          }),
        ),
    });
    await type();
    await submit();
    await expect.element(field('Code du lieu de naissance')).toHaveFocus();
    await expect.element(field('Nom de naissance')).toHaveValue('d’Essai-Zoé');
    answer({
      identities: {
        ...{ alike: () => nobody, places: noPlaces },
        register: () => Promise.reject(refusal('BAD_GATEWAY')),
      },
    });
    await submit();
    await expect
      .element(page.getByRole('alert').filter({ hasText: 'L’identité n’a pas été enregistrée' }))
      .toBeVisible();
    await expect
      .element(page.getByRole('combobox', { name: 'Commune ou pays de naissance' }))
      .toHaveValue('Paris 12e');
    const keys = callsOf('identities.register').map((input) => (input as { key: string }).key);
    expect(new Set(keys).size).toBe(2);
  });

  it('refuses beside somebody who was not looked at, and goes there', async () => {
    const { callsOf } = await open({ alike: () => ({ ...nobody, found: [like] }) });
    await type();
    await expect.element(page.getByText('Proche : date de naissance (un chiffre d’écart)')).toBeVisible();
    await expect.element(page.getByText('Diffère : sexe')).toBeVisible();
    await submit();
    await expect.element(page.getByRole('group', { name: 'Peut-être déjà enregistré' })).toHaveFocus();
    await expect.element(page.getByRole('alert')).toMatchTextContent('Avant d’enregistrer');
    expect(callsOf('identities.register')).toEqual([]);
    await page.getByRole('checkbox', { name: /^Ce n’est pas la même personne/ }).click();
    await submit();
    await waitFor(() => expect(callsOf('identities.register')).toMatchObject([{ others: ['p7'] }]));
  });

  it('on a telephone, where they stand below the form, who is alike is said beside the button', async () => {
    await page.viewport(390, 700);
    await open({ alike: () => ({ ...nobody, found: [like] }) });
    await type();
    await page.getByRole('button', { name: 'Une identité ressemblante' }).click();
    await expect.element(page.getByRole('group', { name: 'Peut-être déjà enregistré' })).toHaveFocus();
    await page.viewport(1280, 800);
    expect(page.getByRole('button', { name: 'Une identité ressemblante' }).elements()).toEqual([]);
  });

  it('somebody who was registered meanwhile is shown before anything is saved', async () => {
    let isThere = false;
    const { callsOf } = await open({
      alike: () => (isThere ? { ...nobody, found: [like] } : nobody),
      register: () => {
        isThere = true;
        return Promise.reject(refusal('CONFLICT', { reason: 'look-alike' }));
      },
    });
    await type();
    await submit();
    await expect.element(page.getByText('8000777', { exact: false })).toBeVisible();
    await expect.element(page.getByRole('group', { name: 'Peut-être déjà enregistré' })).toHaveFocus();
    await expect.element(page.getByRole('alert')).toMatchTextContent('Avant d’enregistrer');
    await expect.element(field('Nom de naissance')).toHaveValue('d’Essai-Zoé');
    expect(callsOf('identities.register')).toHaveLength(1);
  });

  it('says that nobody is alike only of a base that is compared to its end', async () => {
    await open({ alike: () => ({ ...nobody, isComplete: false }) });
    await type();
    await expect.element(page.getByText(/pas encore entièrement comparée/)).toBeVisible();
    expect(page.getByText('Aucune identité ressemblante.', { exact: true }).elements()).toEqual([]);
  });

  it('begins with what was searched', async () => {
    Object.assign(lastSearch, { words: 'martin jeanne 12/07/1984', at: Date.now() });
    await open();
    await expect.element(field('Nom de naissance')).toHaveValue('martin');
    await expect.element(field('Premier prénom de naissance')).toHaveValue('jeanne');
    await expect.element(field('Date de naissance')).toHaveValue('12/07/1984');
  });
});

const thirteen = '2840737261001';
const code = buildDatamatrix({
  matricule: thirteen + (insKey(thirteen) ?? ''),
  oid: '1.2.250.1.213.1.4.10',
  traits: {
    birthName: 'DURAND',
    givenNames: ['AGNES', 'MARIE'],
    firstGivenName: 'AGNES',
    birthDate: birthDateOf('1984-07-12') ?? unsaidBirthDate,
    sex: 'female',
    birthPlace: { code: '37261', name: null },
  },
});

describe('a datamatrix', () => {
  it('fills what is empty, and names what it contradicts without writing over it', async () => {
    const { callsOf } = await open();
    await field('Nom de naissance').fill('Durant');
    await field('Lire le datamatrix INS').fill(code);
    await userEvent.keyboard('{Enter}');
    await expect.element(field('Premier prénom de naissance')).toHaveValue('AGNES');
    await expect.element(field('Autres prénoms de naissance')).toHaveValue('MARIE');
    await expect.element(field('Date de naissance')).toHaveValue('12/07/1984');
    await expect.element(page.getByRole('radio', { name: 'Féminin' })).toBeChecked();
    await expect.element(field('Nom de naissance')).toHaveValue('Durant');
    await expect.element(page.getByText('dans le code : DURAND', { exact: false })).toBeVisible();
    await page.getByRole('button', { name: 'Reprendre : Nom de naissance' }).click();
    await expect.element(field('Nom de naissance')).toHaveValue('DURAND');
    await expect.element(page.getByText(/dit autre chose/)).not.toBeInTheDocument();
    await submit();
    await waitFor(() =>
      expect(callsOf('identities.register')).toMatchObject([
        { traits: { birthName: 'DURAND', givenNames: ['AGNES', 'MARIE'], birthPlace: { code: '37261' } } },
      ]),
    );
  });

  it('that is none is said at its field', async () => {
    await open();
    await field('Lire le datamatrix INS').fill('3017620422003');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('Ce n’est pas un datamatrix INS.')).toBeVisible();
  });
});

describe('INSi', () => {
  const known = {
    birthName: "D'ESSAI-ZOE",
    firstGivenName: 'ZOE',
    givenNames: ['ZOE', 'MARIE'],
    birthDate: birthDateOf('1984-07-12') ?? unsaidBirthDate,
    sex: 'female' as const,
    birthPlace: { code: '75112', name: null },
  };
  const ask = () => page.getByRole('button', { name: 'Interroger INSi' }).click();

  it('its answer goes with the form, and no longer once a trait changed', async () => {
    const { callsOf } = await open({ askInsi: () => ({ answer: 'one', sealed: 's1', traits: known }) });
    await type();
    await ask();
    await expect.element(page.getByText('INSi confirme ces traits.')).toBeVisible();
    await field('Premier prénom de naissance').fill('Zoée');
    await expect.element(page.getByText(/la réponse d’INSi ne compte plus/)).toBeVisible();
    await field('Premier prénom de naissance').fill('Zoé');
    await expect.element(page.getByText('INSi confirme ces traits.')).toBeVisible();
    await submit();
    await waitFor(() => expect(callsOf('identities.register')).toMatchObject([{ insi: { sealed: 's1' } }]));
  });

  it('one who is close is shown side by side, and taken over when asked', async () => {
    const { callsOf } = await open({
      askInsi: () => ({
        answer: 'close',
        sealed: 's2',
        traits: { ...known, firstGivenName: 'ZELIE', givenNames: ['ZELIE'] },
        differs: ['firstGivenName'],
      }),
    });
    await type();
    await ask();
    await expect.element(page.getByText('INSi : ZELIE', { exact: false })).toBeVisible();
    await page.getByRole('button', { name: 'Reprendre les traits d’INSi' }).click();
    await expect.element(field('Premier prénom de naissance')).toHaveValue('ZELIE');
    await submit();
    await waitFor(() => expect(callsOf('identities.register')).toMatchObject([{ insi: { sealed: 's2' } }]));
  });

  it.each([
    [{ answer: 'none' as const }, /ne trouve personne/],
    [{ answer: 'several' as const }, /plusieurs personnes/],
    [{ answer: 'away' as const, reason: 'timeout' }, /ne répond pas/],
    [{ answer: 'not-asked' as const, lacking: ['sex' as const] }, /Il manque\s: Sexe/],
  ])('%j is said in words', async (answer, words) => {
    await open({ askInsi: () => answer });
    await type();
    await ask();
    await expect.element(page.getByText(words)).toBeVisible();
  });
});

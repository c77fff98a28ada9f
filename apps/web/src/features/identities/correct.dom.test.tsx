// Long because what one person does at one form, and with who may be the same person, is told in one place.
import type {
  IdentityFormView,
  JudgementsView,
  OpenIdentitiesView,
} from '@keneyapp/bff/features/identities/view';
import { birthDateOf, unsaidBirthDate } from '@keneyapp/clinical';
import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { refusal } from '../../testing/answers.ts';
import { banner, doctor, identity } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { waitFor } from '../../testing/wait-for.ts';
import { CorrectIdentity } from './correct-form.tsx';
import { IdentitiesPage } from './identities-page.tsx';
import { fromRecord } from './identity-fill.ts';
import { Judgements } from './judgements.tsx';

const rights = {
  ...doctor.rights,
  'identities.read': true as const,
  'identities.correct': true as const,
  'identities.list-open': true as const,
  'identities.tell-apart': true as const,
  'identities.take-back': true as const,
  'identities.merge': true as const,
};
const me = { ...doctor, rights };
const form: IdentityFormView = {
  version: '4',
  ipp: '8000123',
  traits: {
    birthName: 'MARTIN',
    firstGivenName: 'MARIE-ANNE',
    // as the registry cut it: nobody who opens the form changes it
    givenNames: ['MARIE', 'ANNE', 'LUCE'],
    birthDate: birthDateOf('1970', { isEstimated: true }) ?? unsaidBirthDate,
    sex: 'female',
    birthPlace: { code: '37261', name: 'Tours' },
  },
  usedName: 'Petit',
  usedGivenName: null,
  home: {
    lines: ['1 rue des Lilas'],
    postalCode: '37000',
    city: 'Tours',
    inseeCode: '37261',
    country: 'FRA',
  },
  telephones: [
    { value: '0247000000', use: 'home' },
    { value: '0600000000', use: 'mobile' },
  ],
  email: null,
  wantsNoMail: false,
  relations: {
    toWarn: { name: 'Paul Petit', telephone: null, link: 'Conjoint' },
    ...{ trusted: null, doctor: null, insuredNumber: null },
  },
  deceased: null,
  state: { status: 'QUAL', attributes: ['homonym'] },
  validation: null,
  hasIns: true,
  isBraceletToRedo: true,
  correctedAt: null,
};
const noPlaces = () => ({ places: [], communesAre: 'none' as const });
const saved = { patientId: 'p1', ipp: '8000123', state: form.state, refusal: null };
const field = (name: string) => page.getByRole('textbox', { name, exact: true });
const submit = () => userEvent.keyboard('{Control>}{Enter}{/Control}');

it('what nobody changed goes back as it came; the reason is asked', async () => {
  const { callsOf } = await show(<CorrectIdentity patientId="p1" />, {
    me,
    answers: {
      patients: { banner: () => banner },
      identities: { places: noPlaces, form: () => form, correct: () => saved },
    },
  });
  await expect.element(field('Date de naissance')).toHaveValue('vers 1970');
  await field('Téléphone mobile').fill('0611111111');
  await submit();
  await expect.element(page.getByText('Dites pourquoi l’identité change.').first()).toBeVisible();
  await page.getByRole('radio', { name: 'Erreur de saisie' }).click();
  await submit();
  await waitFor(() =>
    expect(callsOf('identities.correct')).toMatchObject([
      {
        version: '4',
        reason: 'correction',
        traits: {
          givenNames: ['MARIE', 'ANNE', 'LUCE'],
          birthDate: { known: '1970', isEstimated: true },
          birthPlace: { code: '37261', name: 'Tours' },
        },
        contact: {
          usedName: 'Petit',
          home: form.home,
          telephones: [form.telephones[0], { value: '0611111111', use: 'mobile' }],
        },
        attributes: ['homonym'],
      },
    ]),
  );
});

it('relatives stand open where somebody is written down; a death is asked once more', async () => {
  const { callsOf } = await show(<CorrectIdentity patientId="p1" />, {
    me,
    answers: {
      patients: { banner: () => banner },
      identities: { places: noPlaces, form: () => form, correct: () => saved },
    },
  });
  await expect.element(field('Personne à prévenir : nom et prénom')).toHaveValue('Paul Petit');
  await page.getByRole('radio', { name: 'Erreur de saisie' }).click();
  await field('Personne de confiance : téléphone').fill('0611111111');
  await field('Numéro de sécurité sociale de l’assuré').fill('1 85 05 75 123 456 74');
  await submit();
  await expect.element(page.getByText('2 champs sont à corriger')).toBeVisible();
  await field('Personne de confiance : nom et prénom').fill('Lucie Petit');
  await field('Numéro de sécurité sociale de l’assuré').fill('1 85 05 75 123 456 73');
  await page.getByRole('radio', { name: 'Patient décédé' }).click();
  await field('Date du décès').fill('01/11/2024');
  await submit();
  const question = page.getByRole('alertdialog', { name: 'Enregistrer le décès ?' });
  await expect.element(question.getByRole('button', { name: 'Revenir à la saisie' })).toHaveFocus();
  expect(callsOf('identities.correct')).toEqual([]);
  await question.getByRole('button', { name: 'Enregistrer le décès' }).click();
  await waitFor(() =>
    expect(callsOf('identities.correct')).toMatchObject([
      {
        deceased: { date: '2024-11-01' },
        contact: {
          relations: {
            toWarn: form.relations.toWarn,
            trusted: { name: 'Lucie Petit', telephone: '0611111111', link: null },
            doctor: null,
            insuredNumber: '185057512345673',
          },
        },
      },
    ]),
  );
});

it('says that a changed trait lowers the status, and keeps what was typed when somebody was faster', async () => {
  await show(<CorrectIdentity patientId="p1" />, {
    me,
    answers: {
      patients: { banner: () => banner },
      identities: {
        places: noPlaces,
        form: () => form,
        correct: () => Promise.reject(refusal('PRECONDITION_FAILED')),
        alike: () => ({ found: [], isComplete: true, hasMore: false }),
      },
    },
  });
  await expect.element(page.getByText(/Changer un trait de l’état civil/)).toBeVisible();
  await field('Nom de naissance').fill('Martinez');
  await expect.element(page.getByText(/redevient provisoire/)).toBeVisible();
  await page.getByRole('radio', { name: 'Changement d’état civil' }).click();
  await submit();
  await expect.element(page.getByText(/a modifié cette identité entre-temps/)).toBeVisible();
  await expect.element(field('Nom de naissance')).toHaveValue('Martinez');
  await page.getByRole('button', { name: 'Reprendre la version enregistrée' }).click();
  await expect.element(field('Nom de naissance')).toHaveValue('MARTIN');
});

it('two people are told apart only after a question, and the pair goes', async () => {
  const { ins: _ins, ...person } = identity;
  const listed = { ...person, birthPlace: null };
  let suspects: OpenIdentitiesView['suspects'] = [
    {
      patients: [listed, { ...listed, id: 'p2', givenNames: ['Jeanine'], ipp: '8000124' }],
      matchClass: 'possible',
      heldBack: null,
      fields: [
        { field: 'familyName', level: 'equal' },
        { field: 'givenName', level: 'alike' },
      ],
    },
  ];
  const { callsOf } = await show(<IdentitiesPage />, {
    me,
    answers: {
      identities: {
        open: () => ({
          suspects,
          hasMoreSuspects: false,
          toRegularise: [
            { patient: listed, since: '2026-11-20T08:00:00+01:00', why: ['provisional', 'incomplete'] },
          ],
          hasMoreToRegularise: false,
          late: [],
          counts: {
            total: 4,
            byStatus: { PROV: 2, VALI: 0, RECUP: 1, QUAL: 1 },
            ...{ late: 1, doubtful: 0, fictive: 0, incomplete: 1, suspects: 1 },
          },
          isComplete: true,
        }),
        judgements: () => ({ judgements: [], hasMore: false }),
        tellApart: () => {
          suspects = [];
          return null;
        },
      },
    },
  });
  await expect.element(page.getByText('provisoire depuis plus de 48 h · trait manquant')).toBeVisible();
  await expect.element(page.getByText('Qualité des identités (4 dossiers)')).toBeVisible();
  await expect.element(page.getByText('25 %').first()).toBeVisible();
  await page.getByRole('button', { name: /^Deux personnes différentes/ }).click();
  const question = page.getByRole('alertdialog');
  await expect.element(question.getByText(/sous votre nom \(Dr Claire Durand\)/)).toBeVisible();
  expect(callsOf('identities.tellApart')).toEqual([]);
  await question.getByRole('button', { name: 'Deux personnes différentes' }).click();
  await expect.element(page.getByText('Aucun doublon possible à examiner.')).toBeVisible();
  expect(callsOf('identities.tellApart')).toEqual([{ patients: ['p1', 'p2'] }]);
});

it('who may be the person that it becomes is shown, and one with the same matricule is compared', async () => {
  const { ins: _ins, ...person } = identity;
  const found = {
    patient: { ...person, id: 'p7', ipp: '8000777', birthPlace: null },
    ...{ matchClass: 'match' as const, heldBack: null, fields: [] },
  };
  const { callsOf } = await show(<CorrectIdentity patientId="p1" />, {
    me,
    answers: {
      patients: { banner: () => banner },
      identities: {
        ...{ places: noPlaces, form: () => form },
        alike: () => ({ found: [found], isComplete: true, hasMore: false }),
        correct: () =>
          Promise.reject(refusal('CONFLICT', { reason: 'matricule-taken', otherPatientId: 'p7' })),
      },
    },
  });
  await page.getByRole('radio', { name: 'Erreur de saisie' }).click();
  // nothing of who they are changed: nobody is asked about
  await expect.element(field('Nom de naissance')).toHaveValue('MARTIN');
  expect(callsOf('identities.alike')).toEqual([]);
  await field('Nom de naissance').fill('Martinez');
  await submit();
  await expect.element(page.getByRole('group', { name: 'Peut-être déjà enregistré' })).toHaveFocus();
  expect(callsOf('identities.alike')).toContainEqual(expect.objectContaining({ except: 'p1' }));
  expect(callsOf('identities.correct')).toEqual([]);
  const merge = '/identities/merge?one=p1&other=p7';
  await expect
    .element(page.getByRole('link', { name: /^Comparer et fusionner/ }))
    .toHaveAttribute('href', merge);
  await page.getByRole('checkbox', { name: /^Ce n’est pas la même personne/ }).click();
  await submit();
  await waitFor(() => expect(callsOf('identities.correct')).toMatchObject([{ others: ['p7'] }]));
  const alert = page.getByRole('alert').filter({ hasText: 'Un autre dossier a déjà ce matricule' });
  await expect
    .element(alert.getByRole('link', { name: 'Comparer et fusionner' }))
    .toHaveAttribute('href', merge);
});

it('what was typed over an older version is refused as behind, and not written over what came meanwhile', async () => {
  const values = { ...fromRecord(form), birthName: 'GARDE', reason: 'correction' };
  const { callsOf } = await show(<CorrectIdentity patientId="p1" />, {
    me,
    answers: {
      patients: { banner: () => banner },
      session: {
        draft: () => ({
          ...{ form: 'identities.correct', base: 'p1', patientId: '', counter: 1 },
          content: JSON.stringify({ version: '2', values }),
          ...{ updatedAt: '2026-11-29T10:00:00Z', expiresAt: '2026-12-29T10:00:00Z' },
        }),
      },
      identities: {
        ...{ places: noPlaces, form: () => form },
        alike: () => ({ found: [], isComplete: true, hasMore: false }),
        correct: () => Promise.reject(refusal('PRECONDITION_FAILED')),
      },
    },
  });
  await expect.element(field('Nom de naissance')).toHaveValue('GARDE');
  await submit();
  await waitFor(() => expect(callsOf('identities.correct')).toMatchObject([{ version: '2' }]));
  await expect.element(page.getByText(/a modifié cette identité entre-temps/)).toBeVisible();
});

it('that two are two people is taken back after a question', async () => {
  const { ins: _ins, ...person } = identity;
  const listed = { ...person, birthPlace: null };
  let said: JudgementsView['judgements'] = [
    {
      patients: [listed, { ...listed, id: 'p2', givenNames: ['Jeanine'], ipp: '8000124' }],
      ...{ by: 'Nadia Bensaïd', at: '2026-11-20T08:00:00Z' },
    },
  ];
  const { callsOf } = await show(<Judgements patientId="p1" />, {
    me,
    answers: {
      identities: {
        judgements: () => ({ judgements: said, hasMore: false }),
        takeBack: () => {
          said = [];
          return null;
        },
      },
    },
  });
  await expect.element(page.getByText(/^Noté par Nadia Bensaïd le /)).toBeVisible();
  await page.getByRole('button', { name: /^Revenir sur cette décision/ }).click();
  const question = page.getByRole('alertdialog');
  expect(callsOf('identities.takeBack')).toEqual([]);
  await question.getByRole('button', { name: 'Revenir sur cette décision' }).click();
  await waitFor(() => expect(callsOf('identities.takeBack')).toEqual([{ patients: ['p1', 'p2'] }]));
  await expect.element(page.getByText(/^Noté par/)).not.toBeInTheDocument();
});

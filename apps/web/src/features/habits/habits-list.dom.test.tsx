import type { HabitRow, HabitsView } from '@keneyapp/bff/features/habits/view';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { refusal } from '../../testing/answers.ts';
import { coded } from '../../testing/clinical.ts';
import { doctor } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { HabitsList } from './habits-list.tsx';

const tobacco: HabitRow = {
  id: 'a',
  version: '1',
  kind: 'tobacco',
  name: coded('Tabac'),
  answer: 'former',
  value: null,
  status: 'final',
  at: '2024-05-06',
  isOld: false,
  author: 'Dr Petit',
  note: 'avec patchs',
  perDay: null,
  packYears: 12.5,
  perWeek: null,
  which: null,
  stopped: '2019-03',
  due: null,
};
const pregnancy: HabitRow = {
  ...tobacco,
  id: 'b',
  kind: 'pregnancy',
  answer: 'yes',
  packYears: null,
  stopped: null,
  due: '2024-09-01',
  note: null,
};
const nothing: HabitsView = {
  current: [],
  earlier: [],
  notAsked: [],
  struckOut: [],
  notOffered: null,
  term: null,
  truncated: false,
};
const open = (view: () => Partial<HabitsView>, at = '/') =>
  show(<HabitsList patientId="p1" />, {
    answers: { habits: { list: () => ({ ...nothing, ...view() }) } },
    at,
    me: { ...doctor, rights: { ...doctor.rights, 'habits.record': true } },
  });

it('an answer is read with what is said beyond it, when and by whom', async () => {
  await open(() => ({ current: [tobacco] }));
  const row = page.getByRole('row', { name: /Tabac/ });
  await expect.element(row).toMatchTextContent('A arrêté de fumer');
  await expect.element(row).toMatchTextContent('12,5 paquets-années · arrêt : 03/2019');
  await expect.element(row).toMatchTextContent('06/05/2024');
  await expect.element(row).toMatchTextContent('Dr Petit');
  await expect.element(row).toMatchTextContent('avec patchs');
});

it('a pregnancy says its weeks with how they are counted; an old answer says it is', async () => {
  await open(() => ({
    current: [pregnancy, { ...tobacco, kind: 'breastfeeding', answer: 'no', isOld: true }],
    term: { weeks: 30, days: 2 },
  }));
  await expect
    .element(page.getByRole('row', { name: /Grossesse/ }))
    .toMatchTextContent('terme prévu le 01/09/2024 · 30 SA + 2 j (terme compté à 41 SA)');
  await expect.element(page.getByRole('row', { name: /Allaitement/ })).toMatchTextContent('à redemander');
});

it('"not asked" is no answer; why a pregnancy is not asked for is said, and it can be noted all the same', async () => {
  await open(() => ({
    current: [{ ...tobacco, answer: 'never', packYears: null, stopped: null }],
    notAsked: ['alcohol'],
    notOffered: { sex: 'male', ageYears: 62 },
  }));
  const unanswered = page.getByRole('list', { name: 'Questions sans réponse' });
  await expect.element(unanswered).toMatchTextContent('Alcool : non demandé');
  await expect
    .element(unanswered)
    .toMatchTextContent('Grossesse : non demandée d’office (le dossier indique un homme, 62 ans)');
  await expect.element(page.getByRole('button', { name: 'Noter : Grossesse' })).toBeVisible();
  await expect.element(page.getByRole('row', { name: /Tabac/ })).toMatchTextContent('N’a jamais fumé');
});

it('an answer that was struck out is not one that nobody gave', async () => {
  await open(() => ({ notAsked: ['tobacco', 'alcohol'], struckOut: ['tobacco'] }));
  const unanswered = page.getByRole('list', { name: 'Questions sans réponse' });
  await expect.element(unanswered).toMatchTextContent('Tabac : réponse barrée');
  await expect.element(unanswered).toMatchTextContent('Alcool : non demandé');
  await expect.element(page.getByText(/a été barrée/)).toBeVisible();
  await expect.element(page.getByText(/personne n’a noté de réponse/)).not.toBeInTheDocument();
});

it('the answer of another system is shown in its own words, and is not for this page to change', async () => {
  await open(() => ({
    current: [
      {
        ...tobacco,
        kind: null,
        name: coded('Logement'),
        answer: null,
        value: { kind: 'text', text: 'vit seule' },
      },
    ],
  }));
  await expect.element(page.getByRole('row', { name: /Logement/ })).toMatchTextContent('vit seule');
  await page.getByRole('button', { name: 'Actions : Logement' }).click();
  await expect.element(page.getByRole('menuitem')).toHaveTextContent('Historique…');
});

it('what could not be read is no empty list', async () => {
  await open(() => {
    throw refusal('INTERNAL_SERVER_ERROR');
  });
  await expect.element(page.getByRole('alert')).toBeVisible();
  await expect.element(page.getByText(/Rien n’est noté/)).not.toBeInTheDocument();
});

import type { IdentityFormView, PaperView } from '@keneyapp/bff/features/identities/view';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { refusal, type Answers } from '../../testing/answers.ts';
import { doctor, identity } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { MissingPapers } from './missing-papers.tsx';

const desk = {
  ...doctor,
  rights: {
    ...doctor.rights,
    'appointments.receive': true as const,
    'identities.read': true as const,
    'identities.read-papers': true as const,
  },
};
const { ins: _, ...person } = identity;
const patient = { ...person, isHomonym: false };
const whole = {
  ...{ state: { status: 'QUAL', attributes: [] }, hasIns: true, wantsNoMail: false },
  ...{ telephones: [{ value: '06 00 00 00 00', use: 'mobile' }], email: 'a@example.org' },
} as unknown as IdentityFormView;
const paper: PaperView = {
  ...{ id: 'd1', version: '1', document: 'passport', by: null, error: null, addedAt: '2026-03-01T10:00:00Z' },
  ...{ validUntil: '2030-05-06', keptUntil: '2029-03-01', isExpired: false, isPastKeeping: false, pages: [] },
};
type Of = NonNullable<Answers['identities']>;
const open = (form: Partial<IdentityFormView>, papers: PaperView[], more: Of = {}, me = desk) =>
  show(<MissingPapers item={{ status: 'booked', patient }} />, {
    me,
    answers: { identities: { form: () => ({ ...whole, ...form }), papers: () => ({ papers }), ...more } },
  });
const lines = () => page.getByRole('list', { name: 'À demander au patient :' }).getByRole('listitem');

it('says what is missing, and leads to where it is put right', async () => {
  await open({ state: { status: 'PROV', attributes: [] }, hasIns: false, telephones: [], email: null }, []);
  await expect.element(lines().first()).toBeVisible();
  expect(
    lines()
      .elements()
      .map(({ textContent }) => textContent),
  ).toEqual([
    'Identité non validée\u00a0: pièce d’identité à contrôler',
    'Pas de matricule INS',
    'Pas de numéro de téléphone',
    'Pas d’adresse de courriel pour les rappels',
    'Aucune copie de pièce d’identité',
  ]);
  await expect
    .element(page.getByRole('link', { name: 'ouvrir son identité' }))
    .toHaveAttribute('href', `/patients/${patient.id}/identity`);
});

it('a copy in error or kept for long is none; one of a paper that is over is said to be; no address is asked of who wants no mail', async () => {
  await open({ email: null, wantsNoMail: true }, [
    { ...paper, isExpired: true },
    { ...paper, id: 'd2', error: { reason: 'x' } },
    { ...paper, id: 'd3', isPastKeeping: true },
  ]);
  await expect.element(lines().first()).toBeVisible();
  expect(
    lines()
      .elements()
      .map(({ textContent }) => textContent),
  ).toEqual(['La pièce d’identité copiée n’est plus valide']);
  await expect.element(page.getByText('Ne souhaite pas de courriel')).toBeVisible();
});

it('says that all is there only where all was read', async () => {
  await open({}, [paper]);
  await expect.element(page.getByText('Identité et coordonnées complètes')).toBeVisible();
});

it('what could not be read is said not to have been looked at, and never to be missing', async () => {
  await open({}, [], { papers: () => Promise.reject(refusal('FORBIDDEN')) });
  await expect.element(page.getByText('Copies de pièces d’identité : non consultées.')).toBeVisible();
  await expect.element(page.getByText('complètes')).not.toBeInTheDocument();
  await expect.element(page.getByRole('list')).not.toBeInTheDocument();
});

it('asks nothing for who receives nobody', async () => {
  const { callsOf } = await open({}, [paper], {}, doctor as typeof desk);
  expect(callsOf('identities.form')).toEqual([]);
});

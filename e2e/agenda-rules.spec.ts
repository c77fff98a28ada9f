import type { Page } from '@playwright/test';
import { startOf } from '@keneyapp/fhir-model/hospital-days';
import { expect, expectAccessible, test } from './fixtures.ts';
import { newPatient, type FhirAsSystem, type Resource, type TestPatient } from './fhir.ts';

const dayAhead = (ahead: number) =>
  new Date(Date.now() + ahead * 86_400_000).toLocaleDateString('sv', { timeZone: 'Europe/Paris' });
/** A Monday so far ahead that nobody else has appointments, in a month without public holidays, another one each time. */
const quiet = (() => {
  for (let ahead = 3_100 + Math.floor(Math.random() * 3_000); ; ahead += 1) {
    const day = dayAhead(ahead);
    const isQuiet = ['02', '09', '10'].includes(day.slice(5, 7));
    if (isQuiet && new Date(`${day}T12:00:00Z`).getUTCDay() === 1) return day;
  }
})();
const typed = quiet.split('-').reverse().join('/');
const at = (hour: number) => new Date(startOf(quiet).getTime() + hour * 3_600_000).toISOString();
const booked = (fhir: FhirAsSystem, who: TestPatient, hour = 10) =>
  fhir.create({
    resourceType: 'Appointment',
    status: 'booked',
    start: at(hour),
    end: at(hour + 0.5),
    minutesDuration: 30,
    serviceType: [
      {
        coding: [{ system: 'https://keneyapp.example/visit-kind', code: 'cardio-suivi' }],
        text: 'Consultation de suivi',
      },
    ],
    participant: [
      { actor: { reference: who.reference }, status: 'accepted' },
      { actor: { reference: 'Practitioner/pract-perrin' }, status: 'accepted' },
    ],
  });
const rules = (page: Page) => page.goto('/agenda/rules?agenda=Practitioner%2Fpract-perrin');
const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });

test('an absence says whom it leaves outside before it is saved, and its removal is undone', async ({
  signedInPage,
  fhir,
}) => {
  const patient = await newPatient(fhir);
  await booked(fhir, patient);
  const page = await signedInPage('secretary');
  await rules(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Règles de l’agenda' })).toBeVisible();
  await expectAccessible(page);
  const whose = new RegExp(patient.family, 'i');
  await expect(async () => {
    await rules(page);
    await page.getByRole('button', { name: 'Ajouter une absence' }).click();
    const form = dialog(page, 'Nouvelle absence');
    await form.getByLabel('Du', { exact: true }).fill(typed);
    await form.getByLabel('Au (compris)').fill(typed);
    // nothing is saved unseen: the first press shows, the second saves
    await form.getByRole('button', { name: 'Voir l’effet sur les rendez-vous' }).click();
    // what others wrote occupies within seconds
    await expect(form.getByRole('list', { name: /en dehors/ }).getByText(whose)).toBeVisible({
      timeout: 5_000,
    });
  }).toPass();
  await expectAccessible(page);
  await dialog(page, 'Nouvelle absence').getByRole('button', { name: 'Enregistrer' }).click();
  const row = page.getByRole('row', { name: new RegExp(typed) });
  await expect(row).toBeVisible();

  const remove = async () => {
    await row.getByRole('button', { name: /^Supprimer/ }).click();
    const question = dialog(page, /Supprimer cette règle/);
    await question.getByRole('button', { name: 'Supprimer' }).click();
    await expect(row).toBeHidden();
  };
  await remove();
  await expect(page.getByRole('button', { name: 'Annuler la suppression' })).toBeFocused();
  await page.keyboard.press('Enter');
  // it leaves somebody outside once more: seen first
  const again = dialog(page, 'Modifier l’absence');
  await again.getByRole('button', { name: 'Voir l’effet sur les rendez-vous' }).click();
  await again.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(row).toBeVisible();
  await remove();
});

test('the day of who is absent goes to a colleague whole, and all of it comes back', async ({
  signedInPage,
  fhir,
}) => {
  const people = await Promise.all([newPatient(fhir), newPatient(fhir)]);
  const tomorrow = 24;
  const visits = await Promise.all(people.map((who, i) => booked(fhir, who, tomorrow + 15 + i)));
  const doctors = () =>
    Promise.all(
      visits.map(async ({ id }) => {
        const { participant } = (await fhir.read(`Appointment/${id}`)) as {
          participant?: { actor: { reference: string } }[];
        };
        return participant?.flatMap(({ actor: { reference } }) =>
          reference.startsWith('Practitioner/') ? reference : [],
        );
      }),
    );
  const page = await signedInPage('secretary');
  await page.goto('/agenda/absence');
  const following = new Date(startOf(quiet).getTime() + 36 * 3_600_000).toISOString().slice(0, 10);
  await page.getByRole('combobox', { name: 'Qui est absent' }).selectOption({ label: 'Dr Olivier Perrin' });
  for (const name of ['Du', 'Au (compris)'])
    await page.getByLabel(name, { exact: true }).fill(following.split('-').reverse().join('/'));
  // what others wrote occupies within seconds
  await expect(async () => {
    await page.getByRole('button', { name: 'Voir les rendez-vous' }).click();
    for (const { family } of people)
      await expect(page.getByRole('row').filter({ hasText: new RegExp(family, 'i') })).toBeVisible({
        timeout: 5_000,
      });
  }).toPass();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Déplacer les 2 rendez-vous choisis' }).click();
  await expect(page.getByRole('main').getByText('2 rendez-vous déplacés.')).toBeVisible();
  expect(await doctors()).toEqual([['Practitioner/pract-medecin'], ['Practitioner/pract-medecin']]);
  await page.getByRole('button', { name: /^Tout annuler/ }).click();
  await expect(page.getByRole('main').getByText('2 rendez-vous remis à leur place.')).toBeVisible();
  expect(await doctors()).toEqual([['Practitioner/pract-perrin'], ['Practitioner/pract-perrin']]);
  for (const { id } of visits) {
    const now = (await fhir.read(`Appointment/${id}`)) as Resource & { id: string };
    await fhir.update({ ...now, status: 'cancelled' });
  }
});

test('hours that end before they begin are said at their field, and nothing is saved', async ({
  signedInPage,
}) => {
  const page = await signedInPage('secretary');
  await rules(page);
  await page.getByRole('button', { name: 'Ajouter un horaire' }).click();
  const form = dialog(page, 'Nouvel horaire');
  await form.getByLabel('De', { exact: true }).fill('14:00');
  await form.getByLabel('À', { exact: true }).fill('9:00');
  await form.getByRole('button', { name: 'Voir l’effet sur les rendez-vous' }).click();
  await expect(form.getByLabel('À', { exact: true })).toHaveAccessibleDescription(/fin est avant le début/);
});

test('a patient is put on the waiting list, and withdrawn', async ({ signedInPage, fhir }) => {
  const patient = await newPatient(fhir);
  const page = await signedInPage('secretary');
  await page.goto('/agenda/waiting');
  await page.getByRole('button', { name: 'Ajouter un patient' }).click();
  const form = dialog(page, 'Mettre en attente');
  await form.getByLabel('Patient', { exact: true }).fill(patient.family);
  await form.getByRole('button', { name: new RegExp(`^Choisir .*${patient.family}`, 'i') }).click();
  await form.getByLabel('Rendez-vous').selectOption({ value: 'cardio-suivi' });
  await form.getByLabel('À partir du').fill(typed);
  await form.getByLabel('Jusqu’au').fill(typed);
  await form.getByRole('radio', { name: 'Urgent', exact: true }).check();
  await form.getByRole('button', { name: 'Mettre en attente' }).click();
  const row = page.getByRole('row', { name: new RegExp(patient.family, 'i') });
  await expect(row).toContainText('Urgent');
  await expectAccessible(page);
  await row.getByRole('button', { name: /^Retirer/ }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Retirer' }).click();
  await expect(row).toBeHidden();
});

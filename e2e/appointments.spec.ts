import type { Page } from '@playwright/test';
import { startOf } from '@keneyapp/fhir-model/hospital-days';
import { expect, expectAccessible, test } from './fixtures.ts';
import { newPatient, type FhirAsSystem, type TestPatient } from './fhir.ts';

const day = (ahead: number) =>
  new Date(Date.now() + ahead * 86_400_000).toLocaleDateString('sv', { timeZone: 'Europe/Paris' });
/** A Monday so far ahead that nobody else has appointments, and another one each time. */
const quiet = (() => {
  for (let ahead = 60 + Math.floor(Math.random() * 3_000); ; ahead += 1)
    if (new Date(`${day(ahead)}T12:00:00Z`).getUTCDay() === 1) return day(ahead);
})();
const booked = (fhir: FhirAsSystem, who: TestPatient, time: string, minutes: number, doctor: string) => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const start = new Date(startOf(quiet).getTime() + (hour * 60 + minute) * 60_000);
  return fhir.create({
    resourceType: 'Appointment',
    status: 'booked',
    start: start.toISOString(),
    end: new Date(start.getTime() + minutes * 60_000).toISOString(),
    minutesDuration: minutes,
    serviceType: [{ text: 'Consultation de suivi' }],
    participant: [
      { actor: { reference: who.reference }, status: 'accepted' },
      { actor: { reference: `Practitioner/${doctor}` }, status: 'accepted' },
      { actor: { reference: 'Location/loc-cardiologie' }, status: 'accepted' },
    ],
  });
};
const block = (page: Page, name: RegExp) => page.getByRole('button', { name });

test('a day hour by hour, practitioners side by side, gone through by keyboard alone', async ({
  signedInPage,
  fhir,
}) => {
  const [one, two, three] = await Promise.all([0, 1, 2].map(() => newPatient(fhir)));
  if (!one || !two || !three) throw new Error('no patients');
  const made = await Promise.all([
    booked(fhir, one, '09:00', 30, 'pract-medecin'),
    booked(fhir, two, '09:15', 30, 'pract-medecin'),
    booked(fhir, three, '09:30', 30, 'pract-vasseur'),
  ]);
  const page = await signedInPage('secretary');
  await page.goto(`/agenda?from=${quiet}&where=all`);
  await expect(page.getByRole('link', { name: 'Jour', exact: true })).toHaveAttribute('aria-current', 'page');
  const [first, second, beside] = [one, two, three].map(({ family }) => block(page, new RegExp(family, 'i')));
  if (!first || !second || !beside) throw new Error('no appointments');
  await expect(first).toHaveAccessibleName(/09:00.+Consultation de suivi.+09:30.+Confirmé/);
  // what meets stands side by side, never over each other
  const [a, b] = [await first.boundingBox(), await second.boundingBox()];
  expect((a?.x ?? 0) + (a?.width ?? 0)).toBeLessThanOrEqual((b?.x ?? 0) + 1);
  await expectAccessible(page);

  await first.focus();
  await page.keyboard.press('ArrowDown');
  await expect(second).toBeFocused();
  await page.keyboard.press('Home');
  await expect(first).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(beside).toBeFocused();
  await page.keyboard.press('Enter');
  const detail = page.getByRole('dialog', { name: new RegExp(three.family, 'i') });
  await expect(detail.getByText('Consultation de suivi')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(beside).toBeFocused();
  // what colleagues change comes by itself; the next question shows it
  for (const appointment of made) await fhir.update({ ...appointment, status: 'cancelled' });
  await page.reload();
  await expect(first).toHaveAccessibleName(/Annulé/);
});

test('opens on today in the own units; a week and a list of the same, each with its address', async ({
  signedInPage,
}) => {
  const page = await signedInPage('secretary');
  await page.goto('/agenda');
  await expect(page.getByRole('combobox', { name: 'Service' })).toHaveValue('units');
  await expect(page.getByRole('link', { name: 'Aujourd’hui' })).toHaveAttribute('aria-current', 'date');
  await page.getByRole('link', { name: 'Semaine', exact: true }).click();
  await expect(page).toHaveURL(/view=week/);
  await page.getByRole('combobox', { name: 'Service' }).selectOption('all');
  await expect(page).toHaveURL(/where=all/);
  await expect(page.getByRole('heading', { level: 2, name: /^Semaine du/ })).toBeVisible();
  await page
    .getByRole('link', { name: 'Détail des heures' })
    .or(page.getByRole('link', { name: 'L', exact: true }))
    .click();
  await expect(page).toHaveURL(/zoom=large/);
  await page.getByRole('link', { name: 'Liste', exact: true }).click();
  await expect(page.getByRole('columnheader', { name: 'Patient' }).first()).toBeVisible();
});

test('who arrives is received with one click, waits in words, is called and leaves, and each step is taken back', async ({
  signedInPage,
  fhir,
}) => {
  const who = await newPatient(fhir);
  const start = new Date(Date.now() - 20 * 60_000);
  const visit = await fhir.create({
    resourceType: 'Appointment',
    status: 'booked',
    start: start.toISOString(),
    end: new Date(start.getTime() + 15 * 60_000).toISOString(),
    participant: [
      { actor: { reference: who.reference }, status: 'accepted' },
      { actor: { reference: 'Practitioner/pract-medecin' }, status: 'accepted' },
    ],
  });
  try {
    const page = await signedInPage('secretary');
    await page.goto('/agenda?view=list&where=all');
    const row = page.getByRole('row').filter({ hasText: new RegExp(who.family, 'i') });
    await expect(row).toContainText(/en retard de 2\d min/);
    await row.getByRole('button', { name: /^Arrivée/ }).click();
    await expect(row).toContainText('Arrivé');
    await expect(row).toContainText('attend depuis 0 min');

    // a colleague at another screen sees it, calls, and lets go
    const nurse = await signedInPage('nurse');
    await nurse.goto('/agenda?where=all&who=all');
    await block(nurse, new RegExp(who.family, 'i')).click();
    const detail = nurse.getByRole('dialog', { name: new RegExp(who.family, 'i') });
    await detail.getByRole('button', { name: /^Appeler/ }).click();
    await expect(detail).toContainText('appel il y a 0 min');
    await detail.getByRole('button', { name: /^Départ/ }).click();
    await expect(detail).toContainText('Honoré');
    await expectAccessible(nurse);
    await detail.getByRole('button', { name: /^Annuler la dernière étape/ }).click();
    await expect(detail).toContainText('Arrivé');
  } finally {
    const now = (await fhir.read(`Appointment/${visit.id}`)) as typeof visit;
    await fhir.update({ ...now, status: 'cancelled' });
  }
});

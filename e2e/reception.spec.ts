import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';
import { newPatient } from './fhir.ts';
import { dueToday } from './pages/agenda.ts';

test('the screen of the waiting room calls by ticket, to a room, and names nobody', async ({
  signedInPage,
  fhir,
}) => {
  const who = await newPatient(fhir);
  const visit = await dueToday(fhir, who, 5, ['Location/loc-cardiologie']);
  try {
    const wall = await signedInPage('secretary');
    await wall.goto('/agenda/wall?unit=org-cardiologie');
    await expect(wall.getByRole('heading', { level: 1, name: 'Salle d’attente' })).toBeVisible();
    const desk = await wall.context().newPage();
    await desk.goto('/agenda?view=list&where=all');
    const row = desk.getByRole('row').filter({ hasText: new RegExp(who.family, 'i') });
    await row.getByRole('button', { name: /^Arrivée/ }).click();
    const ticket = await row.getByText(/^[A-Z]{2}\d\d$/).innerText();
    const queue = wall.getByRole('region', { name: 'En attente' });
    await expect(queue.getByRole('listitem').filter({ hasText: ticket })).toBeVisible();

    await desk.goto('/agenda?view=day&where=all&who=all');
    await desk
      .getByRole('button', { name: new RegExp(who.family, 'i') })
      .first()
      .click();
    const detail = desk.getByRole('dialog', { name: new RegExp(who.family, 'i') });
    await detail.getByRole('button', { name: /^Identité vérifiée/ }).click();
    await expect(detail.getByText('identité vérifiée', { exact: true })).toBeVisible();
    // it was said of the visit, and stays with who arrived
    await expect(detail.getByText(/^attend depuis/)).toBeVisible();
    await detail.getByLabel('Salle ou bureau').fill('C 4');
    await detail.getByRole('button', { name: /^Appeler/ }).click();
    const calls = wall.getByRole('region', { name: 'Appels' });
    await expect(calls.getByRole('listitem').filter({ hasText: ticket })).toContainText('Salle C 4');
    await expect(queue.getByRole('listitem').filter({ hasText: ticket })).toHaveCount(0);
    expect(await wall.content()).not.toMatch(new RegExp(who.family, 'i'));
    await expectAccessible(wall);

    // all papers are to be had of who came
    for (const name of ['Numéro d’appel', 'Convocation', 'Certificat de présence']) {
      const address = await detail.getByRole('link', { name }).getAttribute('href');
      const file = await desk.request.get(address ?? '');
      expect([file.status(), file.headers()['content-type']]).toEqual([200, 'application/pdf']);
    }

    // what hangs there stays while nobody can be reached, and says so
    await wall.context().setOffline(true);
    const lost = wall.getByText(/Connexion perdue/);
    await expect(lost).toBeVisible();
    await expect(calls).toContainText(ticket);
    await wall.context().setOffline(false);
    await expect(lost).toHaveCount(0);

    // who is with the doctor is not called any more
    await detail.getByRole('button', { name: /^En consultation/ }).click();
    await expect(detail.getByText(/^en consultation depuis/)).toBeVisible();
    await expect(calls.getByRole('listitem').filter({ hasText: ticket })).toHaveCount(0);
    await expect(queue.getByRole('listitem').filter({ hasText: ticket })).toHaveCount(0);
  } finally {
    await fhir.update({ ...visit, status: 'entered-in-error' });
  }
});

test('a step at the desk shows on the doctor’s screen without a reload, and what others write too', async ({
  signedInPage,
  fhir,
}) => {
  const who = await newPatient(fhir);
  const visit = await dueToday(fhir, who, 20);
  try {
    const desk = await signedInPage('secretary');
    await desk.goto('/agenda?view=list&where=all');
    const doctor = await signedInPage('doctor');
    await doctor.goto('/agenda?view=list&who=pract-medecin&where=all');
    const rowOn = (page: Page) => page.getByRole('row').filter({ hasText: new RegExp(who.family, 'i') });
    await expect(rowOn(doctor)).toContainText('en retard de');
    // the day on paper
    const list = await desk.getByRole('link', { name: /^Imprimer la liste du/ }).getAttribute('href');
    const file = await desk.request.get(list ?? '');
    expect([file.status(), file.headers()['content-type']]).toEqual([200, 'application/pdf']);
    await rowOn(desk)
      .getByRole('button', { name: /^Arrivée/ })
      .click();
    await expect(rowOn(doctor)).toContainText('attend depuis');
    // theirs to know: who waits for them
    await expect(doctor.getByRole('list', { name: 'Attente et retards' })).toContainText('vous attend');
    const now = await fhir.read(`Appointment/${visit.id}`);
    await fhir.update({ ...now, id: visit.id, status: 'fulfilled' });
    for (const page of [desk, doctor]) await expect(rowOn(page)).toContainText('Honoré');
  } finally {
    await fhir.update({ ...visit, status: 'entered-in-error' });
  }
});

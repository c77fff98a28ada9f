// Long because its cases share one way to book, to read what was booked, and to clean up.
import type { Page } from '@playwright/test';
import { addDays, dayOf, mondayOf, offsetAt } from '@keneyapp/fhir-model/hospital-days';
import type { HoldView, UpcomingView } from '@keneyapp/bff/features/appointments/booking-view';
import { expect, expectAccessible, test } from './fixtures.ts';
import { newPatient, type TestPatient } from './fhir.ts';

/** Mondays so far ahead that nobody else books there; each test has its own. */
let weeks = 60 + Math.floor(Math.random() * 5_000);
function someMonday(): string {
  const day = addDays(mondayOf(dayOf(new Date())), 7 * (weeks += 7));
  // no public holiday on it, nor in the four weeks that follow
  return ['02', '09'].includes(day.slice(5, 7)) ? day : someMonday();
}
const at = (day: string, time: string) => `${day}T${time}:00${offsetAt(`${day}T${time}:00`)}`;
const perrin = 'Practitioner/pract-perrin';
const visit = (start: string) => ({ kind: 'cardio-suivi', start, resources: [perrin] });
const french = (day: string) => day.split('-').toReversed().join('/');

/** As the page itself asks the BFF. */
const call = async <T>(page: Page, name: string, input: object): Promise<T> =>
  page.evaluate(
    async ({ name, input }) => {
      const answer = await fetch(`/trpc/appointments.${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-keneya-request': '1' },
        body: JSON.stringify(input),
      });
      const { result } = (await answer.json()) as { result?: { data: unknown } };
      if (!result) throw new Error(`${name}: ${answer.status}`);
      return result.data as T;
    },
    { name, input },
  );
const upcoming = async (page: Page, { id }: TestPatient) =>
  (await call<UpcomingView>(page, 'upcoming', { patientId: id })).visits;
/** Takes a place for somebody; one that is just being given back a moment later. */
async function booked(page: Page, { id: patientId }: TestPatient, start: string) {
  let held: HoldView['held'] = [];
  await expect(async () => {
    const asked = { patientId, key: crypto.randomUUID(), visits: [visit(start)] };
    ({ held } = await call<HoldView>(page, 'hold', asked));
    expect(held).toHaveLength(1);
  }).toPass({ timeout: 10_000 });
  await call(page, 'book', {
    patientId,
    key: crypto.randomUUID(),
    bookings: held.map(({ bookingId }) => bookingId),
  });
}
async function cleanUp(page: Page, ...people: TestPatient[]) {
  for (const who of people)
    for (const { appointmentId, start } of await upcoming(page, who))
      await call(page, 'cancel', {
        patientId: who.id,
        key: crypto.randomUUID(),
        ...{ appointmentId, start, by: 'hospital', reason: 'Essai terminé' },
      });
}
const places = (page: Page) => page.getByRole('region', { name: 'Créneaux libres' });
const place = (page: Page, day: string, time: string) =>
  places(page)
    .getByRole('region', { name: new RegExp(` ${Number(day.slice(8))}(er)? `) })
    .getByRole('button', { name: new RegExp(`, ${time}–`) })
    .first();
/** The page answers keys and clicks. */
const awake = (page: Page) => expect(page.getByRole('status', { name: 'Relié au serveur.' })).toBeVisible();
const confirm = (page: Page) => page.getByRole('button', { name: /^Confirmer/ });

test('the first free place for a known patient is booked with four clicks', async ({
  signedInPage,
  fhir,
}) => {
  const who = await newPatient(fhir);
  const page = await signedInPage('secretary');
  const day = someMonday();
  await page.goto(`/agenda?from=${day}`);
  let clicks = 0;
  const click = async (target: ReturnType<Page['getByRole']>) => {
    clicks += 1;
    await target.click();
  };
  await click(page.getByRole('link', { name: 'Nouveau rendez-vous' }));
  await expect(page.getByRole('combobox', { name: 'Rechercher un patient' })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type(who.family);
  await expect(page.getByRole('option', { name: new RegExp(who.family, 'i') })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Patient', exact: true })).toContainText(who.ipp);
  await click(page.getByRole('option', { name: /^Échocardiographie/ }));
  await click(places(page).getByRole('button').first());
  await expect(page.getByRole('timer')).toHaveText(/^Retenu encore (10:00|9:\d\d)$/);
  await expectAccessible(page);
  await click(confirm(page));
  await expect(page.getByText('Rendez-vous pris')).toBeVisible();
  expect(clicks).toBeLessThanOrEqual(4);
  const [made, ...others] = await upcoming(page, who);
  expect([made?.day, made?.kind, others.length]).toEqual([day, 'cardio-echo', 0]);
  await expect(page.getByRole('region', { name: 'Prochains rendez-vous' })).toContainText(
    'Échocardiographie',
  );
  await cleanUp(page, who);
});

test('the same without a mouse: seven keys beside what is typed', async ({ signedInPage, fhir }) => {
  const who = await newPatient(fhir);
  const page = await signedInPage('secretary');
  await page.goto(`/agenda?view=list&from=${someMonday()}`);
  await awake(page);
  let keys = 0;
  const press = async (key: string) => {
    keys += 1;
    await page.keyboard.press(key);
  };
  // both within a second, which a busy machine may miss
  await expect(async () => {
    keys = 0;
    await press('g');
    await press('n');
    await expect(page.getByRole('combobox', { name: 'Rechercher un patient' })).toBeFocused({
      timeout: 5_000,
    });
  }).toPass({ timeout: 30_000 });
  await page.keyboard.type(who.family);
  // before the answer is there it waits for it, and takes the only one
  await press('Enter');
  const kind = page.getByRole('combobox', { name: 'Type de rendez-vous' });
  await expect(kind).toBeFocused();
  await page.keyboard.type('suivi card');
  await press('Enter');
  await expect(kind).toHaveValue('Consultation de suivi');
  await press('Enter');
  await expect(places(page).getByRole('button').first()).toBeFocused();
  await press('Enter');
  await expect(confirm(page)).toBeFocused();
  await press('Enter');
  await expect(page.getByText('Rendez-vous pris')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Autre rendez-vous pour ce patient' })).toBeFocused();
  expect(keys).toBe(7);
  await cleanUp(page, who);
});

test('why there is no place is said in words, with places that can be taken', async ({
  signedInPage,
  fhir,
}) => {
  const who = await newPatient(fhir);
  const page = await signedInPage('secretary');
  const day = someMonday();
  const saturday = addDays(day, 5);
  await page.goto(`/agenda/new?patient=${who.id}&kind=cardio-suivi&who=pract-perrin&from=${saturday}&days=2`);
  await expect(places(page)).toContainText(/Aucune consultation ouverte jusqu’au lundi/);
  await expectAccessible(page);
  await places(page)
    .getByRole('button', { name: /^Prendre le lun\./ })
    .click();
  await expect(page.getByRole('region', { name: 'Créneau retenu' })).toContainText('09:00–09:30');
  // given back, it is free for others
  await page.getByRole('button', { name: 'Rendre' }).click();
  await expect(places(page)).toBeVisible();
  await booked(page, who, at(addDays(day, 7), '09:00'));
  // mornings of that day alone
  await page.getByRole('textbox', { name: 'À partir du' }).fill(french(addDays(day, 7)));
  await page.getByRole('textbox', { name: 'À partir du' }).press('Tab');
  await page.getByRole('combobox', { name: 'Heures' }).selectOption('morning');
  await expect(page).toHaveURL(/ends=12:00/);
  await expect(place(page, addDays(day, 7), '09:30')).toBeVisible();
  await expect(place(page, addDays(day, 7), '09:00')).toHaveCount(0);
  await cleanUp(page, who);
});

test('a place that somebody took meanwhile shows both; another one first, over it with a reason', async ({
  signedInPage,
  fhir,
}) => {
  const [who, other] = await Promise.all([newPatient(fhir), newPatient(fhir)]);
  const page = await signedInPage('secretary');
  const day = someMonday();
  await page.goto(`/agenda/new?patient=${who.id}&kind=cardio-suivi&who=pract-perrin&from=${day}&days=1`);
  await expect(place(page, day, '10:00')).toBeVisible();
  await booked(page, other, at(day, '10:00'));
  await place(page, day, '10:00').click();
  const conflict = page.getByRole('region', { name: 'Créneau pris entre-temps' });
  await expect(conflict).toContainText(/déjà pris.+10:00–10:30/);
  await expect(conflict.getByRole('button', { name: 'Choisir un autre créneau' })).toBeFocused();
  await expectAccessible(page);
  await conflict.getByRole('button', { name: 'Choisir un autre créneau' }).click();
  await expect(place(page, day, '10:00')).toHaveCount(0);
  // the next that is taken is taken over
  await booked(page, other, at(day, '11:00'));
  await place(page, day, '11:00').click();
  await conflict.getByRole('button', { name: 'Prendre quand même' }).click();
  await page.keyboard.press('Enter');
  await expect(conflict).toContainText('Indiquez le motif.');
  await page.keyboard.type('Vu avec le médecin');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Créneau retenu' })).toContainText('Vu avec le médecin');
  await page.getByRole('textbox', { name: /^Commentaire/ }).fill('Vient avec son fils');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Rendez-vous pris')).toBeVisible();
  const [made] = await upcoming(page, who);
  const stored = await fhir.read(`Appointment/${made?.appointmentId ?? ''}`);
  expect(stored).toMatchObject({
    comment: 'Vient avec son fils',
    extension: [{ valueString: 'Vu avec le médecin' }],
  });
  await cleanUp(page, who, other);
});

test('leaving gives back what was held, and asks first where something was typed', async ({
  signedInPage,
  fhir,
}) => {
  const [who, other] = await Promise.all([newPatient(fhir), newPatient(fhir)]);
  const page = await signedInPage('secretary');
  const day = someMonday();
  await page.goto(`/agenda/new?patient=${who.id}&kind=cardio-suivi&who=pract-perrin&from=${day}&days=1`);
  await place(page, day, '09:00').click();
  await expect(confirm(page)).toBeVisible();
  const obstacles = async () =>
    (
      await call<HoldView>(page, 'hold', {
        patientId: other.id,
        key: crypto.randomUUID(),
        isTrial: true,
        visits: [visit(at(day, '09:00'))],
      })
    ).obstacles.length;
  expect(await obstacles()).toBe(1);
  await page.getByRole('textbox', { name: /^Commentaire/ }).fill('Appelle du travail');
  await page.getByRole('link', { name: 'Agenda', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button').first().click();
  await expect(page.getByRole('textbox', { name: /^Commentaire/ })).toHaveValue('Appelle du travail');
  await page.getByRole('link', { name: 'Agenda', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button').last().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Agenda' })).toBeVisible();
  await expect.poll(obstacles).toBe(0);
});

test('a series: a date that is taken is shifted, another dropped, and nothing is made before all are held', async ({
  signedInPage,
  fhir,
}) => {
  const [who, other] = await Promise.all([newPatient(fhir), newPatient(fhir)]);
  const page = await signedInPage('secretary');
  const day = someMonday();
  await page.goto(
    `/agenda/new?patient=${who.id}&kind=cardio-suivi&who=pract-perrin&from=${day}&days=1&every=1&times=4`,
  );
  await booked(page, other, at(addDays(day, 7), '10:00'));
  await booked(page, other, at(addDays(day, 14), '10:00'));
  await place(page, day, '10:00').click();
  const series = page.getByRole('region', { name: /^Série de 4/ });
  await expect(series).toContainText('2 dates ne sont pas libres');
  await expectAccessible(page);
  expect(await upcoming(page, who)).toEqual([]);
  await series
    .getByRole('button', { name: /^Décaler/ })
    .first()
    .click();
  await expect(series).toContainText('1 date n’est pas libre');
  await series
    .getByRole('button', { name: /^Retirer/ })
    .nth(2)
    .click();
  await page.getByRole('button', { name: 'Retenir les 3 créneaux' }).click();
  await page.getByRole('button', { name: 'Confirmer les 3 rendez-vous' }).click();
  await expect(page.getByText('3 rendez-vous pris')).toBeVisible();
  const made = await upcoming(page, who);
  expect(made.map((one) => one.day)).toEqual([day, addDays(day, 7), addDays(day, 21)]);
  await cleanUp(page, who, other);
});

test('an appointment is moved, cancelled, put back unless somebody has its place, and tells what happened to it', async ({
  signedInPage,
  fhir,
}) => {
  const [who, other] = await Promise.all([newPatient(fhir), newPatient(fhir)]);
  const page = await signedInPage('secretary');
  const day = someMonday();
  await page.goto(`/agenda?from=${day}&where=all&who=all`);
  await booked(page, who, at(day, '10:00'));
  await page.reload();
  const block = page.getByRole('button', { name: new RegExp(who.family, 'i') });
  const detail = page.getByRole('dialog', { name: new RegExp(who.family, 'i') });
  await block.click();
  await detail.getByRole('link', { name: 'Déplacer' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Déplacer un rendez-vous' })).toBeVisible();
  await page.getByRole('textbox', { name: 'À partir du' }).fill(french(day));
  await page.getByRole('textbox', { name: 'À partir du' }).press('Tab');
  await expectAccessible(page);
  await place(page, day, '15:00').click();
  await expect(page.getByText('Rendez-vous déplacé')).toBeVisible();
  expect((await upcoming(page, who)).map(({ start }) => Date.parse(start))).toEqual([
    Date.parse(at(day, '15:00')),
  ]);

  await page.getByRole('link', { name: 'Agenda de ce jour' }).click();
  await expect(block).toHaveAccessibleName(/15:00/);
  await block.click();
  await detail.getByRole('button', { name: 'Annuler le rendez-vous' }).click();
  const ask = page.getByRole('dialog', { name: 'Annuler le rendez-vous' });
  await ask.getByRole('button', { name: 'Annuler le rendez-vous' }).click();
  await expect(ask).toContainText('Indiquez le motif.');
  await page.keyboard.type('Empêchée');
  await expectAccessible(page);
  await page.keyboard.press('Control+Enter');
  await expect(detail).toContainText('Annulé');
  await detail.getByRole('button', { name: 'Remettre' }).click();
  await expect(detail).toContainText('Confirmé');
  await detail.getByRole('button', { name: 'Historique' }).click();
  const past = page.getByRole('dialog', { name: 'Historique du rendez-vous' });
  await expect(past).toContainText('Pris');
  await expectAccessible(page);
  await past.getByRole('button', { name: 'Fermer' }).click();
  // cancelled once more, and somebody takes the place
  await cleanUp(page, who);
  await booked(page, other, at(day, '15:00'));
  await page.reload();
  await awake(page);
  await block.click();
  await detail.getByRole('button', { name: 'Remettre' }).click();
  await expect(detail.getByRole('alert')).toContainText('la place est prise');
  await cleanUp(page, other);
});

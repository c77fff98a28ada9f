// Long because its cases share one far day of the agenda and the way an appointment is made and taken away again.
import type { Locator, Page } from '@playwright/test';
import { startOf } from '@keneyapp/fhir-model/hospital-days';
import { expect, expectAccessible, test } from './fixtures.ts';
import { newPatient, type FhirAsSystem, type Resource, type TestPatient } from './fhir.ts';
import { dueToday } from './pages/agenda.ts';

const day = (ahead: number) =>
  new Date(Date.now() + ahead * 86_400_000).toLocaleDateString('sv', { timeZone: 'Europe/Paris' });
/** A Monday so far ahead that nobody else has appointments, in a month without public holidays, and another one each time. */
const quiet = (() => {
  for (let ahead = 60 + Math.floor(Math.random() * 36_500); ; ahead += 1)
    if (/-(02|09)-/.test(day(ahead)) && new Date(`${day(ahead)}T12:00:00Z`).getUTCDay() === 1)
      return day(ahead);
})();
const booked = (
  fhir: FhirAsSystem,
  who: TestPatient,
  time: string,
  minutes: number,
  doctor: string,
  room?: string,
) => {
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
      ...(room === undefined ? [] : [{ actor: { reference: `Location/${room}` }, status: 'accepted' }]),
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
  // beside it is what begins nearest: here the half hour that is free before the next
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('button', { name: /^Libre de 09:00 à 09:30, .*Vasseur/ })).toBeFocused();
  await page.keyboard.press('ArrowDown');
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
  await page.getByRole('link', { name: 'Détail', exact: true }).click();
  await expect(page).toHaveURL(/zoom=large/);
  await page.getByRole('link', { name: 'Liste', exact: true }).click();
  await expect(page.getByRole('columnheader', { name: 'Patient' }).first()).toBeVisible();
});

test('who arrives is received with one click, waits in words, is called and leaves, and each step is taken back', async ({
  signedInPage,
  fhir,
}) => {
  const who = await newPatient(fhir);
  const visit = await dueToday(fhir, who, 20);
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

/** Middle of an element, or somewhere else in it. */
async function pointOf(of: Locator, down = 0.5): Promise<{ x: number; y: number }> {
  const box = await of.boundingBox();
  if (!box) throw new Error('not in sight');
  return { x: box.x + box.width / 2, y: box.y + box.height * down };
}
async function drag(page: Page, of: Locator, by: { x: number; y: number }, down = 0.5) {
  const { x, y } = await pointOf(of, down);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + by.x / 2, y + by.y / 2);
  await page.mouse.move(x + by.x, y + by.y);
  await page.mouse.up();
}
/** Pixels of an hour at the middle height. */
const hour = 96;
const cancelled = async (fhir: FhirAsSystem, made: readonly { id: string }[]) => {
  for (const { id } of made) {
    const now = (await fhir.read(`Appointment/${id}`)) as Resource & { id: string };
    await fhir.update({ ...now, status: 'cancelled' });
  }
};
const actorsOf = async (fhir: FhirAsSystem, id: string) => {
  const { participant } = (await fhir.read(`Appointment/${id}`)) as Resource & {
    participant: { actor: { reference: string } }[];
  };
  return participant.map(({ actor }) => actor.reference);
};

test('one drag moves, another lengthens, a colleague sees it, and it is taken back', async ({
  signedInPage,
  fhir,
}) => {
  const who = await newPatient(fhir);
  const visit = await booked(fhir, who, '10:00', 30, 'pract-medecin');
  try {
    const page = await signedInPage('secretary');
    const colleague = await signedInPage('nurse');
    for (const one of [page, colleague]) await one.goto(`/agenda?from=${quiet}&where=all&who=all`);
    const mine = block(page, new RegExp(who.family, 'i'));
    const theirs = block(colleague, new RegExp(who.family, 'i'));
    await expect(theirs).toHaveAccessibleName(/^10:00/);
    // all columns are there: nothing moves sideways any more
    await expect(page.getByRole('list', { name: 'Dr Élodie Vasseur' })).toBeVisible();

    await drag(page, mine, { x: 0, y: hour });
    await expect(mine).toHaveAccessibleName(/^11:00.+11:30/);
    await expect(page.getByText(/^Déplacé\s: /)).toBeVisible();
    // without a reload
    await expect(theirs).toHaveAccessibleName(/^11:00/);

    await drag(page, mine, { x: 0, y: hour / 4 }, 0.97);
    await expect(mine).toHaveAccessibleName(/^11:00.+11:45/);
    await expect(page.getByText(/^Déplacé\s: .+11:00–11:45/)).toBeVisible();

    // to somebody else's column
    const vasseur = await pointOf(page.getByRole('list', { name: 'Dr Élodie Vasseur' }));
    const from = await pointOf(mine);
    await drag(page, mine, { x: vasseur.x - from.x, y: 0 });
    await expect(page.getByText(/^Déplacé\s: .+Vasseur/)).toBeVisible();
    await expect(page.getByRole('list', { name: 'Dr Élodie Vasseur' })).toContainText(
      new RegExp(who.family, 'i'),
    );
    expect(await actorsOf(fhir, visit.id)).toContain('Practitioner/pract-vasseur');
    expect(await actorsOf(fhir, visit.id)).not.toContain('Practitioner/pract-medecin');

    await page.getByRole('button', { name: 'Annuler', exact: true }).click();
    await expect(page.getByText('Remis à sa place')).toBeVisible();
    expect(await actorsOf(fhir, visit.id)).toContain('Practitioner/pract-medecin');

    // given up half way, it stays
    const { x, y } = await pointOf(mine);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y + hour);
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await expect(mine).toHaveAccessibleName(/^11:00/);
  } finally {
    await cancelled(fhir, [visit]);
  }
});

test('rooms stand side by side, and what takes one goes to the next', async ({ signedInPage, fhir }) => {
  const who = await newPatient(fhir);
  const visit = await booked(fhir, who, '16:00', 30, 'pract-perrin', 'loc-echo-1');
  try {
    const page = await signedInPage('secretary');
    await page.goto(`/agenda?from=${quiet}&where=all&who=all`);
    await page.getByLabel('Professionnel ou salle').selectOption({ label: 'Toutes les salles' });
    await expect(page).toHaveURL(/room=all/);
    const room = (n: number) => page.getByRole('list', { name: `Salle d’échographie ${n}` });
    await expect(room(1)).toContainText(new RegExp(who.family, 'i'));
    await expect(room(2)).toBeVisible();
    await expectAccessible(page);
    await block(page, new RegExp(who.family, 'i')).focus();
    for (const key of ['m', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    await expect(room(2)).toContainText(new RegExp(who.family, 'i'));
    await expect(page.getByText(/^Déplacé\s: /)).toBeVisible();
    await expect.poll(() => actorsOf(fhir, visit.id)).toContain('Location/loc-echo-2');
    const actors = await actorsOf(fhir, visit.id);
    expect(actors).not.toContain('Location/loc-echo-1');
    expect(actors).toEqual(expect.arrayContaining(['Practitioner/pract-perrin', 'Location/loc-cardiologie']));
    // one room, its week
    await page.getByLabel('Professionnel ou salle').selectOption({ label: 'Salle d’échographie 2' });
    await page.getByRole('link', { name: 'Semaine', exact: true }).click();
    await expect(block(page, new RegExp(who.family, 'i'))).toBeVisible();
  } finally {
    await cancelled(fhir, [visit]);
  }
});

test('four keys move an appointment, each said in words; over a colleague’s it goes with a reason alone', async ({
  signedInPage,
  fhir,
}) => {
  const [one, two] = await Promise.all([newPatient(fhir), newPatient(fhir)]);
  const made = [
    await booked(fhir, one, '14:00', 30, 'pract-medecin'),
    await booked(fhir, two, '15:00', 30, 'pract-medecin'),
  ];
  try {
    const page = await signedInPage('secretary');
    await page.goto(`/agenda?from=${quiet}&where=all&who=pract-medecin`);
    const mine = block(page, new RegExp(one.family, 'i'));
    // what is open and closed is known
    await expect(page.getByText(/Fermé de/).first()).toBeAttached();
    await mine.focus();
    const said = page.getByRole('status');
    let keys = 0;
    const press = async (key: string) => {
      keys += 1;
      await page.keyboard.press(key);
    };
    await press('m');
    await expect(said.filter({ hasText: /En main\s: 14:00–14:30, .+/ })).toHaveCount(1);
    await press('ArrowDown');
    await expect(said.filter({ hasText: /^14:15–14:45, .+, libre$/ })).toHaveCount(1);
    await press('Enter');
    await expect(mine).toHaveAccessibleName(/^14:15/);
    await expect(mine).toBeFocused();
    expect(keys).toBeLessThanOrEqual(4);
    await expect(page.getByText(/^Déplacé\s: /)).toBeVisible();

    // shorter, then given up
    await page.keyboard.press('m');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(said.filter({ hasText: /^14:15–15:00, .+, libre$/ })).toHaveCount(1);
    await page.keyboard.press('Shift+ArrowDown');
    await expect(said.filter({ hasText: /^14:15–15:15, .+, occupé$/ })).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(said.filter({ hasText: 'Laissé à sa place' })).toHaveCount(1);
    await expect(mine).toHaveAccessibleName(/^14:15.+14:45/);

    // onto what is taken
    for (const key of ['m', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    const dialog = page.getByRole('alertdialog', { name: 'Cette place n’est pas libre' });
    await expect(dialog).toContainText(new RegExp(two.family, 'i'));
    await expect(dialog.getByRole('button', { name: 'Choisir une autre heure' })).toBeFocused();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Déplacer quand même' }).click();
    await expect(dialog.getByText('Indiquez pourquoi.')).toBeVisible();
    await dialog.getByLabel('Motif').fill('Vu avec le Dr Moreau');
    await dialog.getByRole('button', { name: 'Déplacer quand même' }).click();
    await expect(page.getByText(/^Déplacé\s: .+14:45–15:15/)).toBeVisible();
    const stored = await fhir.read(`Appointment/${made[0]?.id ?? ''}`);
    expect(JSON.stringify(stored)).toContain('Vu avec le Dr Moreau');
  } finally {
    await cancelled(fhir, made);
  }
});

test('a free place leads to a booking, a month to its days', async ({ signedInPage }) => {
  const page = await signedInPage('secretary');
  await page.goto(`/agenda?from=${quiet}&where=all&who=pract-medecin`);
  const free = page.getByRole('button', { name: /^Libre de 09:00 à 12:30/ });
  await free.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(
    (url) =>
      url.pathname === '/agenda/new' &&
      url.searchParams.get('who') === 'pract-medecin' &&
      url.searchParams.get('from') === quiet &&
      url.searchParams.get('starts') === '09:00',
  );

  await page.goto(`/agenda?view=month&from=${quiet}&where=all&who=pract-medecin`);
  const grid = page.getByRole('grid');
  await expect(grid.getByRole('columnheader')).toHaveCount(7);
  await expectAccessible(page);
  const cell = grid.locator(`[data-day="${quiet}"]`);
  await expect(cell).toContainText(/\d+\s% libre/);
  await cell.focus();
  await page.keyboard.press('End');
  await expect(grid.locator(':focus')).toContainText('Fermé');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`view=day&from=${quiet}`));
});

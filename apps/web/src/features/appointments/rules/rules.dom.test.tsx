import type { AgendasView, BookingLine, StoredRule } from '@keneyapp/bff/features/appointments/rules-view';
import type { Me } from '@keneyapp/bff/features/session/view';
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { refusal } from '../../../testing/answers.ts';
import { doctor, identity } from '../../../testing/people.ts';
import { show } from '../../../testing/show.tsx';
import { AbsentDay } from './absent-day.tsx';
import { RulesPage } from './rules-page.tsx';
import { WaitingPage } from './waiting-page.tsx';

const rights: Me['rights'] = {
  ...doctor.rights,
  'appointments.read-rules': true,
  'appointments.save-rule': true,
  'appointments.save-resource': true,
  'appointments.remove-rule': true,
  'appointments.read-waiting': true,
  'appointments.withdraw-waiting': true,
  'appointments.book': true,
  'appointments.let-go': true,
  'appointments.absent-day': true,
};
const me = { ...doctor, role: 'secretary' as const, rights };
const reference = 'Practitioner/pract-perrin';
const named = { id: 'pract-perrin', name: 'Dr Olivier Perrin' };
const { ins: _, ...person } = identity;

const agendas: AgendasView = {
  units: [{ id: 'u', name: 'Cardiologie' }],
  agendas: [
    {
      ...{ reference, name: named.name, isPerson: true, unit: { id: 'u', name: 'Cardiologie' } },
      ...{ lanes: 1, version: 1, isOwn: true },
    },
  ],
  kinds: [],
};
const rule: StoredRule = {
  value: {
    ...{ type: 'opening', id: 'r1', resource: reference, weekdays: [1, 2, 3, 4, 5], starts: '09:00' },
    ...{ ends: '12:30', from: '2020-01-06', until: null, everyWeeks: 2, onHolidays: false },
    ...{ kinds: null, keptDays: null },
  },
  version: 3,
};
const line: BookingLine = {
  ...{ bookingId: 'b1', appointmentId: 'a1', isHeld: false, resources: [reference] },
  ...{ start: '2030-02-04T09:00:00Z', end: '2030-02-04T09:30:00Z', practitioners: [named], rooms: [] },
  ...{ reason: { text: 'Consultation', codes: [] }, patient: { ...person, isHomonym: false } },
};
const openRules = (more: object = {}) =>
  show(<RulesPage place={{ agenda: null, isAll: false }} today="2030-01-01" />, {
    me,
    answers: {
      appointments: {
        agendas: () => agendas,
        holidays: () => [{ day: '2030-07-14', name: 'national-day' }],
        rulesOf: () => ({ rules: [rule], kinds: [] }),
        ...more,
      },
    },
  });
const dialog = (name: string) => page.getByRole('dialog', { name });

it('somebody without an agenda is chosen and gets one', async () => {
  const newcomer = { reference: 'Practitioner/new', name: 'Dr Alix Arrivant' };
  const { callsOf } = await openRules({ newcomers: () => [newcomer], saveResource: () => ({ version: 1 }) });
  await page.getByRole('button', { name: 'Ajouter', exact: true }).first().click();
  const adding = dialog('Ajouter un professionnel');
  await adding.getByRole('button', { name: 'Ajouter', exact: true }).click();
  await expect.element(adding.getByText('Choisissez un professionnel.')).toBeVisible();
  expect(callsOf('appointments.saveResource')).toEqual([]);
  await adding.getByRole('combobox', { name: 'Professionnel' }).selectOptions(newcomer.name);
  await adding.getByRole('button', { name: 'Ajouter', exact: true }).click();
  await expect
    .poll(() => callsOf('appointments.saveResource'))
    .toEqual([{ reference: newcomer.reference, lanes: 1, version: null }]);
  await expect.element(adding).not.toBeInTheDocument();
});

describe('a rule', () => {
  it('is read in words, with the public holidays', async () => {
    await openRules();
    const row = page.getByRole('row', { name: /lun\. – ven\./ });
    await expect.element(row.getByText('09:00 – 12:30')).toBeVisible();
    await expect.element(row.getByText('depuis le 06/01/2020, une semaine sur deux')).toBeVisible();
    await expect.element(page.getByText('Fête nationale')).toBeVisible();
  });

  it('is saved only after its effect was seen, with what was seen', async () => {
    const { callsOf } = await openRules({
      previewRules: () => ({ outside: [line] }),
      saveRule: () => ({ version: 4 }),
    });
    await page.getByRole('button', { name: /^Modifier\s: lun/ }).click();
    const form = dialog('Modifier l’horaire');
    await form.getByLabelText('À', { exact: true }).fill('9h30');
    await form.getByRole('button', { name: 'Voir l’effet sur les rendez-vous' }).click();
    await expect.element(form.getByText(/Un rendez-vous pris serait en dehors/).first()).toBeVisible();
    expect(callsOf('appointments.saveRule')).toHaveLength(0);
    // another change is looked at again
    await form.getByLabelText('À', { exact: true }).fill('10h');
    await form.getByRole('button', { name: 'Voir l’effet sur les rendez-vous' }).click();
    await form.getByRole('button', { name: 'Enregistrer' }).click();
    await expect.element(form).not.toBeInTheDocument();
    expect(callsOf('appointments.saveRule')).toMatchObject([
      { rule: { id: 'r1', ends: '10:00', weekdays: [1, 2, 3, 4, 5] }, version: 3, seen: ['b1'] },
    ]);
  });

  it('that ends before it begins is said at its field', async () => {
    const { callsOf } = await openRules();
    await page.getByRole('button', { name: 'Ajouter un horaire' }).click();
    const form = dialog('Nouvel horaire');
    await form.getByLabelText('À', { exact: true }).fill('08:00');
    await form.getByRole('button', { name: 'Voir l’effet sur les rendez-vous' }).click();
    await expect
      .element(form.getByLabelText('À', { exact: true }))
      .toHaveAccessibleDescription(/La fin est avant le début/);
    expect(callsOf('appointments.previewRules')).toHaveLength(0);
  });

  it('that somebody else changed shows both, and is written over by choice alone', async () => {
    let saves = 0;
    const { callsOf } = await openRules({
      previewRules: () => ({ outside: [] }),
      rulesOf: () => ({
        rules: [saves === 0 ? rule : { value: { ...rule.value, ends: '11:00' }, version: 9 }],
        kinds: [],
      }),
      saveRule: () => {
        saves += 1;
        if (saves === 1) throw refusal('PRECONDITION_FAILED');
        return { version: 10 };
      },
    });
    await page.getByRole('button', { name: /^Modifier\s: lun/ }).click();
    const form = dialog('Modifier l’horaire');
    await form.getByLabelText('À', { exact: true }).fill('10:00');
    await form.getByRole('button', { name: 'Voir l’effet sur les rendez-vous' }).click();
    await form.getByRole('button', { name: 'Enregistrer' }).click();
    await expect.element(form.getByText(/09:00 – 11:00/)).toBeVisible();
    await form.getByRole('group').getByRole('button').last().click();
    await expect.element(form).not.toBeInTheDocument();
    expect(callsOf('appointments.saveRule').map((call) => (call as { version: number }).version)).toEqual([
      3, 9,
    ]);
  });
});

it('an absent day is moved one by one: what cannot be says so, the others stand', async () => {
  const to = (start: string) => ({
    ...{ kind: 'k', start, end: start, resources: ['Practitioner/p2'], how: 'same-time' as const },
    ...{ practitioners: [{ id: 'p2', name: 'Dr Autre' }], rooms: [] },
  });
  const second = { ...line, bookingId: 'b2', appointmentId: 'a2', start: '2030-02-04T10:00:00Z' };
  const away = { resource: reference, start: '2030-02-03T23:00:00Z', end: '2030-02-04T23:00:00Z' };
  const { callsOf } = await show(<AbsentDay away={away} />, {
    me,
    answers: {
      appointments: {
        absentDay: () => ({
          ...{ name: named.name, absence: null, isTruncated: false },
          lines: [line, second].map((one) => ({
            ...one,
            ...{ proposal: to(one.start), others: [], hindrance: null },
          })),
        }),
        saveRule: () => ({ version: 1 }),
        removeRule: () => undefined as never,
        move: ({ appointmentId }) =>
          appointmentId === 'a1'
            ? { isDone: true, obstacles: [], mayBeOver: false }
            : {
                ...{ isDone: false, mayBeOver: true },
                obstacles: [{ at: 0, resource: null, reason: 'taken', by: [] }],
              },
      },
    },
  });
  await page.getByRole('button', { name: 'Déplacer les 2 rendez-vous choisis' }).click();
  await expect.element(page.getByText(/Resté\s: la place a été prise/)).toBeVisible();
  await expect.element(page.getByText('Un rendez-vous déplacé, un est resté à sa place.')).toBeVisible();
  expect(callsOf('appointments.saveRule')).toMatchObject([{ version: null, seen: ['b1', 'b2'] }]);
  // the absence goes first, then back to where it was
  await page.getByRole('button', { name: /Tout annuler/ }).click();
  await expect.element(page.getByText('Remis à sa place')).toBeVisible();
  expect(callsOf('appointments.removeRule')).toHaveLength(1);
  expect(callsOf('appointments.move').at(-1)).toMatchObject({
    ...{ appointmentId: 'a1', to: { start: line.start, resources: [reference] } },
  });
});

it('a place that is offered is confirmed for who waits', async () => {
  const { callsOf } = await show(<WaitingPage place={{ view: 'waiting', ofOwnUnits: true }} />, {
    me,
    answers: {
      appointments: {
        clashes: () => ({ units: [], clashes: [], isTruncated: false }),
        waiting: () => ({
          ...{ units: [], hidden: 1, isTruncated: false },
          lines: [
            {
              ...{ id: 'w1', kind: 'Suivi', kindId: 'k', practitioners: [], weekdays: [2, 4] },
              patient: { ...person, isHomonym: false },
              ...{ from: '2030-02-01', until: '2030-02-28', starts: '08:00', ends: '12:00' },
              ...{ urgency: 'urgent', since: '2029-12-01T08:00:00Z', state: 'offered' },
              offer: {
                ...{ kind: 'k', start: line.start, end: line.end, resources: [reference], rooms: [] },
                ...{ practitioners: [named], bookingId: 'b9', expires: '2030-02-04T08:00:00Z' },
              },
            },
          ],
        }),
        book: () => ({ appointments: ['a9'] }),
      },
    },
  });
  await expect.element(page.getByText(/Une personne attend, dont/)).toBeVisible();
  await expect.element(page.getByText('mar., jeu., entre 08:00 et 12:00')).toBeVisible();
  await page.getByRole('button', { name: /^Confirmer pour/ }).click();
  await expect.poll(() => callsOf('appointments.book')).toMatchObject([{ bookings: ['b9'] }]);
});

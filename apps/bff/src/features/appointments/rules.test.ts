// Long because its cases share one hospital, its agendas and who keeps them.
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import { callQuery, signInOverHttp, type RunningBff, type RunningSandbox } from '@keneyapp/config/testing';
import type { FhirClient } from '@keneyapp/fhir-client';
import type { Practitioner, PractitionerRole } from '@medplum/fhirtypes';
import { addDays } from '@keneyapp/fhir-model/hospital-days';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectAsSystem, readResult } from '../../testing-http.ts';
import type { ChangeView, OpeningsView } from './booking-view.ts';
import type {
  AbsentDayView,
  AgendasView,
  HolidayView,
  Newcomer,
  PreviewView,
  RulesView,
} from './rules-view.ts';
import { withBookableVisits } from './testing-agenda.ts';
import { at, callerOf, newPerson, secretaryOf, someMonday } from './testing-rules.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let fhir: FhirClient;
let close: () => Promise<void>;
type Caller = ReturnType<typeof callerOf>;
let secretary: Caller, stranger: Caller, doctor: Caller, nurse: Caller;

beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await sharedBff();
  ({ fhir, close } = await connectAsSystem(sandbox));
  await withBookableVisits(fhir);
  secretary = callerOf(bff, await secretaryOf({ sandbox, bff, fhir }, 'secretaire-regles'));
  [stranger, doctor, nurse] = (await Promise.all(
    ['secretaire', 'medecin', 'infirmier'].map(async (name) =>
      callerOf(bff, await signInOverHttp(bff, sandbox, name)),
    ),
  )) as [Caller, Caller, Caller];
}, 180_000);
afterAll(() => close());

const perrin = 'Practitioner/pract-perrin',
  vasseur = 'Practitioner/pract-vasseur',
  okonkwo = 'Practitioner/pract-okonkwo',
  radiologist = 'Practitioner/pract-radiologue';
const absence = (resource: string, start: string, end: string, id = crypto.randomUUID()) => ({
  ...{ id, resource, start, end },
  type: 'absence' as const,
});
const preview = (put: { resource: string }) =>
  secretary.ask<PreviewView>('previewRules', { resource: put.resource, put, remove: null });

describe('what is kept', () => {
  it('names every agenda and kind of visit, and which are of the reader’s units', async () => {
    const { data } = await secretary.ask<AgendasView>('agendas');
    expect(data.units.map(({ name }) => name)).toEqual(['Cardiologie', 'Médecine interne']);
    const line = (reference: string) => data.agendas.find((one) => one.reference === reference);
    expect(line(perrin)).toMatchObject({
      isOwn: true,
      isPerson: true,
      unit: { name: 'Cardiologie' },
      lanes: 1,
    });
    expect(line('Location/loc-echo-1')).toMatchObject({ name: 'Salle 1', isPerson: false, isOwn: true });
    expect(line(radiologist)).toMatchObject({ isOwn: false });
    const kind = (id: string) => data.kinds.find((one) => one.id === id);
    expect(kind('cardio-echo')).toMatchObject({ name: 'Échocardiographie', after: 10, isOwn: true });
    expect(kind('img-radio')).toMatchObject({ isOwn: false });
  });

  it('is read by doctors and changed by secretaries; nobody else sees it', async () => {
    expect((await doctor.ask<RulesView>('rulesOf', { resource: perrin })).data.rules.length).toBeGreaterThan(
      1,
    );
    const rule = absence(perrin, at(someMonday(), '09:00'), at(someMonday(), '10:00'));
    expect((await doctor.call('saveRule', { rule, version: null, seen: [] })).status).toBe(403);
    expect((await nurse.ask('agendas')).status).toBe(403);
  });

  it('gives an agenda to somebody of the reader’s units who has none, once, and to nobody else', async () => {
    const id = crypto.randomUUID();
    const reference = `Practitioner/${id}`;
    await fhir.update<Practitioner>({ resourceType: 'Practitioner', id, name: [{ family: 'Arrivant' }] });
    const names = async () => (await secretary.ask<Newcomer[]>('newcomers')).data.map((one) => one.reference);
    const add = (caller = secretary) => caller.call('saveResource', { reference, lanes: 1, version: null });
    expect(await names()).not.toContain(reference);
    expect((await add()).status).toBe(403);
    await fhir.create<PractitionerRole>({
      resourceType: 'PractitionerRole',
      active: true,
      practitioner: { reference },
      organization: { reference: 'Organization/org-cardiologie' },
    });
    expect((await secretary.ask<Newcomer[]>('newcomers')).data).toContainEqual({
      reference,
      name: 'Arrivant',
    });
    expect(await names()).not.toContain(perrin);
    expect((await add(doctor)).status).toBe(403);
    expect((await add()).status).toBe(200);
    expect((await add()).status).toBe(412);
    expect(await names()).not.toContain(reference);
    const { data } = await secretary.ask<AgendasView>('agendas');
    expect(data.agendas.find((one) => one.reference === reference)).toMatchObject({
      isOwn: true,
      unit: { name: 'Cardiologie' },
    });
    const day = someMonday();
    const rule = {
      ...{ type: 'extra' as const, id: crypto.randomUUID(), resource: reference, kinds: null },
      ...{ start: at(day, '09:00'), end: at(day, '12:00') },
    };
    expect((await secretary.call('saveRule', { rule, version: null, seen: [] })).status).toBe(200);
  });

  it('tells the public holidays by name', async () => {
    const { data } = await doctor.ask<HolidayView[]>('holidays', { from: '2027-05-01', until: '2027-05-31' });
    expect(data).toEqual([
      { day: '2027-05-01', name: 'labour-day' },
      { day: '2027-05-06', name: 'ascension' },
      { day: '2027-05-08', name: 'victory-1945' },
      { day: '2027-05-17', name: 'whit-monday' },
    ]);
  });
});

describe('a rule', () => {
  it('says before it is saved whom it leaves outside, and is saved only by who has seen it', async () => {
    const day = someMonday();
    const patientId = await newPerson(fhir, 'Dehors');
    const appointmentId = await secretary.booked(patientId, at(day, '10:00'), 'cardio-suivi', [perrin]);
    const rule = absence(perrin, at(day, '09:00'), at(day, '12:00'));
    const { data } = await preview(rule);
    expect(data.outside).toMatchObject([
      {
        appointmentId,
        patient: { id: patientId, birthName: 'Dehors' },
        reason: { text: 'Consultation de suivi' },
      },
    ]);
    // it changes nothing
    expect((await secretary.ask<RulesView>('rulesOf', { resource: perrin })).data.rules).not.toContainEqual(
      expect.objectContaining({ value: expect.objectContaining({ id: rule.id }) }),
    );
    const unseen = await secretary.call('saveRule', { rule, version: null, seen: [] });
    expect(unseen.error.issues).toMatchObject([{ path: ['seen'], message: 'not-seen' }]);
    const seen = data.outside.map(({ bookingId }) => bookingId);
    const saved = await secretary.call<{ version: number }>('saveRule', { rule, version: null, seen });
    expect(saved.data.version).toBe(1);
    const { data: shown } = await secretary.ask<OpeningsView>('openings', {
      resources: ['Practitioner/pract-perrin'],
      from: day,
      days: 1,
    });
    expect(shown.columns[0]?.absent).toEqual([
      { start: new Date(at(day, '09:00')).toISOString(), end: new Date(at(day, '12:00')).toISOString() },
    ]);
    // somebody else was first
    expect((await secretary.call('saveRule', { rule, version: null, seen })).status).toBe(412);
    const gone = { resource: perrin, id: rule.id, seen: [] };
    expect((await secretary.call('removeRule', { ...gone, version: 2 })).status).toBe(412);
    expect((await secretary.call('removeRule', { ...gone, version: 1 })).status).toBe(200);
    // taken back with its id
    expect((await secretary.call('saveRule', { rule, version: null, seen })).status).toBe(200);
    expect((await secretary.call('removeRule', { ...gone, version: 1 })).status).toBe(200);
  });

  it('that makes a day negative is refused at its field', async () => {
    const rule = {
      ...{ type: 'opening', id: crypto.randomUUID(), resource: perrin, weekdays: [6], from: someMonday() },
      ...{ starts: '12:00', ends: '09:00', until: null },
    };
    const wrong = async (more: object) =>
      (await secretary.call('saveRule', { rule: { ...rule, ...more }, version: null, seen: [] })).error
        .issues?.[0]?.path;
    expect(await wrong({})).toEqual(['rule', 'ends']);
    expect(await wrong({ ends: '13:00', until: '2020-01-01' })).toEqual(['rule', 'until']);
    expect(await wrong({ ends: '13:00', keptDays: 1 })).toEqual(['rule', 'keptDays']);
    const day = someMonday();
    const backwards = absence(perrin, at(day, '12:00'), at(day, '09:00'));
    expect(
      (await secretary.call('saveRule', { rule: backwards, version: null, seen: [] })).error.issues?.[0]
        ?.path,
    ).toEqual(['rule', 'end']);
  });

  it('of another unit’s agenda is written by nobody, by its agenda or by its id', async () => {
    const day = someMonday();
    const rule = absence(radiologist, at(day, '09:00'), at(day, '12:00'));
    const refused = await secretary.call('saveRule', { rule, version: null, seen: [] });
    expect([refused.status, refused.error.reason]).toEqual([403, 'other-agenda']);
    // who works in no unit keeps no agenda
    const none = await stranger.call('saveRule', {
      rule: { ...rule, resource: perrin },
      version: null,
      seen: [],
    });
    expect([none.status, none.error.reason]).toEqual([403, 'other-agenda']);
    const { data } = await secretary.ask<RulesView>('rulesOf', { resource: radiologist });
    const [theirs] = data.rules;
    const taken = { ...rule, resource: perrin, id: theirs?.value.id };
    expect(
      (await secretary.call('saveRule', { rule: taken, version: theirs?.version, seen: [] })).status,
    ).toBe(412);
    expect((await secretary.call('saveRule', { rule: taken, version: null, seen: [] })).status).toBe(412);
    const gone = { id: theirs?.value.id, version: theirs?.version, seen: [] };
    expect((await secretary.call('removeRule', { ...gone, resource: perrin })).status).toBe(412);
    expect((await secretary.call('removeRule', { ...gone, resource: radiologist })).status).toBe(403);
    expect((await secretary.ask<RulesView>('rulesOf', { resource: radiologist })).data).toEqual(data);
  });
});

describe('a kind of visit and an agenda', () => {
  it('are changed by their own unit, with the version that was read', async () => {
    const read = async () => {
      const { data } = await secretary.ask<AgendasView>('agendas');
      const { id, minutes, before, after, grid, places, version } = data.kinds.find(
        (one) => one.id === 'cardio-groupe',
      ) as AgendasView['kinds'][number];
      return { kind: { id, minutes, before, after, grid, places }, version };
    };
    const { kind, version } = await read();
    const change = { kind: { ...kind, after: 15 }, version };
    expect((await secretary.call('saveKind', change)).status).toBe(200);
    expect((await secretary.call('saveKind', change)).status).toBe(412);
    const now = await read();
    expect(now.kind.after).toBe(15);
    await secretary.call('saveKind', { kind, version: now.version });
    const other = await secretary.call('saveKind', { kind: { ...kind, id: 'img-radio' }, version: 1 });
    expect([other.status, other.error.reason]).toEqual([403, 'other-agenda']);

    const room = async () =>
      (await secretary.ask<AgendasView>('agendas')).data.agendas.find(
        ({ reference }) => reference === 'Location/loc-echo-2',
      );
    const was = await room();
    const two = { reference: 'Location/loc-echo-2', lanes: 2, version: was?.version };
    expect((await secretary.call('saveResource', two)).status).toBe(200);
    expect(await room()).toMatchObject({ lanes: 2, unit: { name: 'Cardiologie' } });
    expect((await secretary.call('saveResource', two)).status).toBe(412);
    await secretary.call('saveResource', { ...two, lanes: 1, version: (await room())?.version });
    expect((await secretary.call('saveResource', { ...two, reference: radiologist })).status).toBe(403);
  });
});

describe('an absent practitioner’s day', () => {
  it('proposes the same time with a colleague, else the nearest; moved, all stand there; undone, here', async () => {
    const day = someMonday();
    const [one, two, three] = await Promise.all(['Un', 'Deux', 'Trois'].map((name) => newPerson(fhir, name)));
    const first = await secretary.booked(one ?? '', at(day, '09:00'), 'medint-suivi', [vasseur]);
    const second = await secretary.booked(two ?? '', at(day, '09:30'), 'medint-suivi', [vasseur]);
    // of the same time the colleague has somebody already
    await secretary.booked(three ?? '', at(day, '09:30'), 'medint-suivi', [okonkwo]);
    const away = { resource: vasseur, start: at(day, '08:00'), end: at(day, '19:00') };
    const { data } = await secretary.ask<AbsentDayView>('absentDay', away);
    expect(data.lines.map(({ appointmentId }) => appointmentId)).toEqual([first, second]);
    expect(data.lines[0]?.proposal).toMatchObject({
      ...{ how: 'same-time', resources: [okonkwo] },
      start: new Date(at(day, '09:00')).toISOString(),
    });
    // 09:00 is proposed already, 09:30 taken: the nearest is ten o’clock
    expect(data.lines[1]?.proposal).toMatchObject({
      ...{ how: 'other', resources: [okonkwo] },
      start: new Date(at(day, '10:00')).toISOString(),
    });
    expect(data).toMatchObject({ absence: null, isTruncated: false });

    const rule = absence(vasseur, away.start, away.end);
    const seen = data.lines.map(({ bookingId }) => bookingId);
    await secretary.call('saveRule', { rule, version: null, seen });
    const moved = (line: AbsentDayView['lines'][number], from: string, to: object) =>
      secretary.call<ChangeView>('move', {
        ...{ patientId: line.patient?.id, appointmentId: line.appointmentId },
        ...{ key: crypto.randomUUID(), start: from, to },
      });
    for (const line of data.lines)
      expect(
        (await moved(line, line.start, { start: line.proposal?.start, resources: line.proposal?.resources }))
          .data.isDone,
      ).toBe(true);
    const after = (await secretary.ask<AbsentDayView>('absentDay', away)).data;
    expect(after.lines).toEqual([]);
    expect(after.absence).toMatchObject({ value: { id: rule.id }, version: 1 });
    // the absence goes first, else nothing comes back to it
    const back = (line: AbsentDayView['lines'][number]) =>
      moved(line, line.proposal?.start ?? '', { start: line.start, resources: [vasseur] });
    const [line] = data.lines;
    expect(line && (await back(line)).data).toMatchObject({
      isDone: false,
      obstacles: [{ reason: 'absent' }],
    });
    await secretary.call('removeRule', { resource: vasseur, id: rule.id, version: 1, seen: [] });
    for (const one of data.lines) expect((await back(one)).data.isDone).toBe(true);
    expect((await secretary.ask<AbsentDayView>('absentDay', away)).data.lines).toHaveLength(2);
  });

  it('without a colleague goes to another day of the same person, each to a place of its own', async () => {
    const day = someMonday();
    const people = await Promise.all(['A', 'B'].map((name) => newPerson(fhir, name)));
    await secretary.booked(people[0] ?? '', at(day, '09:00'), 'cardio-suivi', [perrin]);
    await secretary.booked(people[1] ?? '', at(day, '09:30'), 'cardio-suivi', [perrin]);
    const away = { resource: perrin, start: at(day, '08:00'), end: at(addDays(day, 1), '00:00') };
    const { data } = await secretary.ask<AbsentDayView>('absentDay', away);
    const starts = data.lines.map(({ proposal }) => proposal?.start);
    expect(starts).toEqual(
      ['09:00', '09:30'].map((time) => new Date(at(addDays(day, 1), time)).toISOString()),
    );
    expect(data.lines.map(({ proposal }) => proposal?.how)).toEqual(['same-person', 'same-person']);
    expect(data.lines[0]?.others.length).toBeGreaterThan(2);
  });

  it('of another unit, or to who does not book, says nothing', async () => {
    const day = someMonday();
    const away = { resource: radiologist, start: at(day, '08:00'), end: at(day, '19:00') };
    expect((await secretary.ask('absentDay', away)).status).toBe(403);
    expect((await doctor.ask('absentDay', { ...away, resource: perrin })).status).toBe(403);
  });
});

it('the trail names the agenda that was changed', async () => {
  const day = someMonday();
  const rule = absence(perrin, at(day, '09:00'), at(day, '12:00'));
  await secretary.call('saveRule', { rule, version: null, seen: [] });
  const officer = await signInOverHttp(bff, sandbox, 'dpo');
  const { data } = await readResult<{ rows: { seq: string; operation: string }[] }>(
    await callQuery(bff, officer, 'audit.search', {}),
  );
  const row = data.rows.find(({ operation }) => operation === 'appointments.saveRule');
  const record = await (await callQuery(bff, officer, 'audit.get', { seq: row?.seq })).text();
  expect(record).toContain('Practitioner/pract-perrin');
});

import { MailCatcher } from '@keneyapp/config/mail-catcher';
import {
  besideIt,
  callMutation,
  callQuery,
  signInOverHttp,
  startTestBff,
  type RunningBff,
  type Visitor,
} from '@keneyapp/config/testing';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import type { Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ToldView } from '../../messages/rows.ts';
import { connectAsSystem, readResult } from '../../testing-http.ts';
import type { BookedView, FoundPlaces, HoldView } from './booking-view.ts';
import { at, farMonday, visitAt, withBookableVisits } from './testing-agenda.ts';

let catcher: MailCatcher, bff: RunningBff, secretary: Visitor;
let system: Awaited<ReturnType<typeof connectAsSystem>>;
beforeAll(async () => {
  const sandbox = await sharedSandbox();
  catcher = await new MailCatcher().start();
  system = await connectAsSystem(sandbox);
  await withBookableVisits(system.fhir);
  bff = await startTestBff(sandbox, {
    env: {
      ...(await besideIt()),
      SMTP_URL: catcher.url,
      MAIL_FROM: 'rendez-vous@hopital.example',
      AGENDA_SETUP: 'infra/demo/agenda.json',
    },
  });
  secretary = await signInOverHttp(bff, sandbox, 'secretaire');
}, 180_000);
afterAll(async () => {
  await bff.stop();
  await catcher.stop();
  await system.close();
});

const call = async <T>(name: string, input: object) =>
  readResult<T>(await callMutation(bff, secretary, `appointments.${name}`, input));
const ask = async <T>(name: string, input: object) =>
  readResult<T>(await callQuery(bff, secretary, `appointments.${name}`, input));

it('a booking is told once, a move once, and whoever books sees both', async () => {
  const { id: patientId = '' } = await system.fhir.create<Patient>({
    resourceType: 'Patient',
    name: [{ use: 'official', family: 'Courrier', given: ['Alix'] }],
    telecom: [{ system: 'email', value: 'alix.booking@courrier.example' }],
    communication: [{ language: { coding: [{ code: 'en-GB' }] }, preferred: true }],
  });
  const mine = () =>
    catcher.caught.flatMap(({ to, subject }) =>
      to.includes('alix.booking@courrier.example') ? [subject] : [],
    );
  const day = farMonday();
  await vi.waitFor(
    async () => {
      const { data } = await ask<FoundPlaces>('find', { kind: 'cardio-suivi', from: day, days: 1 });
      expect(data.isReady).toBe(true);
    },
    { timeout: 30_000, interval: 300 },
  );
  const key = () => crypto.randomUUID();
  const start = at(day, '10:00');
  const held = await call<HoldView>('hold', { patientId, key: key(), visits: [visitAt(start)] });
  const bookings = held.data.held.map(({ bookingId }) => bookingId);
  const booked = await call<BookedView>('book', { patientId, key: key(), bookings });
  const appointmentId = booked.data.appointments[0] ?? '';
  const told = (count: number) =>
    vi.waitFor(() => expect(mine()).toHaveLength(count), { timeout: 30_000, interval: 300 });
  await told(1);
  await call('move', { patientId, key: key(), appointmentId, start, to: { start: at(day, '11:00') } });
  await told(2);
  expect(mine()).toEqual(['Your appointment is confirmed', 'Your appointment has changed']);
  // what the follower reads again and again is told no second time
  await new Promise((resolve) => setTimeout(resolve, 8_000));
  expect(mine()).toHaveLength(2);
  const { data } = await ask<ToldView>('messages', { patientId, appointmentId });
  expect(data).toMatchObject({
    ...{ isConfigured: true, isWaiting: false },
    messages: [
      { kind: 'confirmed', state: 'sent' },
      { kind: 'changed', state: 'sent' },
    ],
  });
  const other = await system.fhir.create<Patient>({ resourceType: 'Patient', name: [{ family: 'Autre' }] });
  expect((await ask('messages', { patientId: other.id, appointmentId })).status).not.toBe(200);
}, 90_000);

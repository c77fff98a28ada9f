import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import { callMutation, signInOverHttp, type Visitor } from '@keneyapp/config/testing';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { Appointment, Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectAsSystem } from '../../testing-http.ts';
import type { AgendaMoved } from './booking-view.ts';

const [sandbox, bff] = [await sharedSandbox(), await sharedBff()];
const { fhir, close } = await connectAsSystem(sandbox);
const today = dayOf(new Date());
let secretary: Visitor, doctor: Visitor;
const made: string[] = [];

beforeAll(async () => {
  [secretary, doctor] = [
    await signInOverHttp(bff, sandbox, 'secretaire'),
    await signInOverHttp(bff, sandbox, 'medecin'),
  ];
});
afterAll(async () => {
  for (const id of made)
    await fhir.update({ ...(await fhir.read('Appointment', id)), status: 'entered-in-error' });
  await close();
});

async function visit(practitioner: string): Promise<Appointment & { id: string; patientId: string }> {
  const who = await fhir.create<Patient>({ resourceType: 'Patient', name: [{ family: 'Direct' }] });
  const start = new Date();
  const one = await fhir.create<Appointment>({
    resourceType: 'Appointment',
    status: 'booked',
    start: start.toISOString(),
    end: new Date(start.getTime() + 60_000).toISOString(),
    participant: [patientReference(who.id ?? ''), `Practitioner/${practitioner}`].map((reference) => ({
      actor: { reference },
      status: 'accepted',
    })),
  });
  made.push(one.id ?? '');
  return { ...one, id: one.id ?? '', patientId: who.id ?? '' };
}

/** What the doctor's screen is told of one practitioner, as it comes. */
async function following(practitionerId: string) {
  const end = new AbortController();
  const answer = await fetch(`${bff.url}/trpc/appointments.moves`, {
    headers: { ...doctor.headers, accept: 'text/event-stream' },
    signal: end.signal,
  });
  const told: AgendaMoved[] = [];
  const read = (async () => {
    let text = '';
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const lines = (text + chunk).split('\n');
      text = lines.pop() ?? '';
      for (const line of lines.filter((one) => one.startsWith('data: [')))
        told.push(
          ...(JSON.parse(line.slice(6)) as AgendaMoved[]).filter((m) => m.practitionerId === practitionerId),
        );
    }
  })().catch((error: unknown) => {
    if (!end.signal.aborted) throw error;
  });
  return { told, stop: () => (end.abort(), read) };
}
const within = { timeout: 10_000 };
/** Longer than the pause between two looks of the follower, each of which reads the last minute. */
const aLook = () => new Promise((resolve) => setTimeout(resolve, 5_000));

it('a step at the desk is told to the doctor at once, and what others write within seconds, each no more than it happened', async () => {
  const practitioner = 'pract-en-direct';
  const one = await visit(practitioner);
  // its place is taken by now
  await aLook();
  const { told, stop } = await following(practitioner);
  const step = await callMutation(bff, secretary, 'appointments.receive', {
    ...{ patientId: one.patientId, appointmentId: one.id, key: crypto.randomUUID() },
    ...{ step: 'arrive', status: 'booked', checked: null, called: null, entered: null },
  });
  expect(step.status).toBe(200);
  await expect.poll(() => told, { timeout: 2_000 }).toEqual([{ practitionerId: practitioner, day: today }]);
  // the follower tells of it once more, or in the same breath
  await aLook();
  const before = told.length;
  const arrived = await fhir.read('Appointment', one.id);
  await fhir.update<Appointment>({ ...arrived, status: 'fulfilled' });
  await expect.poll(() => told.length, within).toBeGreaterThan(before);
  await aLook();
  expect(told.length).toBeLessThanOrEqual(3);
  await stop();
}, 60_000);

import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import { callMutation, signInOverHttp, type Visitor } from '@keneyapp/config/testing';
import type { Appointment, Location, Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectAsSystem, readResult } from '../../testing-http.ts';
import type { ReceivedView } from './view.ts';
import type { WallView } from './wall-view.ts';

const [sandbox, bff] = [await sharedSandbox(), await sharedBff()];
const { fhir, close } = await connectAsSystem(sandbox);
let secretary: Visitor, patient: Visitor;
const made: string[] = [];

beforeAll(async () => {
  [secretary, patient] = [
    await signInOverHttp(bff, sandbox, 'secretaire'),
    await signInOverHttp(bff, sandbox, 'patient'),
  ];
  for (const id of ['wall-a', 'wall-b', 'wall-full'])
    await fhir.update<Location>({ resourceType: 'Location', id, name: `Salle ${id}`, status: 'active' });
});
afterAll(async () => {
  for (const id of made)
    await fhir.update({ ...(await fhir.read('Appointment', id)), status: 'entered-in-error' });
  await close();
}, 120_000);

async function visit(place: string): Promise<{ id: string; patientId: string }> {
  const who = await fhir.create<Patient>({
    resourceType: 'Patient',
    name: [{ use: 'official', family: 'Muraille', given: ['Ève'] }],
  });
  const { id = '' } = await fhir.create<Appointment>({
    resourceType: 'Appointment',
    status: 'booked',
    start: new Date(Date.now() - 60_000).toISOString(),
    end: new Date().toISOString(),
    reasonCode: [{ text: 'Bilan secret' }],
    participant: [`Patient/${who.id ?? ''}`, `Location/${place}`].map((reference) => ({
      actor: { reference },
      status: 'accepted',
    })),
  });
  made.push(id);
  return { id, patientId: who.id ?? '' };
}
const receive = async (
  { id, patientId }: { id: string; patientId: string },
  [step, status]: [string, string],
  more: { called?: string | null; entered?: string | null; room?: string } = {},
) => {
  const input = {
    patientId,
    appointmentId: id,
    step,
    status,
    ...{ checked: null, called: null, entered: null },
    key: crypto.randomUUID(),
    ...more,
  };
  return readResult<ReceivedView>(await callMutation(bff, secretary, 'appointments.receive', input));
};

/** What a screen is told until it is shown what is looked for. */
async function hung(
  who: Visitor,
  unit: string,
  isIt: (view: WallView) => boolean,
): Promise<{ view: WallView; text: string }> {
  const answer = await fetch(
    `${bff.url}/trpc/appointments.wall?input=${encodeURIComponent(JSON.stringify({ unit }))}`,
    { headers: { ...who.headers, accept: 'text/event-stream' }, signal: AbortSignal.timeout(30_000) },
  );
  let text = '';
  for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    if (text.includes('serialized-error')) throw new Error(text);
    for (const [, data = ''] of text.matchAll(/^data: (\{"called".*\})$/gm)) {
      const view = JSON.parse(data) as WallView;
      if (isIt(view)) return { view, text };
    }
  }
  throw new Error(text);
}

it('hangs up tickets of its unit as people arrive and are called, and nothing that tells who they are', async () => {
  const [one, two, elsewhere] = [await visit('wall-a'), await visit('wall-a'), await visit('wall-b')];
  const arrived = await Promise.all([one, two, elsewhere].map((each) => receive(each, ['arrive', 'booked'])));
  const tickets = arrived.map(({ data }) => data.reception.ticket ?? '');
  expect(new Set(tickets).size).toBe(3);
  for (const ticket of tickets) expect(ticket).toMatch(/^[A-Z]{2}\d\d$/);
  const waits = await hung(secretary, 'wall-a', ({ waiting }) => waiting.length === 2);
  expect(waits.view.waiting.map(({ ticket }) => ticket).toSorted()).toEqual(tickets.slice(0, 2).toSorted());

  // a screen that hangs already is told
  const told = hung(secretary, 'wall-a', ({ called }) => called.length === 1);
  await receive(one, ['call', 'arrived'], { room: 'C 1' });
  const { view, text } = await told;
  expect(view.called).toMatchObject([{ ticket: tickets[0], room: 'C 1' }]);
  expect(view.waiting.map(({ ticket }) => ticket)).toEqual([tickets[1]]);
  for (const secret of [one.patientId, one.id, 'Muraille', 'MURAILLE', 'secret', 'Patient', 'wall-a'])
    expect(text).not.toContain(secret);
}, 60_000);

it('a ticket goes with the arrival that is taken back; a room is a number, not what is done there', async () => {
  const one = await visit('wall-a');
  const first = (await receive(one, ['arrive', 'booked'])).data.reception.ticket;
  expect((await receive(one, ['back', 'arrived'])).data.reception.ticket).toBeUndefined();
  expect((await fhir.read('Appointment', one.id)).extension).toBeUndefined();
  expect((await receive(one, ['arrive', 'booked'])).data.reception.ticket).not.toBe(first);
  expect((await receive(one, ['call', 'arrived'], { room: 'Chimiothérapie' })).status).toBe(400);
});

it('a full day of people who have left hides nobody who waits', async () => {
  const one = await visit('wall-full');
  const { data } = await receive(one, ['arrive', 'booked']);
  const { text: _text, ...left } = await fhir.read('Appointment', one.id);
  const start = new Date(Date.parse(left.start ?? '') - 60_000).toISOString();
  for (let from = 0; from < 1_050; from += 150)
    await fhir.transaction({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: Array.from({ length: 150 }, (_, i) => ({
        resource: {
          ...{ ...left, id: `wall-left-${from + i}`, status: 'fulfilled' as const, start },
          participant: [{ actor: { reference: 'Location/wall-full' }, status: 'accepted' as const }],
          extension: [],
        },
        request: { method: 'PUT' as const, url: `Appointment/wall-left-${from + i}` },
      })),
    });
  made.push(...Array.from({ length: 1_050 }, (_, i) => `wall-left-${i}`));
  const { view } = await hung(secretary, 'wall-full', () => true);
  expect(view.waiting.map(({ ticket }) => ticket)).toEqual([data.reception.ticket]);
}, 120_000);

it('is for who sees the agenda of the house', async () => {
  await expect(hung(patient, 'wall-a', () => true)).rejects.toThrow(/FORBIDDEN/);
});

import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import { callQuery, entrustPatients, signInOverHttp, type Visitor } from '@keneyapp/config/testing';
import type { Appointment } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectAsSystem, readResult } from '../../testing-http.ts';
import type { ChartAppointmentsView } from './chart-view.ts';

const [sandbox, bff] = [await sharedSandbox(), await sharedBff()];
const { fhir, close } = await connectAsSystem(sandbox);
const visitors: Record<string, Visitor> = {};
const days = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString();

beforeAll(async () => {
  for (const id of ['chart-visits', 'chart-visits-closed'])
    await fhir.update({ resourceType: 'Patient', id, name: [{ family: 'Venues', given: ['Lou'] }] });
  await entrustPatients(sandbox, ['chart-visits']);
  for (const patientId of ['chart-visits', 'chart-visits-closed'])
    for (const [name, ahead, more] of [
      ['later', 40, {}],
      ['next', 4, { status: 'cancelled', cancelationReason: { text: 'Motif privé' } }],
      ['last', -3, { status: 'fulfilled' }],
      ['first', -90, { status: 'noshow' }],
    ] as const)
      await fhir.update<Appointment>({
        resourceType: 'Appointment',
        id: `${patientId}-${name}`,
        status: 'booked',
        start: days(ahead),
        end: days(ahead),
        reasonCode: [{ text: 'Suivi privé' }],
        participant: [`Patient/${patientId}`, 'Practitioner/pract-radiologue'].map((reference) => ({
          actor: { reference, display: reference.startsWith('Pr') ? 'Dr Ray' : 'Venues' },
          status: 'accepted',
        })),
        ...more,
      });
  for (const name of ['medecin', 'secretaire', 'patient'])
    visitors[name] = await signInOverHttp(bff, sandbox, name);
});
afterAll(() => close());

const shownTo = async (name: string, patientId: string) =>
  readResult<ChartAppointmentsView>(
    await callQuery(bff, visitors[name] as Visitor, 'appointments.ofChart', { patientId }),
  );

it('shows what is to come from the next on, and below it what was, the latest first', async () => {
  const { data } = await shownTo('medecin', 'chart-visits');
  const ids = (list: { id: string }[]) => list.map(({ id }) => id.replace('chart-visits-', ''));
  expect([ids(data.coming), ids(data.past)]).toEqual([
    ['next', 'later'],
    ['last', 'first'],
  ]);
  expect(data.coming[0]).toMatchObject({
    status: 'cancelled',
    cancelled: 'Motif privé',
    reason: { text: 'Suivi privé' },
  });
});

it('of a closed chart it tells when and with whom, and neither why nor why not', async () => {
  for (const name of ['secretaire', 'medecin']) {
    const { status, data } = await shownTo(name, 'chart-visits-closed');
    expect([status, data.coming.length, data.past.length]).toEqual([200, 2, 2]);
    expect(JSON.stringify(data)).not.toContain('privé');
  }
  expect((await shownTo('patient', 'chart-visits')).status).toBe(403);
});

it('what a label keeps from a reader has neither history nor messages for them', async () => {
  const id = 'chart-visits-closed-next';
  const { text: _text, ...open } = await fhir.read('Appointment', id);
  const asked = async (name: string, what: string) => {
    const input = { patientId: 'chart-visits-closed', appointmentId: id };
    return readResult(await callQuery(bff, visitors[name] as Visitor, `appointments.${what}`, input));
  };
  for (const what of ['history', 'messages']) expect((await asked('medecin', what)).status).toBe(200);
  const security = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'V' }];
  await fhir.update<Appointment>({ ...open, id, meta: { security } });
  for (const what of ['history', 'messages']) {
    expect((await asked('medecin', what)).status).toBe(404);
    // who books knows of it
    expect((await asked('secretaire', what)).status).toBe(200);
  }
});

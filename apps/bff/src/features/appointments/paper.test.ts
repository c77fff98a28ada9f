import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import { callQuery, signInOverHttp, type Visitor } from '@keneyapp/config/testing';
import { receptionExtension } from '@keneyapp/fhir-model/reception';
import type { Appointment, HealthcareService, Location, Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { documentOf, readPdf } from '../../pdf/testing-pdf.ts';
import { connectAsSystem, readResult } from '../../testing-http.ts';
import type { PaperView } from './paper-view.ts';

const [sandbox, bff] = [await sharedSandbox(), await sharedBff()];
const { fhir, close } = await connectAsSystem(sandbox);
const visitors: Record<string, Visitor> = {};
let one: { id: string; patientId: string };

beforeAll(async () => {
  for (const name of ['secretaire', 'infirmier']) visitors[name] = await signInOverHttp(bff, sandbox, name);
  const who = await fhir.create<Patient>({
    resourceType: 'Patient',
    name: [{ use: 'official', family: 'Convoquée', given: ['Ève'] }],
    communication: [{ language: { coding: [{ code: 'en-GB' }] }, preferred: true }],
    address: [
      { use: 'old', line: ['1 rue d’avant'], postalCode: '69001', city: 'Lyon' },
      { use: 'home', line: ['3 rue des Tilleuls'], postalCode: '69003', city: 'Lyon' },
    ],
  });
  await fhir.update<Location>({
    resourceType: 'Location',
    id: 'paper-building',
    name: 'Bâtiment B',
    status: 'active',
    address: { line: ['10 avenue de l’Hôpital'], postalCode: '69100', city: 'Villeurbanne' },
  });
  await fhir.update<Location>({
    resourceType: 'Location',
    id: 'paper-room',
    name: 'Salle 2',
    status: 'active',
    description: '2e étage',
    partOf: { reference: 'Location/paper-building' },
  });
  await fhir.update<HealthcareService>({
    resourceType: 'HealthcareService',
    id: 'paper-kind',
    active: true,
    name: 'Bilan',
    extraDetails: 'Venir à jeun.',
    telecom: [{ system: 'phone', value: '04 00 00 00 12' }],
  });
  const patientId = who.id ?? '';
  const actors = [`Patient/${patientId}`, 'Location/paper-room', 'HealthcareService/paper-kind'];
  const { id = '' } = await fhir.create<Appointment>({
    resourceType: 'Appointment',
    status: 'arrived',
    start: '2030-03-04T08:30:00Z',
    end: '2030-03-04T09:00:00Z',
    reasonCode: [{ text: 'Motif secret' }],
    extension: [
      {
        url: receptionExtension,
        extension: [
          { url: 'arrived', valueDateTime: '2030-03-04T08:20:00Z' },
          { url: 'ticket', valueString: 'KT42' },
        ],
      },
    ],
    participant: actors.map((reference) => ({ actor: { reference }, status: 'accepted' })),
  });
  one = { id, patientId };
});
afterAll(() => close());

const paper = async (name: string, patientId = one.patientId) =>
  readResult<PaperView>(
    await callQuery(bff, visitors[name] as Visitor, 'appointments.paper', {
      patientId,
      appointmentId: one.id,
    }),
  );
const print = (name: string, part: Parameters<typeof documentOf>[0] = { recipient: ['Ève CONVOQUÉE'] }) =>
  fetch(`${bff.internalUrl}/pdf`, {
    method: 'POST',
    headers: {
      ...visitors[name]?.headers,
      'content-type': 'application/json',
      'x-keneya-internal': bff.env['INTERNAL_SECRET'] ?? '',
    },
    body: JSON.stringify({
      ...{ patientId: one.patientId, operation: 'appointments.print', emergencyWords: 'Urgence' },
      document: { ...documentOf(part), issuer: undefined },
    }),
  });

it('tells the way through the house, the present address, the language and what the service asks for, and no reason', async () => {
  const { status, data } = await paper('secretaire');
  expect(status).toBe(200);
  expect(data).toMatchObject({
    day: '2030-03-04',
    isToCome: true,
    arrived: '2030-03-04T08:20:00Z',
    ticket: 'KT42',
    language: 'en',
    recipient: [expect.stringMatching(/Ève Convoquée/i), '3 rue des Tilleuls', '69003 Lyon'],
    place: ['Salle 2', '2e étage', 'Bâtiment B', '10 avenue de l’Hôpital', '69100 Villeurbanne'],
    phone: '04 00 00 00 12',
    preparation: ['Venir à jeun.'],
  });
  expect(JSON.stringify(data)).not.toContain('secret');
});

it('is for the desk, of the appointments of that patient alone', async () => {
  expect((await paper('infirmier')).status).toBe(403);
  const other = await fhir.create<Patient>({ resourceType: 'Patient', name: [{ family: 'Autre' }] });
  expect([403, 404]).toContain((await paper('secretaire', other.id)).status);
});

it('becomes a file at the desk without signing in again, and for nobody else', async () => {
  const answer = await print('secretaire');
  expect(answer.status).toBe(200);
  const { pages } = await readPdf(Buffer.from(await answer.arrayBuffer()));
  expect(pages[0]?.text).toContain('Ève CONVOQUÉE');
  expect((await print('infirmier')).status).toBe(403);
});

it('becomes a slip of paper with the number alone', async () => {
  const answer = await print('secretaire', {
    ...{ isSlip: true, title: 'Votre numéro d’appel', author: 'Arrivée à 09:20' },
    identity: { name: 'KT42', lines: ['Vous serez appelé(e) par ce numéro.'] },
  });
  expect(answer.status).toBe(200);
  const file = await readPdf(Buffer.from(await answer.arrayBuffer()));
  expect([file.pages.length, file.isTagged, file.language]).toEqual([1, true, 'fr-FR']);
  for (const said of ['KT42', 'Votre numéro d’appel', 'par ce numéro', 'Arrivée à 09:20'])
    expect(file.pages[0]?.text).toContain(said);
  expect(file.pages[0]?.roles).toContain('H1');
  expect(file.pages[0]?.text).not.toContain('Résultats');
});

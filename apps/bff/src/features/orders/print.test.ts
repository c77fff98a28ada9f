import {
  callMutation,
  callQuery,
  signInOverHttp,
  entrustPatients,
  type Visitor,
} from '@keneyapp/config/testing';
import { addDays } from '@keneyapp/fhir-model/hospital-days';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readPdf } from '../../pdf/testing-pdf.ts';
import { readResult } from '../../testing-http.ts';
import {
  drugLine,
  issuesOf,
  morphine,
  morphineWords,
  ownService,
  regimen,
  startOrders,
  today,
  type Orders,
} from './testing-orders.ts';
import type { PapersView, SignedView } from './view.ts';

let orders: Orders;
beforeAll(async () => {
  orders = await startOrders('paper-bed', 'paper-home', 'paper-other-home');
  const id = 'pract-medecin';
  await orders.fhir.update({
    resourceType: 'Practitioner',
    id,
    name: [{ family: 'Moreau', given: ['Claire'], prefix: ['Dr'] }],
    identifier: [{ system: 'https://rpps.esante.gouv.fr', value: '10100000016' }],
    telecom: [{ system: 'phone', value: '02 47 00 00 01' }],
  });
  await orders.fhir.update({
    resourceType: 'PractitionerRole',
    id: 'role-medecin',
    active: true,
    practitioner: { reference: `Practitioner/${id}` },
    specialty: [{ text: 'Cardiologie' }],
  });
}, 180_000);
afterAll(() => orders?.stop());

const home = (more: object = {}) => drugLine({ setting: 'community', ...more });
const narcotic = (duration = 14) =>
  home({
    coded: { text: morphineWords, code: morphine },
    regimen: {
      ...regimen,
      steps: [
        { ...regimen.steps[0], dose: { value: '10', unit: 'mg' }, duration: { value: duration, unit: 'd' } },
      ],
    },
  });
async function signed(lines: object[]): Promise<string[]> {
  const { data, error } = await orders.sign(lines, { patientId: 'paper-home' });
  if (error) throw new Error(JSON.stringify(error));
  return data.ids;
}
const printed = async (...asked: Parameters<typeof print>): Promise<PapersView> => {
  const { data, error } = await print(...asked);
  if (error) throw new Error(JSON.stringify(error));
  return data;
};
const print = async (requestId: string, key: string = crypto.randomUUID(), patientId = 'paper-home') =>
  readResult<PapersView>(
    await callMutation(orders.bff, orders.doctor, 'orders.print', { patientId, key, requestId }),
  );
const bytesOf = async (documentId: string): Promise<Buffer> => {
  const document = await orders.fhir.read('DocumentReference', documentId);
  const [, id = ''] = (document.content[0]?.attachment.url ?? '').split('/');
  const { data = '' } = await orders.fhir.read('Binary', id);
  return Buffer.from(data, 'base64');
};
const textOf = async (documentId: string): Promise<string> => {
  const { pages } = await readPdf(await bytesOf(documentId));
  return pages
    .map(({ text }) => text)
    .join(' ')
    .replaceAll(/\s+/g, ' ');
};

it('makes the papers of one signature, keeps them, and prints the same bytes again', async () => {
  const [id = ''] = await signed([
    home({ isLongTermIllness: true, notSubstitutable: 'MTE', reason: 'Hypertension' }),
    home({ start: addDays(today, 3) }),
    narcotic(),
  ]);
  const first = await printed(id);
  expect(first.transmission).toBe('not-transmitted');
  expect(first.papers.map(({ kind, isReprint }) => [kind, isReprint])).toEqual([
    ['two-zone', false],
    ['narcotic', false],
  ]);
  const [twoZone, own] = first.papers;
  const text = await textOf(twoZone?.documentId ?? '');
  expect(text).toContain('Moreau');
  expect(text).toContain('RPPS 10100000016');
  expect(text).toContain('Cardiologie');
  expect(text).toContain('02 47 00 00 01');
  expect(text).toContain('NON SUBSTITUABLE (MTE)');
  expect(text).toContain('MALADIES INTERCURRENTES');
  expect(text).not.toContain('Hypertension');
  expect(await textOf(own?.documentId ?? '')).toContain(
    'dix milligrammes, trois prises par jour, pendant quatorze jours',
  );

  const before = await bytesOf(twoZone?.documentId ?? '');
  const again = await printed(id);
  expect(again.papers[0]).toMatchObject({ documentId: twoZone?.documentId, isReprint: true, endedSince: 0 });
  expect(await bytesOf(again.papers[0]?.documentId ?? '')).toEqual(before);
  // a narcotic says that it is printed once more, when and by whom; the first one stays
  const duplicate = again.papers[1]?.documentId ?? '';
  expect(duplicate).not.toBe(own?.documentId);
  expect(await textOf(duplicate)).toMatch(/DUPLICATA du \d\d\/\d\d\/\d{4}.* par Dr Claire Moreau/);
  expect(await textOf(own?.documentId ?? '')).not.toContain('DUPLICATA');
});

it('sent again with its key makes nothing more', async () => {
  const [id = ''] = await signed([narcotic()]);
  const key = crypto.randomUUID();
  const [one, two] = [await printed(id, key), await printed(id, key)];
  expect(two.papers).toEqual(one.papers);
});

it('says what was ended since, and prints nothing of what never leaves', async () => {
  const [id = '', other = ''] = await signed([home(), home()]);
  await printed(id);
  const { meta } = await orders.fhir.read('MedicationRequest', other);
  const stop = {
    kind: 'drug',
    act: 'stop',
    former: { id: other, version: meta?.versionId },
    why: 'Éruption',
  };
  expect(issuesOf(await orders.sign([stop], { patientId: 'paper-home' }))).toBeUndefined();
  expect((await printed(id)).papers[0]).toMatchObject({ isReprint: true, endedSince: 1 });
});

it('opens as a document of the chart, and is not made in another one', async () => {
  const [id = ''] = await signed([home()]);
  const { papers } = await printed(id);
  const list = await readResult<{ documents: { id: string }[] }>(
    await callQuery(orders.bff, orders.doctor, 'documents.list', { patientId: 'paper-home' }),
  );
  expect(JSON.stringify(list.data)).toContain(papers[0]?.documentId);
  expect((await print(id, crypto.randomUUID(), 'paper-other-home')).status).toBe(404);
});

it('is for who prescribes', async () => {
  await entrustPatients(orders.sandbox, ['paper-home']);
  const nurse = await signInOverHttp(orders.bff, orders.sandbox, 'infirmier');
  const [id = ''] = await signed([home()]);
  const refused = await callMutation(orders.bff, nurse, 'orders.print', {
    patientId: 'paper-home',
    key: crypto.randomUUID(),
    requestId: id,
  });
  expect(refused.status).toBe(403);
});

it('is for who may order it by the table of the hospital: what one only proposes one does not print', async () => {
  for (const [who, profession] of [
    ['etudiant', 'student'],
    ['interne', 'interne'],
  ] as const)
    await orders.fhir.update({
      resourceType: 'PractitionerRole',
      id: `role-${who}`,
      active: true,
      practitioner: { reference: `Practitioner/pract-${who}` },
      organization: { reference: `Organization/${ownService}` },
      code: [{ coding: [{ system: 'https://keneyapp.example/profession', code: profession }] }],
    });
  await entrustPatients(orders.sandbox, ['paper-home'], ['medecin', 'etudiant', 'interne']);
  const [student, interne] = [
    await signInOverHttp(orders.bff, orders.sandbox, 'etudiant'),
    await signInOverHttp(orders.bff, orders.sandbox, 'interne'),
  ];
  const [ordinary = ''] = await signed([home()]);
  const [own = ''] = await signed([narcotic()]);
  const papers = async () => (await orders.allOf('DocumentReference', 'paper-home')).length;
  const before = await papers();
  const asked = async (who: Visitor, requestId: string) =>
    issuesOf(
      await readResult<SignedView>(
        await callMutation(orders.bff, who, 'orders.print', {
          patientId: 'paper-home',
          key: crypto.randomUUID(),
          requestId,
        }),
      ),
    );
  expect(await asked(student, ordinary)).toEqual(['requestId not-allowed']);
  expect(await asked(student, own)).toEqual(['requestId not-allowed']);
  expect(await asked(interne, own)).toEqual(['requestId narcotic-not-allowed']);
  expect(await papers()).toBe(before);
  expect(await asked(interne, ordinary)).toBeUndefined();
  // printed by a doctor, they are not handed to who may not print them: neither again, nor as a duplicate
  await printed(own);
  expect(await asked(student, own)).toEqual(['requestId not-allowed']);
  expect(await asked(student, ordinary)).toEqual(['requestId not-allowed']);
});

it('refuses a narcotic beyond its longest duration, or without an end', async () => {
  const refused = await orders.sign([home(), narcotic(29)], { patientId: 'paper-home' });
  expect(issuesOf(refused)).toEqual(['lines.1.steps.0.duration beyond-28-days']);
  const open = narcotic();
  const endless = { ...open, regimen: { ...regimen, steps: [{ ...regimen.steps[0], duration: null }] } };
  expect(issuesOf(await orders.sign([endless], { patientId: 'paper-home' }))).toEqual([
    'lines.0.steps.0.duration needs-end-within-28-days',
  ]);
});

it('counts what was prescribed of it in another basket', async () => {
  const asked = { patientId: 'paper-other-home' };
  const later = (days: number, duration: number) => ({ ...narcotic(duration), start: addDays(today, days) });
  expect(issuesOf(await orders.sign([narcotic(21)], asked))).toBeUndefined();
  const beyond = ['lines.0.steps.0.duration beyond-28-days-with-running'];
  expect(issuesOf(await orders.sign([later(21, 28)], asked))).toEqual(beyond);
  expect(issuesOf(await orders.sign([later(21, 8)], asked))).toEqual(beyond);
  const next = await orders.sign([later(21, 7)], asked);
  expect(issuesOf(next)).toBeUndefined();
  const id = next.data?.ids[0] ?? '';
  const { meta } = await orders.fhir.read('MedicationRequest', id);
  const stop = { kind: 'drug', act: 'stop', former: { id, version: meta?.versionId }, why: 'Erreur' };
  // what this basket ends counts no longer; another substance has a limit of its own
  expect(issuesOf(await orders.sign([stop, later(20, 8)], asked))).toBeUndefined();
  expect(issuesOf(await orders.sign([home({ start: addDays(today, 90) })], asked))).toBeUndefined();
});

it('says of a duplicate what was ended since it was first printed', async () => {
  const [id = '', other = ''] = await signed([narcotic(), narcotic()]);
  expect((await printed(id)).papers[0]).toMatchObject({ kind: 'narcotic', isReprint: false, endedSince: 0 });
  const { meta } = await orders.fhir.read('MedicationRequest', other);
  const former = { id: other, version: meta?.versionId };
  await orders.sign([{ kind: 'drug', act: 'stop', former, why: 'Somnolence' }], { patientId: 'paper-home' });
  const key = crypto.randomUUID();
  const again = await printed(id, key);
  expect(again.papers[0]).toMatchObject({ kind: 'narcotic', isReprint: true, endedSince: 1 });
  expect((await printed(id, key)).papers).toEqual(again.papers);
});

import { connectFhir, type FhirClient } from '@keneyapp/fhir-client';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import {
  callQuery,
  entrustPatients,
  sandboxSystemToken,
  signInOverHttp,
  type RunningBff,
  type Visitor,
} from '@keneyapp/config/testing';
import type { Resource } from '@medplum/fhirtypes';
import { beforeAll, expect, it } from 'vitest';
import type { UnreadStudies, UnreadStudy } from './view.ts';

let bff: RunningBff, fhir: FhirClient, radiologist: Visitor, doctor: Visitor;

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
const veryRestricted = {
  meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'V' }] },
};
const of = (patient: string) => ({ subject: { reference: `Patient/${patient}` } });
const put = (resource: object) => fhir.update(resource as Resource & { id: string });
const person = (id: string, family: string) =>
  put({ resourceType: 'Patient', id, birthDate: '1950-01-01', name: [{ family, given: ['Anne'] }] });
const order = (id: string, patient: string, more: object = {}) =>
  put({
    ...{ resourceType: 'ServiceRequest', id, status: 'active', intent: 'order', ...of(patient) },
    category: [{ coding: [{ system: 'http://snomed.info/sct', code: '363679005' }] }],
    authoredOn: hoursAgo(6),
    ...more,
  });
const study = (id: string, patient: string, more: object = {}) =>
  put({
    ...{ resourceType: 'ImagingStudy', id, status: 'available', ...of(patient), started: hoursAgo(5) },
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:1.2.3.${id.length}` }],
    ...{ modality: [{ code: 'CT' }], description: `Imago ${id}` },
    series: [{ uid: '1.2.3.4', modality: { code: 'CT' } }],
    ...more,
  });
const report = (id: string, patient: string, studyId: string, more: object = {}) =>
  put({
    ...{ resourceType: 'DiagnosticReport', id, status: 'final', ...of(patient), code: { text: 'Scanner' } },
    imagingStudy: [{ reference: `ImagingStudy/${studyId}` }],
    issued: hoursAgo(1),
    ...more,
  });
const ids = (...names: string[]) => names.map((name) => `unread-${name}`);

/** The list as it was sent, and what of it is of these tests. */
async function unread(): Promise<{ text: string; rows: UnreadStudy[]; ids: string[] }> {
  const response = await callQuery(bff, radiologist, 'imaging.listUnread');
  expect(response.status).toBe(200);
  const text = await response.text();
  const all = (JSON.parse(text) as { result: { data: UnreadStudies } }).result.data.rows;
  const rows = all.filter((row) => row.study.id.startsWith('unread-'));
  return { text, rows, ids: rows.map((row) => row.study.id) };
}

beforeAll(async () => {
  const sandbox = await sharedSandbox();
  bff = await sharedBff();
  const token = await sandboxSystemToken(sandbox);
  fhir = connectFhir({ baseUrl: sandbox.fhirUrl }).client({ token: () => Promise.resolve(token) });
  [radiologist, doctor] = (await Promise.all(
    ['radiologue', 'medecin'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor];
  const stay = (id: string, patient: string) =>
    put({
      ...{ resourceType: 'Encounter', id, status: 'finished', class: { code: 'IMP' }, ...of(patient) },
      period: { start: hoursAgo(400), end: hoursAgo(300) },
      ...veryRestricted,
    });
  // of the first patient nothing but what they are asked to read ties the radiologist, of the second the care team
  for (const [id, family] of [
    ['asked', 'Demandé'],
    ['followed', 'Suivi'],
  ] as const) {
    await person(`unread-${id}`, family);
    await stay(`unread-${id}-secret`, `unread-${id}`);
    // a stay each for an order, a reason and a report: none tells of another's label
    await stay(`unread-${id}-secret-too`, `unread-${id}`);
    await stay(`unread-${id}-secret-three`, `unread-${id}`);
  }
  await entrustPatients(sandbox, ['unread-followed'], ['radiologue']);
  await order('unread-order', 'unread-asked', {
    performer: [{ reference: 'Practitioner/pract-radiologue' }],
    reasonCode: [{ text: 'Embolie ?' }],
    priority: 'urgent',
  });
}, 180_000);

it('shows what nobody has read for good in charts that are open, with what is asked, and nothing of closed ones', async () => {
  await person('unread-away', 'Absente');
  await study('unread-of-away', 'unread-away');
  await study('unread-plain', 'unread-asked');
  await study('unread-ordered', 'unread-asked', { basedOn: [{ reference: 'ServiceRequest/unread-order' }] });
  await study('unread-read', 'unread-asked');
  await report('unread-report', 'unread-asked', 'unread-read');
  const { text, rows } = await unread();
  expect(rows.map((row) => [row.study.id, row.priority, row.study.reason, row.patient.birthName])).toEqual([
    ['unread-ordered', 'urgent', 'Embolie ?', 'Demandé'],
    ['unread-plain', null, null, 'Demandé'],
  ]);
  expect(text).not.toMatch(/unread-away|unread-of-away|Absente/);
  expect((await callQuery(bff, doctor, 'imaging.listUnread')).status).toBe(403);
});

it('leaves out what is labelled, itself or by its stay, its order, its reason or its report, to whom that is hidden from', async () => {
  for (const who of ['asked', 'followed']) {
    const patient = `unread-${who}`,
      encounter = { reference: `Encounter/unread-${who}-secret` },
      another = { reference: `Encounter/unread-${who}-secret-too` };
    await order(`${patient}-order`, patient, {
      encounter,
      priority: 'stat',
      reasonCode: [{ text: 'Secretum' }],
    });
    await put({
      ...{ resourceType: 'Condition', id: `${patient}-condition`, ...of(patient) },
      ...{ code: { text: 'Secretum' }, encounter: another },
    });
    await study(`${patient}-labelled`, patient, veryRestricted);
    await study(`${patient}-of-stay`, patient, { encounter });
    await study(`${patient}-of-order`, patient, {
      basedOn: [{ reference: `ServiceRequest/${patient}-order` }],
    });
    await study(`${patient}-of-reason`, patient, {
      reasonReference: [{ reference: `Condition/${patient}-condition`, display: 'Secretum' }],
    });
    await study(`${patient}-of-report`, patient);
    await report(`${patient}-report`, patient, `${patient}-of-report`, {
      ...{ status: 'preliminary', conclusion: 'Secretum' },
      ...veryRestricted,
    });
    await study(`${patient}-of-report-of-stay`, patient);
    await report(`${patient}-report-of-stay`, patient, `${patient}-of-report-of-stay`, {
      ...{ status: 'preliminary', encounter: { reference: `Encounter/unread-${who}-secret-three` } },
    });
  }
  const { text, rows, ids: listed } = await unread();
  const all = ['labelled', 'of-stay', 'of-order', 'of-reason', 'of-report', 'of-report-of-stay'];
  expect(listed.filter((id) => id.startsWith('unread-asked-'))).toEqual([]);
  expect(text).not.toContain('unread-asked-');
  // whoever cares for the patient in person reads all of it
  expect(listed.filter((id) => id.startsWith('unread-followed-')).toSorted()).toEqual(
    ids(...all.map((name) => `followed-${name}`)).toSorted(),
  );
  expect(rows.find((row) => row.study.id === 'unread-followed-of-order')).toMatchObject({
    priority: 'stat',
    study: { reason: 'Secretum' },
  });
});

// The lists of the start page over several charts, on the house of `testing-wards.ts`: what a pharmacist and a radiologist find waiting.
import type { DiagnosticReport, ImagingStudy, MedicationRequest, ServiceRequest } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import type { UnreadStudies } from '../imaging/view.ts';
import type { RecentPrescriptions } from '../medications/view.ts';
import {
  ago,
  doctor,
  fhirRequests,
  listOf,
  person,
  pharmacist,
  put,
  radiologist,
  statusOf,
  stay,
} from './testing-wards.ts';

const prescriptions = () => listOf<RecentPrescriptions>(pharmacist, 'medications.listRecent');
const studies = () => listOf<UnreadStudies>(radiologist, 'imaging.listUnread');

const prescription = (id: string, patient: string, more: Partial<MedicationRequest> = {}) =>
  put<MedicationRequest>({
    resourceType: 'MedicationRequest',
    id,
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: { text: `Remedium ${id}` },
    subject: { reference: `Patient/${patient}` },
    authoredOn: ago(3),
    requester: { reference: 'Practitioner/pract-medecin', display: 'Dr Marie Lefort' },
    ...more,
  });
const study = (id: string, patient: string, more: Partial<ImagingStudy> = {}) =>
  put<ImagingStudy>({
    resourceType: 'ImagingStudy',
    id,
    status: 'available',
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:1.2.3.${id.length}` }],
    subject: { reference: `Patient/${patient}` },
    started: ago(5),
    modality: [{ code: 'CT' }],
    description: `Imago ${id}`,
    series: [{ uid: '1.2.3.4', modality: { code: 'CT' }, bodySite: { code: 'CHEST', display: 'Thorax' } }],
    ...more,
  });
/** For whoever reads it. */
const order = (id: string, patient: string, more: Partial<ServiceRequest> = {}) =>
  put<ServiceRequest>({
    resourceType: 'ServiceRequest',
    id,
    status: 'active',
    intent: 'order',
    category: [{ coding: [{ system: 'http://snomed.info/sct', code: '363679005' }] }],
    subject: { reference: `Patient/${patient}` },
    authoredOn: ago(6),
    ...more,
  });
const report = (id: string, patient: string, of: string, more: Partial<DiagnosticReport> = {}) =>
  put<DiagnosticReport>({
    resourceType: 'DiagnosticReport',
    id,
    status: 'final',
    code: { text: 'Scanner' },
    subject: { reference: `Patient/${patient}` },
    imagingStudy: [{ reference: `ImagingStudy/${of}` }],
    issued: ago(1),
    ...more,
  });

/** The least of several: others look after what a test wrote at times. */
async function requestsOf(ask: () => Promise<unknown>): Promise<number> {
  const counts: number[] = [];
  for (let i = 0; i < 3; i += 1) {
    fhirRequests.length = 0;
    await ask();
    counts.push(fhirRequests.length);
  }
  return Math.min(...counts);
}

describe('prescriptions of late', () => {
  it('say what became of each, the latest first, and leave out what came in with old records', async () => {
    await person('m-here', 'Aubert', 'Jeanne');
    await stay('m-stay', 'm-here');
    await prescription('m-new', 'm-here', { authoredOn: ago(2) });
    await prescription('m-instead', 'm-here', {
      authoredOn: ago(1),
      priorPrescription: { reference: 'MedicationRequest/m-old' },
    });
    await prescription('m-old', 'm-here', { authoredOn: ago(24 * 30) });
    await prescription('m-plan', 'm-here', { intent: 'plan' });
    const changed = await prescription('m-changed', 'm-here', { authoredOn: ago(24 * 40) });
    await put({ ...changed, note: [{ text: 'Dose' }] });
    const stopped = await prescription('m-stopped', 'm-here', { authoredOn: ago(24 * 20) });
    await put({ ...stopped, status: 'stopped', statusReason: { text: 'Saignement' } });
    const { rows, isTruncated } = await prescriptions();
    expect(isTruncated).toBe(false);
    expect(rows.map(({ key, change }) => [key, change])).toEqual([
      ['m-stopped', 'stopped'],
      ['m-changed', 'changed'],
      ['m-instead', 'changed'],
      ['m-new', 'new'],
    ]);
    expect(rows[0]).toMatchObject({
      patient: { id: 'm-here', birthName: 'Aubert', birthDate: '1957-03-14' },
      isHomonym: false,
      line: { prescriber: 'Dr Marie Lefort', statusReasons: [{ text: 'Saignement' }] },
    });
  });

  it('are those of charts that are open alone, without what is labelled for others', async () => {
    await person('m-away', 'Absent', 'Anne');
    await prescription('m-of-away', 'm-away');
    await person('m-objects', 'Objects', 'Anne');
    await stay('m-stay-objects', 'm-objects');
    await prescription('m-of-objects', 'm-objects');
    expect((await prescriptions()).rows.map(({ key }) => key)).toContain('m-of-objects');
    await put({
      resourceType: 'Consent',
      id: 'm-objection',
      status: 'active',
      dateTime: ago(0),
      patient: { reference: 'Patient/m-objects' },
      scope: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
      },
      category: [{ coding: [{ system: 'https://keneyapp.example/consent-kind', code: 'objection' }] }],
      policyRule: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'OPTOUT' }],
      },
      provision: {
        type: 'deny',
        actor: [
          {
            role: {
              coding: [
                { system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' },
              ],
            },
            reference: { reference: 'Practitioner/pract-pharmacien' },
          },
        ],
      },
    });
    const text = JSON.stringify(await prescriptions());
    for (const hidden of ['m-of-objects', 'Objects', 'm-of-away', 'Absent'])
      expect(text).not.toContain(hidden);
    expect(text).toContain('m-new');
    for (const other of [doctor, radiologist])
      expect(await statusOf(other, 'medications.listRecent')).toBe(403);
  });

  it('are asked for alike for forty patients and for one', async () => {
    const few = await requestsOf(prescriptions);
    for (let i = 0; i < 40; i += 1) {
      await person(`m-many-${i}`, `Many${i}`, 'Anne');
      await stay(`m-stay-${i}`, `m-many-${i}`);
      await prescription(`m-of-${i}`, `m-many-${i}`);
    }
    expect((await prescriptions()).rows.length).toBeGreaterThan(40);
    expect(await requestsOf(prescriptions)).toBe(few);
    expect(few).toBeLessThanOrEqual(4);
  });
});

describe('studies to look at', () => {
  it('are those without a report that stands for good, what is urgent first, then the oldest', async () => {
    await person('i-here', 'Bonnet', 'Jeanne');
    await stay('i-stay', 'i-here');
    await order('i-order', 'i-here');
    await order('i-urgent', 'i-here', { priority: 'stat', reasonCode: [{ text: 'Embolie ?' }] });
    await study('i-new', 'i-here', { started: ago(2) });
    await study('i-older', 'i-here', { started: ago(50) });
    await study('i-first', 'i-here', {
      started: ago(1),
      basedOn: [{ reference: 'ServiceRequest/i-urgent' }],
    });
    await study('i-read', 'i-here');
    await report('i-report', 'i-here', 'i-read');
    await study('i-half-read', 'i-here', { started: ago(30) });
    await report('i-report-half', 'i-here', 'i-half-read', { status: 'preliminary' });
    await study('i-announced', 'i-here', { status: 'registered' });
    await study('i-mistake', 'i-here', { status: 'entered-in-error' });
    await study('i-long-ago', 'i-here', { started: ago(24 * 40) });
    const { rows, isTruncated } = await studies();
    expect(isTruncated).toBe(false);
    expect(rows.map((row) => [row.study.id, row.priority, row.study.report?.status ?? null])).toEqual([
      ['i-first', 'stat', null],
      ['i-older', null, null],
      ['i-half-read', null, 'preliminary'],
      ['i-new', null, null],
    ]);
    expect(rows[0]).toMatchObject({
      patient: { id: 'i-here', birthName: 'Bonnet' },
      study: { modalities: ['CT'], bodySites: ['Thorax'], reason: 'Embolie ?' },
    });
  });

  it('are those of charts that are open alone, without what is labelled for others', async () => {
    await person('i-away', 'Absent', 'Anne');
    await study('i-of-away', 'i-away');
    const very = {
      security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'V' }],
    };
    await study('i-labelled', 'i-here', { meta: very });
    await order('i-secret', 'i-here', { meta: very, priority: 'stat' });
    await study('i-of-secret', 'i-here', { basedOn: [{ reference: 'ServiceRequest/i-secret' }] });
    const view = await studies();
    const text = JSON.stringify(view);
    for (const hidden of ['i-of-away', 'Absent', 'i-labelled']) expect(text).not.toContain(hidden);
    // of an order that is hidden not even its urgency is told
    expect(view.rows.filter((row) => row.priority !== null).map((row) => row.study.id)).toEqual(['i-first']);
    for (const other of [doctor, pharmacist]) expect(await statusOf(other, 'imaging.listUnread')).toBe(403);
  });

  it('are asked for alike for forty patients and for one', async () => {
    const few = await requestsOf(studies);
    for (let i = 0; i < 40; i += 1) {
      await person(`i-many-${i}`, `Many${i}`, 'Anne');
      await stay(`i-stay-${i}`, `i-many-${i}`);
      await order(`i-order-${i}`, `i-many-${i}`);
      await study(`i-of-${i}`, `i-many-${i}`);
    }
    expect((await studies()).rows.length).toBeGreaterThan(40);
    expect(await requestsOf(studies)).toBe(few);
    expect(few).toBeLessThanOrEqual(5);
  });
});

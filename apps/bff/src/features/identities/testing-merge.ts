import { patientReference } from '@keneyapp/fhir-model/references';
import type { Resource } from '@medplum/fhirtypes';

/** What refers to somebody in every way that is met. */
export function everyReference(fhirUrl: string, id: string, beside: string): Resource[] {
  const subject = { reference: patientReference(id), display: 'Zoe' };
  const coded = { text: 'x' };
  const act = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' };
  const status = (of: string) => ({
    coding: [{ system: `http://terminology.hl7.org/CodeSystem/${of}`, code: 'active' }],
  });
  return [
    { resourceType: 'Observation', status: 'final', code: coded, subject, valueQuantity: { value: 1.5 } },
    { resourceType: 'Observation', status: 'final', code: coded, subject, performer: [subject] },
    {
      resourceType: 'Condition',
      subject,
      asserter: subject,
      recordedDate: '2026-01-02',
      clinicalStatus: status('condition-clinical'),
    },
    {
      resourceType: 'AllergyIntolerance',
      patient: subject,
      clinicalStatus: status('allergyintolerance-clinical'),
      meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }] },
    },
    {
      resourceType: 'Appointment',
      status: 'booked',
      start: '2026-03-01T10:00:00Z',
      end: '2026-03-01T10:20:00Z',
      participant: [
        { status: 'accepted', actor: { display: 'somebody' } },
        { status: 'accepted', actor: subject },
      ],
    },
    { resourceType: 'Encounter', status: 'in-progress', class: act, subject },
    { resourceType: 'Group', type: 'person', actual: true, member: [{ entity: subject }] },
    { resourceType: 'List', status: 'current', mode: 'working', subject, source: subject },
    {
      resourceType: 'Task',
      status: 'requested',
      intent: 'order',
      for: subject,
      requester: subject,
      focus: subject,
    },
    { resourceType: 'Account', status: 'active', subject: [subject] },
    { resourceType: 'Coverage', status: 'active', beneficiary: subject, payor: [subject] },
    { resourceType: 'RelatedPerson', patient: subject },
    { resourceType: 'Person', link: [{ target: subject }] },
    {
      resourceType: 'Linkage',
      item: [
        { type: 'source', resource: subject },
        { type: 'alternate', resource: { reference: patientReference(beside) } },
      ],
    },
    { resourceType: 'Basic', code: coded, subject },
    {
      resourceType: 'Consent',
      status: 'active',
      scope: coded,
      category: [coded],
      patient: subject,
      policyRule: coded,
      provision: { type: 'deny', actor: [{ role: coded, reference: { reference: 'Practitioner/a' } }] },
    },
    {
      resourceType: 'DocumentReference',
      status: 'current',
      subject,
      content: [{ attachment: { data: 'eA==', contentType: 'text/plain' } }],
    },
    {
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: coded,
      subject: { reference: `${fhirUrl}/${patientReference(id)}` },
    },
  ];
}

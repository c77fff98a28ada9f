import type { FhirAsSystem, Resource } from '../fhir.ts';
import { coding, daysFromNow, expect, letters, test, uid, withheldTag } from './world.ts';

/** Family 12, page by page: each shows what was told to the patient, and nothing of what is withheld until it is. */
const made = new Map<string, Promise<{ shown: string; hidden: string }>>();

/** One resource of every kind that is shown and one that is withheld; ids and texts of each hold a word of its own. */
function chartOf(fhir: FhirAsSystem, reference: string): Promise<{ shown: string; hidden: string }> {
  const known =
    made.get(reference) ??
    (async () => {
      const [shown, hidden] = [`ostensum${letters()}`, `absconditum${letters()}`];
      for (const word of [shown, hidden])
        for (const resource of everyKind(word, { reference }))
          await fhir.update({
            ...resource,
            id: resource.id ?? idOf(word, resource.resourceType),
            ...(word === hidden ? { meta: withheldTag } : {}),
          });
      return { shown, hidden };
    })();
  made.set(reference, known);
  return known;
}
const idOf = (word: string, type: string) => `${word}-${type.toLowerCase()}`;

function everyKind(word: string, subject: { reference: string }): Resource[] {
  const [yesterday, text] = [daysFromNow(-1), { text: `${word} nomen` }];
  return [
    {
      resourceType: 'Condition',
      subject,
      code: text,
      recordedDate: yesterday,
      clinicalStatus: coding('http://terminology.hl7.org/CodeSystem/condition-clinical', 'active'),
    },
    {
      resourceType: 'AllergyIntolerance',
      patient: subject,
      code: text,
      clinicalStatus: coding('http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', 'active'),
      verificationStatus: coding(
        'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification',
        'confirmed',
      ),
    },
    {
      resourceType: 'MedicationRequest',
      subject,
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: text,
      authoredOn: yesterday,
    },
    {
      resourceType: 'DiagnosticReport',
      subject,
      status: 'final',
      code: text,
      conclusion: `${word} finis`,
      effectiveDateTime: yesterday,
    },
    {
      resourceType: 'Observation',
      subject,
      status: 'final',
      category: [coding('http://terminology.hl7.org/CodeSystem/observation-category', 'vital-signs')],
      code: coding('http://loinc.org', '8867-4'),
      effectiveDateTime: yesterday,
      valueQuantity: { value: 71, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
    },
    {
      resourceType: 'DocumentReference',
      subject,
      status: 'current',
      description: `${word} littera`,
      date: yesterday,
      content: [{ attachment: { contentType: 'text/plain', data: Buffer.from(word).toString('base64') } }],
    },
    {
      resourceType: 'ImagingStudy',
      subject,
      status: 'available',
      started: yesterday,
      description: `${word} imago`,
      identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${uid()}` }],
    },
    {
      resourceType: 'Encounter',
      subject,
      status: 'finished',
      class: { code: 'AMB' },
      period: { start: yesterday, end: yesterday },
      reasonCode: [text],
    },
    {
      resourceType: 'Immunization',
      patient: subject,
      status: 'completed',
      vaccineCode: text,
      occurrenceDateTime: yesterday,
    },
    {
      resourceType: 'ServiceRequest',
      subject,
      status: 'active',
      intent: 'order',
      code: text,
      authoredOn: yesterday,
    },
    { resourceType: 'FamilyMemberHistory', patient: subject, status: 'partial', relationship: text },
    { resourceType: 'Flag', subject: subject, status: 'active', code: text },
    {
      resourceType: 'Observation',
      // a second one of its type
      id: idOf(word, 'habit'),
      subject,
      status: 'final',
      category: [coding('http://terminology.hl7.org/CodeSystem/observation-category', 'social-history')],
      code: text,
      effectiveDateTime: yesterday,
    },
    { resourceType: 'Device', patient: subject, status: 'active', type: text },
    { resourceType: 'Procedure', subject, status: 'completed', code: text, performedDateTime: yesterday },
  ];
}

for (const [path, type] of [
  ['summary.get'],
  ['problems.list'],
  ['allergies.list'],
  ['medications.list'],
  ['results.list'],
  ['vitals.flowsheet'],
  ['documents.list'],
  ['imaging.list'],
  ['encounters.list'],
  ['immunizations.list'],
  ['procedures.list'],
  ['orders.list'],
  ['family.list'],
  ['flags.list'],
  ['habits.list'],
  ['implants.list'],
  ['timeline.list'],
  ['patients.banner'],
  ['record.list', 'Condition'],
] as const) {
  test(`12 withheld: ${path} shows the patient nothing of it`, async ({
    fhir,
    self: { patient, visitor },
  }) => {
    const { shown, hidden } = await chartOf(fhir, patient.reference);
    const answer = await visitor.query(path, { patientId: patient.id, type });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain(shown);
    expect(answer.text).not.toContain(hidden);
  });
}
for (const [path, type, more] of [
  ['record.read', 'Condition', {}],
  ['record.history', 'Condition', {}],
  ['record.version', 'Condition', { versionId: '1' }],
  ['vitals.versions', 'Observation', {}],
  ['encounters.open', 'Encounter', {}],
] as const) {
  test(`12 withheld: ${path} is answered like something that is not there`, async ({
    fhir,
    self: { patient, visitor },
  }) => {
    const { shown, hidden } = await chartOf(fhir, patient.reference);
    const status = async (word: string) => {
      const id = idOf(word, type);
      return (await visitor.query(path, { patientId: patient.id, type, id, observationId: id, ...more }))
        .status;
    };
    expect(await status(shown)).toBe(200);
    expect(await status(hidden)).toBe(404);
  });
}

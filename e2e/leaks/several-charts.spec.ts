import { newPatient, type FhirAsSystem } from '../fhir.ts';
import { keyOf, labelled, laboratory, secretWord } from './labelled.ts';
import { daysFromNow, expect, practitioner, test, uid, type Visitor } from './world.ts';

/**
 * Family 12: in a list over several charts too, what leads to something unlabelled of a labelled stay shares the label of that
 * stay, although nothing that the list reads carries it or names that stay.
 */
const finished = (fhir: FhirAsSystem, subject: object, label: string): Promise<string> =>
  fhir
    .create({
      resourceType: 'Encounter',
      status: 'finished',
      class: { code: 'IMP' },
      meta: labelled(label),
      subject,
      period: { start: daysFromNow(-20), end: daysFromNow(-10) },
    })
    .then(keyOf);

test('12 several charts: what leads by an order or a procedure to a labelled stay is in no row of a ward', async ({
  fhir,
  staff,
}) => {
  const [nurse, doctor] = [(await staff('nurse')).visitor, (await staff('doctor')).visitor];
  const { id, reference } = await newPatient(fhir, {}, { isEntrusted: false });
  const subject = { reference };
  const inUnit = {
    resourceType: 'Encounter',
    class: { code: 'IMP' },
    subject,
    serviceProvider: { reference: 'Organization/org-cardiologie' },
  };
  const start = daysFromNow(-1);
  const here = await fhir.create({ ...inUnit, status: 'in-progress', period: { start } });
  const encounter = { reference: await finished(fhir, subject, 'PSY') };
  const unlabelled = { status: 'completed', subject, encounter };
  const order = keyOf(
    await fhir.create({
      ...unlabelled,
      resourceType: 'ServiceRequest',
      intent: 'order',
      code: { text: 'x' },
    }),
  );
  const procedure = keyOf(
    await fhir.create({ ...unlabelled, resourceType: 'Procedure', code: { text: 'x' } }),
  );
  const now = new Date().toISOString();
  for (const of of [{}, { basedOn: [{ reference: order }] }, { partOf: [{ reference: procedure }] }])
    await fhir.create({
      resourceType: 'Observation',
      status: 'final',
      category: laboratory,
      subject,
      code: { text: 'Lithium' },
      effectiveDateTime: now,
      issued: now,
      valueQuantity: { value: 0.8, unit: 'mmol/L' },
      ...of,
    });
  const countOf = async (reader: Visitor) => {
    const { rows } = await reader.data<{ rows: Row[] }>('wards.list');
    return rows.find(({ patient }) => patient?.id === id)?.results?.count;
  };
  expect(await countOf(nurse), 'the one of no labelled stay').toBe(1);
  expect(await countOf(doctor), 'who sees what is labelled so').toBe(3);
  await fhir.update({ ...here, status: 'finished', period: { start, end: now } });
});
interface Row {
  patient: { id: string } | null;
  results: { count: number } | null;
}

test('12 several charts: what leads by an order or a reason to a labelled stay is no study to read', async ({
  fhir,
  staff,
  as,
}) => {
  // tied by what they are asked to read alone, beside one of the care team
  const { visitor, practitioner: asked } = await staff('radiologist');
  const { reference } = await newPatient(fhir, {}, { isEntrusted: false });
  const subject = { reference };
  await fhir.create({
    resourceType: 'CareTeam',
    status: 'active',
    subject,
    participant: [{ member: { reference: practitioner('radiologue') } }],
  });
  // a stay each: neither tells of the other's label
  const [encounter, another] = [
    { reference: await finished(fhir, subject, 'V') },
    { reference: await finished(fhir, subject, 'V') },
  ];
  const orderOf = (more: object) =>
    fhir
      .create({
        resourceType: 'ServiceRequest',
        status: 'active',
        intent: 'order',
        category: [{ coding: [{ system: 'http://snomed.info/sct', code: '363679005' }] }],
        subject,
        code: { text: 'Scanner' },
        ...more,
      })
      .then(keyOf);
  const plain = await orderOf({ performer: [{ reference: asked }] });
  const ofStay = await orderOf({ encounter });
  const condition = keyOf(
    await fhir.create({ resourceType: 'Condition', subject, encounter: another, code: { text: 'x' } }),
  );
  const studyOf = async (more: object): Promise<string> => {
    const description = secretWord(),
      study = uid();
    await fhir.create({
      resourceType: 'ImagingStudy',
      status: 'available',
      subject,
      identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${study}` }],
      started: new Date().toISOString(),
      series: [{ uid: `${study}.1`, modality: { code: 'CT' } }],
      description,
      ...more,
    });
    return description;
  };
  const shown = await studyOf({ basedOn: [{ reference: plain }] });
  const hidden = [
    await studyOf({ basedOn: [{ reference: ofStay }] }),
    await studyOf({ reasonReference: [{ reference: condition }] }),
  ];
  const toRead = async (reader: Visitor) => {
    const { text } = await reader.query('imaging.listUnread');
    return [shown, ...hidden].map((word) => text.includes(word));
  };
  expect(await toRead(visitor)).toEqual([true, false, false]);
  expect(await toRead(await as('radiologue')), 'who cares for the patient in person').toEqual([
    true,
    true,
    true,
  ]);
});

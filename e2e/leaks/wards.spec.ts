import { newPatient, type FhirAsSystem } from '../fhir.ts';
import { labelled, laboratory, secretWord } from './labelled.ts';
import { expect, letters, practitioner, test, type Visitor } from './world.ts';

/** Families 1, 12 and 21: the list of who is in the house shows of each what the chart would. */
const wardOf = async (reader: Visitor) => (await reader.query('wards.list')).text;

interface Bed {
  id: string;
  family: string;
  subject: { reference: string };
  bed: string;
  stay: { id: string } & Record<string, unknown>;
}

/** A patient in a bed of cardiology with a name of its own, whom no person but the unit is tied to. */
async function inCardiology(fhir: FhirAsSystem, more: object = {}): Promise<Bed> {
  const { id, family, reference } = await newPatient(fhir, {}, { isEntrusted: false });
  const bed = `Cubile${letters()}`;
  const location = await fhir.create({
    resourceType: 'Location',
    status: 'active',
    name: bed,
    physicalType: { coding: [{ code: 'bd' }] },
    partOf: { reference: 'Location/loc-cardiologie' },
  });
  const stay = await fhir.create({
    resourceType: 'Encounter',
    status: 'in-progress',
    class: { code: 'IMP' },
    subject: { reference },
    period: { start: new Date(Date.now() - 86_400_000).toISOString() },
    serviceProvider: { reference: 'Organization/org-cardiologie' },
    location: [{ location: { reference: `Location/${location.id}` }, status: 'active' }],
    ...more,
  });
  return { id, family, subject: { reference }, bed, stay };
}
const leave = (fhir: FhirAsSystem, { stay }: Bed) =>
  fhir.update({
    ...stay,
    resourceType: 'Encounter',
    status: 'finished',
    period: { start: new Date(Date.now() - 86_400_000).toISOString(), end: new Date().toISOString() },
  });

test('1 another patient: wards.list shows nobody of other units', async ({ fhir, staff, as }) => {
  const { visitor } = await staff('nurse');
  const here = await inCardiology(fhir);
  const there = await inCardiology(fhir, {
    serviceProvider: { reference: 'Organization/org-oncologie' },
    location: [{ location: { reference: 'Location/loc-oncologie' }, status: 'active' }],
  });
  const text = await wardOf(visitor);
  expect(text).toContain(here.id);
  expect(text).not.toContain(there.id);
  expect(text).not.toContain(there.family);
  expect((await (await as('pharmacien')).query('wards.list')).status).toBe(403);
  for (const one of [here, there]) await leave(fhir, one);
});

test('12 wards: a stay that is labelled leaves its bed taken, and tells nothing of who is in it', async ({
  fhir,
  staff,
}) => {
  const [nurse, doctor] = [(await staff('nurse')).visitor, (await staff('doctor')).visitor];
  const word = secretWord();
  const one = await inCardiology(fhir, { meta: labelled('PSY'), reasonCode: [{ text: word }] });
  const text = await wardOf(nurse);
  expect(text, 'the bed is seen').toContain(one.bed);
  for (const hidden of [one.id, one.family, word, one.stay.id]) expect(text).not.toContain(hidden);
  const whole = await wardOf(doctor);
  for (const shown of [one.id, one.family, word]) expect(whole, 'who sees such stays').toContain(shown);
  await leave(fhir, one);
});

test('12 wards: what is labelled in a chart is in no row of it', async ({ fhir, staff }) => {
  const [nurse, doctor] = [(await staff('nurse')).visitor, (await staff('doctor')).visitor];
  const [reason, flag] = [secretWord(), secretWord()];
  const one = await inCardiology(fhir);
  const condition = await fhir.create({
    resourceType: 'Condition',
    meta: labelled('PSY'),
    subject: one.subject,
    code: { text: reason },
  });
  await fhir.update({
    ...one.stay,
    resourceType: 'Encounter',
    reasonCode: [{ text: reason }],
    diagnosis: [{ condition: { reference: `Condition/${condition.id}`, display: reason } }],
  });
  await fhir.create({
    resourceType: 'Flag',
    meta: labelled('PSY'),
    status: 'active',
    subject: one.subject,
    code: { text: flag },
  });
  const now = new Date().toISOString();
  const observation = (more: object) =>
    fhir.create({
      resourceType: 'Observation',
      status: 'final',
      meta: labelled('PSY'),
      subject: one.subject,
      effectiveDateTime: now,
      issued: now,
      ...more,
    });
  await observation({
    category: laboratory,
    code: { text: 'Alcoolémie' },
    valueQuantity: { value: 2.1, unit: 'g/L' },
  });
  await observation({
    code: { coding: [{ system: 'http://snomed.info/sct', code: '1104051000000101' }] },
    valueQuantity: { value: 7, system: 'http://unitsofmeasure.org', code: '{score}' },
  });
  const rowOf = async (reader: Visitor) => {
    const { rows } = await reader.data<{ rows: Row[] }>('wards.list');
    const row = rows.find(({ patient }) => patient?.id === one.id);
    return {
      score: row?.score?.kind,
      results: row?.results?.count,
      told: [reason, flag].map((word) => JSON.stringify(row).includes(word)),
    };
  };
  expect(await rowOf(nurse)).toEqual({ score: 'none', results: 0, told: [false, false] });
  expect(await rowOf(doctor), 'who sees what is labelled so').toEqual({
    score: 'score',
    results: 1,
    told: [true, true],
  });
  await leave(fhir, one);
});
interface Row {
  patient: { id: string } | null;
  score: { kind: string } | null;
  results: { count: number } | null;
}

test('21 consent: who is objected to sees in the ward that a bed is taken, and not by whom', async ({
  fhir,
  staff,
}) => {
  const { visitor, practitioner: me } = await staff('doctor', 'a doctor who is objected to');
  const word = secretWord();
  const one = await inCardiology(fhir, { reasonCode: [{ text: word }] });
  const hidden = [one.id, one.family, word];
  for (const told of hidden) expect(await wardOf(visitor)).toContain(told);
  await fhir.create({
    resourceType: 'Consent',
    status: 'active',
    dateTime: new Date().toISOString(),
    patient: one.subject,
    scope: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
    },
    category: [{ coding: [{ system: 'https://keneyapp.example/consent-kind', code: 'objection' }] }],
    policyRule: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'OPTOUT' }] },
    provision: {
      type: 'deny',
      actor: [
        {
          role: {
            coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' }],
          },
          reference: { reference: me },
        },
      ],
    },
  });
  const text = await wardOf(visitor);
  expect(text).toContain(one.bed);
  for (const told of hidden) expect(text).not.toContain(told);
  await leave(fhir, one);
});

test('12 wards: of a chart that is closed elsewhere not even the bed is told', async ({ fhir, as }) => {
  const { id, family, reference } = await newPatient(fhir, {}, { isEntrusted: false });
  const bed = `Cubile${letters()}`;
  const location = await fhir.create({
    resourceType: 'Location',
    status: 'active',
    name: bed,
    partOf: { reference: 'Location/loc-oncologie' },
  });
  // named by themselves alone: no tie
  const stay = await fhir.create({
    resourceType: 'Encounter',
    status: 'in-progress',
    class: { code: 'IMP' },
    subject: { reference },
    meta: labelled('PSY'),
    period: { start: new Date().toISOString() },
    participant: [{ individual: { reference: practitioner('infirmier') } }],
    location: [{ location: { reference: `Location/${location.id}` }, status: 'active' }],
  });
  const text = await wardOf(await as('infirmier'));
  for (const told of [id, family, bed]) expect(text).not.toContain(told);
  await fhir.update({
    ...stay,
    status: 'finished',
    period: { start: new Date().toISOString(), end: new Date().toISOString() },
  });
});

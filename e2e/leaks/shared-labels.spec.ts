import type { Resource } from '../fhir.ts';
import { hiddenProblem, keyOf, laboratory, labelled, onTheWard, secretWord } from './labelled.ts';
import { expect, instancePath, listen, makeRecord, practitioner, test } from './world.ts';

/** Family 12: what belongs to something labelled is hidden alike, wherever it is asked for. */
test('12 references: a nurse sees what is given, not what it is given for', async ({ as, fhir }) => {
  const word = secretWord(),
    { id, subject } = await onTheWard(fhir);
  const reference = await hiddenProblem(fhir, subject, word);
  await fhir.create({
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    subject,
    medicationCodeableConcept: { text: 'Dolutégravir' },
    reasonReference: [{ reference, display: word }],
    reasonCode: [{ text: word }],
  });
  const nurse = await as('infirmier');
  const answer = await nurse.query('medications.list', { patientId: id });
  expect(answer.text).toContain('Dolutégravir');
  for (const path of ['medications.list', 'summary.get', 'timeline.list'])
    expect((await nurse.query(path, { patientId: id })).text, path).not.toContain(word);
});

test('12 references: no result is said to be missing that is hidden', async ({ as, fhir }) => {
  const { id, subject } = await onTheWard(fhir);
  const observation = (meta: object) =>
    fhir.create({
      resourceType: 'Observation',
      status: 'final',
      category: laboratory,
      subject,
      code: { text: 'Sodium' },
      effectiveDateTime: '2026-05-01T08:00:00Z',
      valueQuantity: { value: 140, unit: 'mmol/L' },
      ...meta,
    });
  const result = [await observation({}), await observation({ meta: labelled('HIV') })].map((o) => ({
    reference: keyOf(o),
  }));
  await fhir.create({
    resourceType: 'DiagnosticReport',
    status: 'final',
    subject,
    code: { text: 'Bilan' },
    result,
  });
  const missing = async (username: string) =>
    (
      await (
        await as(username)
      ).data<{ reports: { missing: number; results: unknown[] }[] }>('results.list', { patientId: id })
    ).reports.map((report) => [report.missing, report.results.length]);
  expect(await missing('infirmier')).toEqual([[0, 1]]);
  expect(await missing('medecin')).toEqual([[0, 2]]);
});

test('12 shared labels: a result is hidden with its report of a labelled stay where the report is not read', async ({
  as,
  fhir,
}) => {
  const word = secretWord(),
    { id, subject } = await onTheWard(fhir);
  const stay = await fhir.create({
    resourceType: 'Encounter',
    status: 'finished',
    class: { code: 'IMP' },
    meta: labelled('PSY'),
    subject,
    period: { start: '2026-01-01T08:00:00Z', end: '2026-01-09T08:00:00Z' },
  });
  const result = await fhir.create({
    resourceType: 'Observation',
    status: 'final',
    category: laboratory,
    subject,
    code: { text: word, coding: [{ system: 'http://loinc.org', code: '14682-9' }] },
    effectiveDateTime: '2026-01-02T08:00:00Z',
    valueQuantity: { value: 90, unit: 'umol/L', system: 'http://unitsofmeasure.org', code: 'umol/L' },
  });
  await fhir.create({
    resourceType: 'DiagnosticReport',
    status: 'final',
    subject,
    encounter: { reference: keyOf(stay) },
    code: { text: 'Bilan' },
    result: [{ reference: keyOf(result) }],
  });
  const told = async (username: string) => {
    const reader = await as(username);
    const answers = [
      await reader.query('results.renal', { patientId: id }),
      await reader.query('record.list', { patientId: id, type: 'Observation' }),
      await reader.query('record.read', { patientId: id, type: 'Observation', id: result.id }),
    ];
    return answers.map(({ status, text }) => [status, text.includes(word)]);
  };
  expect(await told('infirmier')).toEqual([
    [200, false],
    [200, false],
    [404, false],
  ]);
  expect(await told('medecin'), 'who follows the patient').toEqual(Array(3).fill([200, true]));
});

test('12 shared labels: what belongs to a labelled stay, a part of it or a labelled report is hidden alike', async ({
  as,
  fhir,
}) => {
  const { id, subject } = await onTheWard(fhir);
  const stayOf = (more: object) =>
    fhir.create({
      resourceType: 'Encounter',
      status: 'finished',
      class: { code: 'IMP' },
      subject,
      period: { start: '2026-01-01T08:00:00Z', end: '2026-01-09T08:00:00Z' },
      ...more,
    });
  const stay = keyOf(await stayOf({ meta: labelled('PSY') }));
  const part = keyOf(await stayOf({ partOf: { reference: stay } }));
  const words: string[] = [];
  const named = () => {
    words.push(secretWord());
    return { text: words.at(-1) };
  };
  const measured = (more: object) =>
    fhir.create({
      resourceType: 'Observation',
      status: 'final',
      category: laboratory,
      subject,
      code: named(),
      effectiveDateTime: '2026-01-02T08:00:00Z',
      valueQuantity: { value: 1, unit: 'mmol/L' },
      ...more,
    });
  const ofStay = await measured({ encounter: { reference: stay } });
  const ofPart = await measured({ encounter: { reference: part } });
  const ofReport = await measured({});
  await fhir.create({
    resourceType: 'DiagnosticReport',
    status: 'final',
    meta: labelled('PSY'),
    subject,
    code: { text: 'x' },
    result: [{ reference: keyOf(ofReport) }],
  });
  await fhir.create({
    resourceType: 'DocumentReference',
    status: 'current',
    subject,
    description: named().text,
    content: [{ attachment: { contentType: 'text/plain', data: 'eA==' } }],
    context: { encounter: [{ reference: part }] },
  });
  // told neither by what it is in, nor by what it was seen in
  await fhir.create({
    resourceType: 'List',
    status: 'current',
    mode: 'working',
    subject,
    entry: [
      { item: { reference: keyOf(ofPart), display: named().text } },
      {
        item: {
          reference: keyOf(await fhir.create({ resourceType: 'Condition', subject, code: { text: 'x' } })),
        },
      },
    ],
  });
  const nurse = await as('infirmier');
  for (const [path, input] of [
    ...[
      'summary.get',
      'timeline.list',
      'results.list',
      'documents.list',
      'encounters.list',
      'record.types',
    ].map((page) => [page, { patientId: id }] as const),
    ...['Observation', 'List', 'Encounter', 'DocumentReference'].map(
      (type) => ['record.list', { patientId: id, type }] as const,
    ),
  ] as const) {
    const answer = await nurse.query(path, input);
    expect(answer.status, path).toBe(200);
    for (const word of words) expect(answer.text, path).not.toContain(word);
  }
  for (const o of [ofStay, ofPart, ofReport])
    for (const path of ['record.read', 'record.history'])
      expect((await nurse.query(path, { patientId: id, type: 'Observation', id: o.id })).status).toBe(404);
  expect((await (await as('medecin')).query('results.list', { patientId: id })).text).toContain(words[1]);
});

test('12 shared labels: nobody is told of a change of what belongs to a labelled stay', async ({
  as,
  fhir,
  stack,
}) => {
  const { id, subject } = await onTheWard(fhir);
  const stay = keyOf(
    await fhir.create({
      resourceType: 'Encounter',
      status: 'finished',
      class: { code: 'IMP' },
      meta: labelled('PSY'),
      subject,
    }),
  );
  let secret = '',
    seen = '';
  const opened = async () => {
    const plain = { resourceType: 'Condition', subject, code: { text: 'x' } };
    secret = (await fhir.create({ ...plain, encounter: { reference: stay } })).id;
    seen = (await fhir.create(plain)).id;
  };
  const path = `/trpc/live.chart?input=${encodeURIComponent(JSON.stringify({ patientId: id }))}`;
  const text = await listen(stack, path, (await as('infirmier')).headers, { opened, until: () => seen });
  expect(text).toContain(seen);
  expect(text).not.toContain(secret);
});

test('12 shared labels: images of a very restricted stay are not there for who may not see it', async ({
  as,
  fhir,
  stack,
}) => {
  const own = await makeRecord(stack, fhir, ['medecin']);
  const subject = { reference: own.reference };
  await fhir.create({
    resourceType: 'ServiceRequest',
    status: 'active',
    intent: 'order',
    subject,
    category: [{ coding: [{ system: 'http://snomed.info/sct', code: '363679005' }] }],
    code: { text: 'Scanner' },
    performer: [{ reference: practitioner('radiologue') }],
  });
  const { id } = await fhir.create({
    resourceType: 'Encounter',
    status: 'finished',
    class: { code: 'IMP' },
    meta: labelled('V'),
    subject,
  });
  const [study] = (await fhir.search(`ImagingStudy?patient=${own.id}`)).entry ?? [];
  await fhir.update({
    ...(study?.resource as Resource & { id: string }),
    encounter: { reference: `Encounter/${id}` },
  });
  for (const path of [`${instancePath(own.study)}/frames/1`, `/dicom-web/studies/${own.study}/metadata`]) {
    expect((await (await as('radiologue')).get(path)).status, path).toBe(404);
    expect((await (await as('medecin')).get(path)).status, path).toBe(200);
  }
});

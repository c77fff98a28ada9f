import { randomUUID } from 'node:crypto';
import { expect, expectClosed, expectSilent, test, vitalSet } from './world.ts';

/** Families 1 to 12: what comes out of a chart and what goes into it. */
const lists = [
  'summary.get',
  'problems.list',
  'allergies.list',
  'medications.list',
  'results.list',
  'vitals.flowsheet',
  'documents.list',
  'imaging.list',
  'encounters.list',
  'immunizations.list',
  'timeline.list',
  'record.types',
];

for (const path of lists) {
  test(`1 another patient: ${path}`, async ({ as, world: { theirs, mine } }) => {
    const doctor = await as('medecin');
    expectClosed(await doctor.query(path, { patientId: theirs.id }), theirs, [403]);
    expect((await doctor.query(path, { patientId: mine.id })).status, 'their own patient opens').toBe(200);
  });
}
test('1 another patient: read, version and history of a resource by its id, under either patient', async ({
  as,
  world: { mine, theirs },
}) => {
  const doctor = await as('medecin');
  for (const patientId of [mine.id, theirs.id]) {
    const resource = { patientId, type: 'Condition', id: theirs.condition };
    for (const [path, input] of [
      ['record.read', resource],
      ['record.history', resource],
      ['record.version', { ...resource, versionId: '1' }],
      ['vitals.versions', { patientId, observationId: theirs.observation }],
    ] as const)
      expectClosed(await doctor.query(path, input), theirs);
  }
});
test('1 another patient: the banner says who it is and nothing of why', async ({ as, world: { theirs } }) => {
  const answer = await (await as('medecin')).query('patients.banner', { patientId: theirs.id });
  expect(answer.text).toContain(theirs.family);
  expect(answer.text).not.toContain(theirs.word);
  expect(JSON.parse(answer.text)).toMatchObject({
    result: { data: { clinical: null, closed: { reason: 'no-relation', mayBreakGlass: true } } },
  });
});
test('1 another patient: one patient of another, and a person whose record is not theirs', async ({
  as,
  world: { mine, theirs },
}) => {
  for (const username of ['patient', 'patient2'])
    for (const { id, word, family } of [mine, theirs])
      for (const path of ['patients.banner', 'summary.get', 'consents.list'])
        expectClosed(await (await as(username)).query(path, { patientId: id }), { word, family }, [403]);
});
test('1 another patient: every other member of staff without a tie', async ({ as, world: { theirs } }) => {
  for (const username of ['infirmier', 'infirmier2', 'secretaire', 'dpo', 'admin'])
    expectClosed(await (await as(username)).query('problems.list', { patientId: theirs.id }), theirs, [403]);
});

for (const [what, input] of [
  ['no patient', {}],
  ['several patients', { patientId: ['a', 'b'] }],
  ['a search in the id', { patientId: 'a,b' }],
  ['a path in the id', { patientId: '../Patient/b' }],
  ['a query in the id', { patientId: 'a&subject=b' }],
] as const) {
  test(`2 search: ${what}`, async ({ as }) => {
    for (const path of ['problems.list', 'timeline.list', 'vitals.flowsheet'])
      expect((await (await as('medecin')).query(path, input)).status).toBe(400);
  });
}
test('3 oracles: words of FHIR in the search for people find nothing by illness', async ({
  as,
  world: { theirs },
}) => {
  for (const query of [
    `_has:Condition:patient:code=${theirs.word}`,
    `${theirs.word}`,
    `x&_has:Condition:subject:code:text=${theirs.word}`,
    `family=${theirs.family}`,
  ]) {
    expect(
      (await (await as('medecin')).data<{ hits: unknown[] }>('patients.search', { query })).hits,
    ).toEqual([]);
  }
});
test('3 oracles: parameters beside the known ones are not passed on', async ({
  as,
  world: { mine, theirs },
}) => {
  const answer = await (
    await as('medecin')
  ).query('record.list', {
    patientId: mine.id,
    type: 'Condition',
    patient: theirs.id,
    subject: `Patient/${theirs.id}`,
    _sort: 'code',
    _filter: `subject eq ${theirs.id}`,
  });
  expectSilent(answer, theirs);
  expect(answer.text).toContain(mine.word);
});
test('4 includes: what a reference of an own resource leads to is not brought along from another chart', async ({
  as,
  fhir,
  world: { mine, theirs },
}) => {
  await fhir.create({
    resourceType: 'DocumentReference',
    status: 'current',
    subject: { reference: mine.reference },
    description: 'Lettre',
    author: [{ reference: theirs.reference }],
    content: [{ attachment: { title: 'x' } }],
  });
  const answer = await (await as('medecin')).query('documents.list', { patientId: mine.id });
  expect(answer.status).toBe(200);
  expectSilent(answer, theirs);
});
for (const type of [
  '$everything',
  'Patient/x/$everything',
  '$graphql',
  '$export',
  'Observation/$lastn',
  '../metadata',
  'Condition?_include=*',
  'Condition/x/_history/1',
]) {
  test(`5 operations and types: ${type} is refused for its shape`, async ({ as, world: { mine } }) => {
    const answer = await (await as('medecin')).query('record.list', { patientId: mine.id, type });
    expect([answer.status, answer.text.includes('"issues":[{')]).toEqual([400, true]);
  });
}
for (const type of ['Bundle', 'Group', 'Parameters', 'AuditEvent', 'Subscription', 'OperationOutcome']) {
  test(`5 operations and types: ${type} is no part of a chart`, async ({ as, world: { mine } }) => {
    const answer = await (await as('medecin')).query('record.list', { patientId: mine.id, type });
    expect([answer.status, answer.text.includes('"message":"type"')]).toEqual([404, true]);
  });
}
test('6 batches: what is refused alone is refused in company, and there is a limit', async ({
  as,
  world: { mine, theirs },
}) => {
  const doctor = await as('medecin');
  const batch = (ids: string[]) =>
    doctor.get(
      `/trpc/${ids.map(() => 'problems.list').join(',')}?batch=1&input=${encodeURIComponent(JSON.stringify({ ...ids.map((patientId) => ({ patientId })) }))}`,
    );
  const answer = await batch([mine.id, theirs.id, mine.id]);
  expect(
    (JSON.parse(answer.text) as { error?: { data: { code: string } } }[]).map(
      (part) => part.error?.data.code ?? 'answered',
    ),
  ).toEqual(['answered', 'FORBIDDEN', 'answered']);
  expectSilent(answer, theirs);
  expect((await batch(Array.from({ length: 40 }, () => mine.id))).status).toBe(400);
});
test('7 links: an address of another server is no page of ours', async ({ as, world: { mine } }) => {
  for (const path of [
    `/dicom-web/studies?StudyInstanceUID=${mine.study}&next=http://127.0.0.1:1/`,
    '/dicom-web/http://127.0.0.1:1/studies',
    '/bff/documents/http:%2f%2f127.0.0.1:1/x/0',
  ])
    expect([400, 404]).toContain((await (await as('medecin')).get(path)).status);
});
test('8 existence: a stranger and nobody are refused alike', async ({ as, world: { theirs } }) => {
  const doctor = await as('medecin');
  const plain = (text: string) => text.replace(/"requestId":"[^"]*"/, '');
  for (const path of ['summary.get', 'documents.list', 'record.types']) {
    const [stranger, nobody] = [
      await doctor.query(path, { patientId: theirs.id }),
      await doctor.query(path, { patientId: 'nobody-at-all' }),
    ];
    expect([stranger.status, plain(stranger.text)]).toEqual([nobody.status, plain(nobody.text)]);
    expect(stranger.headers.etag).toBeUndefined();
  }
});
test('8 counts: what is hidden is not counted', async ({ as, fhir }) => {
  const patient = await as('patient'),
    subject = { reference: 'Patient/pat-demo' };
  const count = async () =>
    (
      await patient.data<{ types: { type: string; count: number }[] }>('record.types', {
        patientId: 'pat-demo',
      })
    ).types.find((t) => t.type === 'Procedure')?.count ?? 0;
  const before = await count();
  const hidden = await fhir.create({
    resourceType: 'Procedure',
    status: 'completed',
    subject,
    code: { text: 'x' },
    meta: { tag: [{ system: 'https://keneyapp.example/release', code: 'withheld' }] },
  });
  expect(await count()).toBe(before);
  const shown = await fhir.create({
    resourceType: 'Procedure',
    status: 'completed',
    subject,
    code: { text: 'y' },
  });
  expect(await count()).toBe(before + 1);
  for (const { id } of [hidden, shown]) await fhir.request('DELETE', `Procedure/${id}`);
});
test('9 conditional writes: a key that another patient’s set has reaches nothing of theirs', async ({
  as,
  world: { mine, theirs },
}) => {
  const key = randomUUID();
  await (await as('medecin2')).done('vitals.record', vitalSet(theirs.id, key));
  const before = await (await as('medecin2')).query('vitals.flowsheet', { patientId: theirs.id });
  const written = await (
    await as('medecin')
  ).mutate('vitals.record', { ...vitalSet(mine.id, key), values: { heartRate: 99 } });
  expectSilent(written, theirs);
  const of = (text: string) =>
    JSON.stringify((JSON.parse(text) as { result: { data: { sets: unknown } } }).result.data.sets);
  expect(of((await (await as('medecin2')).query('vitals.flowsheet', { patientId: theirs.id })).text)).toBe(
    of(before.text),
  );
});
test('10 moving: a measure of another patient is neither corrected nor drawn into one’s own chart', async ({
  as,
  fhir,
  world: { mine, theirs },
}) => {
  const doctor = await as('medecin');
  for (const patientId of [mine.id, theirs.id]) {
    expectClosed(
      await doctor.mutate('vitals.correct', {
        patientId,
        changes: [{ observationId: theirs.observation, version: '1', values: { heartRate: 60 } }],
      }),
      theirs,
    );
    expectClosed(
      await doctor.mutate('vitals.markEnteredInError', {
        patientId,
        observations: [{ observationId: theirs.observation, version: '1' }],
        reason: 'erreur de patient',
      }),
      theirs,
    );
  }
  expect(await fhir.read(`Observation/${theirs.observation}`)).toMatchObject({
    status: 'final',
    subject: { reference: theirs.reference },
  });
});
test('10 moving: a version that was another patient’s is not shown in the chart it came to', async ({
  as,
  fhir,
  world: { mine, theirs },
}) => {
  const moved = await fhir.create({
    resourceType: 'Condition',
    subject: { reference: theirs.reference },
    code: { text: `${theirs.word} moved` },
  });
  await fhir.update({ ...moved, subject: { reference: mine.reference }, code: { text: 'corrected' } });
  const doctor = await as('medecin'),
    resource = { patientId: mine.id, type: 'Condition', id: moved.id };
  expectSilent(await doctor.query('record.history', resource), theirs);
  expectClosed(await doctor.query('record.version', { ...resource, versionId: '1' }), theirs, [404]);
});
test('11 identity: the record of somebody else is no resource of a chart, by link, list or logical identifier', async ({
  as,
  fhir,
  world: { mine, theirs },
}) => {
  const list = await fhir.create({
    resourceType: 'List',
    status: 'current',
    mode: 'working',
    subject: { reference: mine.reference },
    entry: [{ item: { reference: `Condition/${theirs.condition}` } }],
  });
  const logical = await fhir.create({
    resourceType: 'Condition',
    code: { text: theirs.word },
    subject: { identifier: { system: 'https://keneyapp.example/ipp', value: mine.ipp } },
  });
  const doctor = await as('medecin');
  expectClosed(
    await doctor.query('record.read', { patientId: mine.id, type: 'Patient', id: theirs.id }),
    theirs,
    [404],
  );
  expectClosed(
    await doctor.query('record.read', { patientId: mine.id, type: 'Condition', id: logical.id }),
    theirs,
    [404],
  );
  expectSilent(await doctor.query('record.read', { patientId: mine.id, type: 'List', id: list.id }), theirs);
});
test('11 identity: the others of a group appointment are nobody’s business', async ({
  as,
  fhir,
  world: { theirs },
}) => {
  const start = new Date(Date.now() + 3_600_000).toISOString(),
    end = new Date(Date.now() + 7_200_000).toISOString();
  const { id } = await fhir.create({
    resourceType: 'Appointment',
    status: 'booked',
    start,
    end,
    minutesDuration: 60,
    appointmentType: { text: 'Atelier' },
    participant: ['Patient/pat-demo', theirs.reference].map((reference) => ({
      actor: { reference, display: reference === theirs.reference ? theirs.family : 'x' },
      status: 'accepted',
    })),
  });
  const patient = await as('patient');
  for (const answer of [
    await patient.query('appointments.agenda', {}),
    await patient.query('record.read', { patientId: 'pat-demo', type: 'Appointment', id }),
    await patient.query('record.list', { patientId: 'pat-demo', type: 'Appointment' }),
  ]) {
    expect(answer.status).toBe(200);
    expect(answer.text).toContain(id);
    expectSilent(answer, theirs);
    expect(answer.text).not.toContain(theirs.id);
  }
  await fhir.request('DELETE', `Appointment/${id}`);
});
test('11 identity: what is private of the staff is not part of a chart', async ({ as, fhir }) => {
  const { id } = await fhir.create({
    resourceType: 'Practitioner',
    name: [{ family: 'Essai' }],
    birthDate: '1971-02-03',
    address: [{ use: 'home', line: ['7 rue Secrète'] }],
    telecom: [
      { system: 'phone', use: 'home', value: '0600000000' },
      { system: 'phone', use: 'work', value: '0247000000' },
    ],
  });
  const { text, status } = await (
    await as('patient')
  ).query('record.read', { patientId: 'pat-demo', type: 'Practitioner', id });
  expect(status).toBe(200);
  expect(text).toContain('0247000000');
  for (const secret of ['1971-02-03', 'Secrète', '0600000000']) expect(text).not.toContain(secret);
});
for (const [what, username, meta] of [
  [
    'very restricted, from a radiologist without a place in the care team',
    'radiologue',
    { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'V' }] },
  ],
  [
    'withheld until told, from the patient',
    'patient',
    { tag: [{ system: 'https://keneyapp.example/release', code: 'withheld' }] },
  ],
] as const) {
  test(`12 hidden: ${what}`, async ({ as, fhir, world: { mine } }) => {
    const word = `Absconditum${randomUUID().slice(0, 8)}`;
    const id =
        username === 'patient'
          ? 'pat-demo'
          : (await fhir.create({ resourceType: 'Patient', name: [{ family: 'Essai' }] })).id,
      subject = { reference: `Patient/${id}` };
    if (username !== 'patient')
      await fhir.create({
        resourceType: 'ServiceRequest',
        status: 'active',
        intent: 'order',
        subject,
        category: [{ coding: [{ system: 'http://snomed.info/sct', code: '363679005' }] }],
        code: { text: 'Scanner' },
      });
    const condition = await fhir.create({
      resourceType: 'Condition',
      meta,
      subject,
      code: { text: word },
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
    });
    const document = await fhir.create({
      resourceType: 'DocumentReference',
      meta,
      status: 'current',
      subject,
      description: word,
      content: [{ attachment: { contentType: 'text/plain', data: Buffer.from(word).toString('base64') } }],
    });
    const reader = await as(username);
    for (const path of ['summary.get', 'problems.list', 'documents.list', 'timeline.list', 'record.types']) {
      const answer = await reader.query(path, { patientId: id });
      expect(answer.status, path).toBe(200);
      expect(answer.text, path).not.toContain(word);
    }
    expect(
      (await reader.query('record.read', { patientId: id, type: 'Condition', id: condition.id })).status,
    ).toBe(404);
    expect((await reader.query('record.list', { patientId: id, type: 'Condition' })).text).not.toContain(
      word,
    );
    expect((await reader.get(`/bff/documents/${id}/${document.id}/0`)).status).toBe(404);
    expect(mine.id).not.toBe(id);
    for (const { resourceType, id: own } of [condition, document])
      await fhir.request('DELETE', `${resourceType}/${own}`); // the demonstration patient is everybody's
  });
}
test('12 hidden: a result that is not final, from the patient', async ({ as, fhir }) => {
  const word = `Praeliminare${randomUUID().slice(0, 8)}`;
  const observation = await fhir.create({
    resourceType: 'Observation',
    status: 'preliminary',
    subject: { reference: 'Patient/pat-demo' },
    category: [
      {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' },
        ],
      },
    ],
    code: { text: word },
    effectiveDateTime: new Date().toISOString(),
    valueQuantity: { value: 1 },
  });
  const patient = await as('patient');
  for (const path of ['summary.get', 'results.list', 'timeline.list'])
    expect((await patient.query(path, { patientId: 'pat-demo' })).text).not.toContain(word);
  await fhir.request('DELETE', `Observation/${observation.id}`);
});
test('12 hidden: nothing clinical for a secretary, anywhere', async ({ as, fhir, world: { mine } }) => {
  const today = new Date();
  await fhir.create({
    resourceType: 'Appointment',
    status: 'booked',
    start: today.toISOString(),
    end: new Date(today.getTime() + 1_800_000).toISOString(),
    minutesDuration: 30,
    description: `${mine.word} motif`,
    reasonCode: [{ text: `${mine.word} raison` }],
    appointmentType: { text: 'Consultation' },
    participant: [
      { actor: { reference: mine.reference }, status: 'accepted' },
      { actor: { reference: 'Practitioner/pract-medecin' }, status: 'accepted' },
    ],
  });
  const secretary = await as('secretaire');
  for (const [path, input] of [
    ['appointments.agenda', {}],
    ['patients.search', { query: mine.family }],
    ['patients.banner', { patientId: mine.id }],
    ['patients.recent', undefined],
    ['consents.list', { patientId: mine.id }],
  ] as const) {
    const answer = await secretary.query(path, input);
    expect(answer.status, path).toBe(200);
    expect(answer.text, path).not.toContain(mine.word);
  }
  expect(
    (await (await as('medecin')).query('appointments.agenda', {})).text,
    'who cares for the patient reads why they come',
  ).toContain(mine.word);
});
test('12 hidden: where a patient lies is told to those who may open the chart', async ({
  as,
  fhir,
  world: { theirs },
}) => {
  await fhir.create({
    resourceType: 'Encounter',
    status: 'in-progress',
    class: { code: 'IMP' },
    subject: { reference: theirs.reference },
    period: { start: new Date().toISOString() },
    serviceProvider: { reference: 'Organization/org-oncologie', display: 'Service d’oncologie médicale' },
    location: [{ location: { reference: 'Location/loc-oncologie', display: 'Oncologie' } }],
  });
  const located = async (username: string) =>
    (
      await (
        await as(username)
      ).data<{ hits: { location: unknown }[] }>('patients.search', { query: theirs.family })
    ).hits.map((hit) => hit.location !== null);
  expect(await located('medecin')).toEqual([false]);
  expect(await located('secretaire')).toEqual([false]);
  expect(await located('medecin2')).toEqual([true]);
});

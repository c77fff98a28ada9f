import { expect, expectClosed, expectSilent, test } from './world.ts';

/** Families 1 to 8: what comes out of a chart. */
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
  'procedures.list',
  'orders.list',
  'family.list',
  'flags.list',
  'habits.list',
  'implants.list',
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
test('1 another patient: summary.alerts', async ({ as, world: { theirs, mine } }) => {
  const doctor = await as('medecin');
  const alerts = ({ id }: { id: string }) =>
    doctor.query('summary.alerts', { patientId: id, language: 'fr' });
  expectClosed(await alerts(theirs), theirs, [403]);
  expect((await alerts(mine)).status, 'their own patient’s are told').toBe(200);
});
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
for (const [path, username, more] of [
  ['consents.list', 'medecin', {}],
  ['accesses.list', 'patient', {}],
  ['drafts.get', 'medecin', { form: 'vitals.record', base: '' }],
] as const) {
  test(`1 another patient: ${path}`, async ({ as, world: { theirs } }) => {
    expectClosed(await (await as(username)).query(path, { patientId: theirs.id, ...more }), theirs, [403]);
  });
}

import {
  consentOf,
  expect,
  expectClosed,
  expectSilent,
  instancePath,
  listen,
  makeRecord,
  practitioner,
  send,
  storeImage,
  test,
  uid,
  withheldTag,
} from './world.ts';

/** Family 23: images and what open charts are told. */
for (const below of ['', '/metadata', '/series', '/instances', '/thumbnail', '/rendered']) {
  test(`23 images: a foreign study, ${below || 'whole'}`, async ({ as, world: { theirs } }) => {
    for (const username of ['medecin', 'infirmier', 'patient'])
      expectClosed(
        await (await as(username)).get(`/dicom-web/studies/${theirs.study}${below}`),
        theirs,
        [404],
      );
  });
}
test('23 images: frames, bulk data and pictures of a foreign instance, and one drawn under an own study', async ({
  as,
  world: { mine, theirs },
}) => {
  const doctor = await as('medecin');
  for (const below of ['', '/frames/1', '/rendered', '/thumbnail', '/bulkdata/7FE00010', '/metadata']) {
    expectClosed(await doctor.get(instancePath(theirs.study) + below), theirs, [404]);
    expectClosed(
      await doctor.get(
        `/dicom-web/studies/${mine.study}/series/${theirs.study}.1/instances/${theirs.study}.1.1${below}`,
      ),
      theirs,
      [404],
    );
  }
});
test('23 images: a search shows no foreign study, several UIDs none at all', async ({
  as,
  world: { mine, theirs },
}) => {
  const doctor = await as('medecin');
  expectSilent(await doctor.get(`/dicom-web/studies?StudyInstanceUID=${theirs.study}`), theirs);
  expectSilent(await doctor.get(`/dicom-web/studies?PatientID=${theirs.ipp}`), theirs);
  for (const query of [
    `StudyInstanceUID=${mine.study},${theirs.study}`,
    `StudyInstanceUID=${mine.study}&StudyInstanceUID=${theirs.study}`,
    'PatientName=*',
    '',
  ])
    expect((await doctor.get(`/dicom-web/studies?${query}`)).status).toBe(400);
});
test('23 images: nobody deletes or replaces a study', async ({ as, stack, world: { mine } }) => {
  const { headers } = await as('radiologue');
  for (const method of ['DELETE', 'PUT', 'PATCH'])
    expect((await send(stack, `/dicom-web/studies/${mine.study}`, { method, headers })).status).toBe(404);
});
test('23 images: a study that no record names is nobody’s to see', async ({ as, stack, fhir }) => {
  const orphan = uid();
  await storeImage(stack, fhir, { study: orphan, patientId: 'ORPHAN' });
  const radiologist = await as('radiologue');
  expect((await radiologist.get(`/dicom-web/studies/${orphan}/metadata`)).status).toBe(404);
});
test('23 live: nobody is told of changes on a foreign chart', async ({ as, stack, world: { theirs } }) => {
  const address = `/trpc/live.chart?input=${encodeURIComponent(JSON.stringify({ patientId: theirs.id }))}`;
  for (const username of ['medecin', 'patient', 'dpo']) {
    const { headers } = await as(username);
    const text = await listen(stack, address, headers, {
      opened: async () => undefined,
      until: () => 'event: connected',
    });
    expect(text).toMatch(/FORBIDDEN/);
    expectSilent({ text }, theirs);
  }
});
for (const [what, username, hidden, shown] of [
  [
    'a patient, of what is withheld',
    'patient',
    {
      resourceType: 'Condition',
      meta: { tag: [{ system: 'https://keneyapp.example/release', code: 'withheld' }] },
      code: { text: 'x' },
    },
    { resourceType: 'Condition', code: { text: 'y' } },
  ],
  [
    'a secretary, of an illness',
    'secretaire',
    { resourceType: 'Flag', status: 'active', code: { text: 'x' } },
    { resourceType: 'Patient' },
  ],
] as const) {
  test(`23 live: ${what}, is told nothing`, async ({ as, fhir, stack }) => {
    const own =
      username === 'patient'
        ? { id: 'pat-demo', reference: 'Patient/pat-demo' }
        : await makeRecord(stack, fhir, []);
    const ids: string[] = [];
    let secret = '',
      seen = '';
    const opened = async () => {
      secret = (await fhir.create({ ...hidden, subject: { reference: own.reference } })).id;
      ids.push(`${hidden.resourceType}/${secret}`);
      if (shown.resourceType === 'Patient') {
        await fhir.update({ ...(await fhir.read(own.reference)), id: own.id, birthDate: '1984-07-13' });
        seen = `"resourceId":"${own.id}"`;
      } else {
        seen = (await fhir.create({ ...shown, subject: { reference: own.reference } })).id;
        ids.push(`${shown.resourceType}/${seen}`);
      }
    };
    const text = await listen(
      stack,
      `/trpc/live.chart?input=${encodeURIComponent(JSON.stringify({ patientId: own.id }))}`,
      (await as(username)).headers,
      { opened, until: () => seen },
    );
    expect(text).toContain(seen);
    expect(text).not.toContain(secret);
    for (const id of ids) await fhir.request('DELETE', id);
  });
}
test('23 images: of a study that is withheld, the patient sees nothing', async ({
  fhir,
  stack,
  staff,
  self: { patient, visitor },
}) => {
  const { visitor: radiologist, practitioner } = await staff('radiologist');
  const { study } = await makeRecord(stack, fhir, [], patient);
  await fhir.create({
    resourceType: 'CareTeam',
    status: 'active',
    subject: { reference: patient.reference },
    participant: [{ member: { reference: practitioner } }],
  });
  const found = await fhir.search(`ImagingStudy?identifier=urn:dicom:uid|urn:oid:${study}`),
    record = found.entry?.[0]?.resource;
  await fhir.update({ ...record, resourceType: 'ImagingStudy', id: record?.id ?? '', meta: withheldTag });
  const frame = `${instancePath(study)}/frames/1`,
    list = `/dicom-web/studies?PatientID=${patient.ipp}`;
  expect((await radiologist.get(frame)).status).toBe(200);
  expect((await radiologist.get(list)).text).toContain(study);
  expect((await visitor.get(frame)).status).toBe(404);
  expect((await visitor.get(list)).text).not.toContain(study);
});
test('23 images: a study that two records claim is shown in neither', async ({ as, fhir, stack }) => {
  const own = await makeRecord(stack, fhir, ['medecin']),
    other = await makeRecord(stack, fhir, ['medecin2']);
  const claimed = other.study;
  await fhir.create({
    resourceType: 'ImagingStudy',
    status: 'available',
    subject: { reference: own.reference },
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${claimed}` }],
  });
  for (const username of ['medecin', 'medecin2'])
    expect((await (await as(username)).get(`${instancePath(claimed)}/frames/1`)).status, username).toBe(404);
});
test('23 live: who is in a chart is told to nobody who sees identity alone', async ({ as, fhir, stack }) => {
  const own = await makeRecord(stack, fhir, ['medecin']);
  const address = `/trpc/live.chart?input=${encodeURIComponent(JSON.stringify({ patientId: own.id }))}`;
  const [doctor, secretary] = [await as('medecin'), await as('secretaire')];
  let told = '';
  const born = async (birthDate: string) => {
    await fhir.update({ ...(await fhir.read(own.reference)), id: own.id, birthDate });
  };
  // the doctor's stream stays open until the secretary's has told something
  await listen(stack, address, doctor.headers, {
    opened: async () => {
      told = await listen(stack, address, secretary.headers, {
        opened: () => born('1984-07-14'),
        until: () => `"resourceId":"${own.id}"`,
      });
      await born('1984-07-15');
    },
    until: () => told && `"resourceId":"${own.id}"`,
  });
  expect(told).toContain(`"resourceId":"${own.id}"`);
  expect(told).not.toContain('"here"');
});
test('23 live: a stream that was open tells nothing of a chart that was closed', async ({
  as,
  fhir,
  stack,
}) => {
  const own = await makeRecord(stack, fhir, ['medecin']);
  let secret = '';
  const text = await listen(
    stack,
    `/trpc/live.chart?input=${encodeURIComponent(JSON.stringify({ patientId: own.id }))}`,
    (await as('medecin')).headers,
    {
      opened: async () => {
        await fhir.create(
          consentOf(own.reference, 'objection', 'deny', { actors: [practitioner('medecin')] }),
        );
        secret = (
          await fhir.create({
            resourceType: 'Condition',
            subject: { reference: own.reference },
            code: { text: 'x' },
          })
        ).id;
      },
      until: () => secret && `"resourceId":"${secret}"`,
    },
  );
  expect(text).not.toContain(`"resourceId":"${secret}"`);
});

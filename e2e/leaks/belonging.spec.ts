// One long file: whatever belongs to somebody else, asked for and written in each way there is, in one world of patients.
import { randomUUID } from 'node:crypto';
import { expect, expectClosed, expectSilent, test, vitalSet } from './world.ts';

/** Families 9 to 11: what goes into a chart, and what belongs to it. */
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
  // nor does it keep the own set from being written, which would tell that the key is taken
  expect(written.status).toBe(200);
  expect(of((await (await as('medecin')).query('vitals.flowsheet', { patientId: mine.id })).text)).toContain(
    '99',
  );
});
test('10 moving: a measure, problem or allergy of another patient is neither corrected nor drawn into one’s own chart', async ({
  as,
  fhir,
  world: { mine, theirs },
}) => {
  const allergy = await fhir.create({
    resourceType: 'AllergyIntolerance',
    patient: { reference: theirs.reference },
    clinicalStatus: {
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' },
      ],
    },
    code: { text: `${theirs.word} nux` },
  });
  const vaccination = await fhir.create({
    resourceType: 'Immunization',
    status: 'completed',
    patient: { reference: theirs.reference },
    vaccineCode: { text: `${theirs.word} vaccinum` },
    occurrenceDateTime: '2020',
  });
  const procedure = await fhir.create({
    resourceType: 'Procedure',
    status: 'completed',
    subject: { reference: theirs.reference },
    code: { text: `${theirs.word} opus` },
  });
  const relative = await fhir.create({
    resourceType: 'FamilyMemberHistory',
    status: 'completed',
    patient: { reference: theirs.reference },
    relationship: { text: `${theirs.word} mater` },
  });
  const flag = await fhir.create({
    resourceType: 'Flag',
    status: 'active',
    subject: { reference: theirs.reference },
    code: { text: `${theirs.word} cave` },
  });
  const habit = await fhir.create({
    resourceType: 'Observation',
    status: 'final',
    subject: { reference: theirs.reference },
    category: [{ coding: [{ code: 'social-history' }] }],
    code: { coding: [{ system: 'http://loinc.org', code: '72166-2' }], text: `${theirs.word} fumus` },
  });
  const implant = await fhir.create({
    resourceType: 'Device',
    status: 'active',
    patient: { reference: theirs.reference },
    type: { text: `${theirs.word} machina` },
  });
  const doctor = await as('medecin');
  for (const patientId of [mine.id, theirs.id]) {
    expectClosed(
      await doctor.mutate('vitals.correct', {
        patientId,
        key: randomUUID(),
        changes: [{ observationId: theirs.observation, version: '1', values: { heartRate: 60 } }],
      }),
      theirs,
    );
    expectClosed(
      await doctor.mutate('vitals.markEnteredInError', {
        patientId,
        key: randomUUID(),
        observations: [{ observationId: theirs.observation, version: '1' }],
        reason: 'erreur de patient',
      }),
      theirs,
    );
    for (const [what, more] of [
      ['resolve', { abatement: null }],
      ['reopen', {}],
      ['markEnteredInError', {}],
    ] as const)
      expectClosed(
        await doctor.mutate(`problems.${what}`, {
          patientId,
          key: randomUUID(),
          id: theirs.condition,
          version: '1',
          reason: 'erreur de patient',
          ...more,
        }),
        theirs,
      );
    for (const [feature, id, changes] of [
      ['problems', theirs.condition, { note: 'x' }],
      ['allergies', allergy.id, { note: 'x' }],
      ['immunizations', vaccination.id, { lot: 'x' }],
      ['procedures', procedure.id, { site: 'x' }],
      ['family', relative.id, { note: 'x' }],
      ['flags', flag.id, { note: 'x' }],
      ['habits', habit.id, { note: 'x' }],
      ['implants', implant.id, { note: 'x' }],
    ] as const) {
      const statement = { patientId, key: randomUUID(), id, version: '1' };
      expectClosed(
        await doctor.mutate(`${feature}.change`, { ...statement, changes, isRepeatWanted: false }),
        theirs,
      );
      expectClosed(await doctor.query(`${feature}.versions`, { patientId, id }), theirs);
    }
    for (const [feature, id] of [
      ['immunizations', vaccination.id],
      ['procedures', procedure.id],
      ['family', relative.id],
      ['flags', flag.id],
      ['habits', habit.id],
      ['implants', implant.id],
    ] as const)
      expectClosed(
        await doctor.mutate(`${feature}.markEnteredInError`, {
          patientId,
          key: randomUUID(),
          id,
          version: '1',
          reason: 'erreur de patient',
        }),
        theirs,
      );
    for (const what of ['refute', 'markEnteredInError'] as const)
      expectClosed(
        await doctor.mutate(`allergies.${what}`, {
          patientId,
          key: randomUUID(),
          id: allergy.id,
          version: '1',
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
test('10 moving: a prescription of another patient is neither stopped nor told of in one’s own chart', async ({
  as,
  fhir,
  world: { mine, theirs },
}) => {
  const doctor = await as('medecin');
  const order = { status: 'active', intent: 'order', subject: { reference: theirs.reference } } as const;
  const code = { text: `${theirs.word} remedium` };
  const drug = await fhir.create({
    resourceType: 'MedicationRequest',
    ...order,
    medicationCodeableConcept: code,
  });
  const test = await fhir.create({ resourceType: 'ServiceRequest', ...order, code });
  for (const [kind, { id, resourceType }] of [
    ['drug', drug],
    ['service', test],
  ] as const) {
    const stop = (patientId: string, id: string) =>
      doctor.mutate('orders.sign', {
        patientId,
        key: randomUUID(),
        answers: [],
        lines: [{ kind, act: 'stop', former: { id, version: '1' }, why: 'erreur de patient' }],
      });
    expectClosed(await stop(theirs.id, id), theirs, [403]);
    // as one that never was
    const [foreign, none] = [await stop(mine.id, id), await stop(mine.id, randomUUID())];
    expectSilent(foreign, theirs);
    expect(foreign.status).toBe(400);
    expect(foreign.text).toContain('gone');
    const said = (text: string) => text.replace(/"requestId":"[^"]*"/, '');
    expect(said(none.text)).toBe(said(foreign.text));
    expect(await fhir.read(`${resourceType}/${id}`)).toMatchObject({ status: 'active' });
  }
  // nor does its paper leave: it is no prescription of this chart
  const print = (patientId: string) =>
    doctor.mutate('orders.print', { patientId, key: randomUUID(), requestId: drug.id });
  expectClosed(await print(theirs.id), theirs, [403]);
  expectClosed(await print(mine.id), theirs, [404]);
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
test('11 identity: the others of a common Provenance are nobody’s business', async ({
  as,
  fhir,
  world: { mine, theirs },
}) => {
  const { id } = await fhir.create({
    resourceType: 'Provenance',
    target: [mine, theirs].map(({ reference, family }) => ({ reference, display: family })),
    recorded: new Date().toISOString(),
    agent: [{ who: { display: 'Essai' } }],
  });
  const answer = await (
    await as('medecin')
  ).query('record.read', { patientId: mine.id, type: 'Provenance', id });
  expect(answer.status).toBe(200);
  expectSilent(answer, theirs);
  expect(answer.text).not.toContain(theirs.id);
});
test('11 identity: a patient’s agenda holds nobody else’s appointments', async ({
  fhir,
  self: { patient, visitor },
  world: { theirs },
}) => {
  const start = new Date(Date.now() + 3_600_000).toISOString(),
    end = new Date(Date.now() + 5_400_000).toISOString();
  const booked = (reference: string) =>
    fhir.create({
      resourceType: 'Appointment',
      status: 'booked',
      start,
      end,
      minutesDuration: 30,
      appointmentType: { text: 'Consultation' },
      participant: [{ actor: { reference }, status: 'accepted' }],
    });
  const [own, other] = [await booked(patient.reference), await booked(theirs.reference)];
  const answer = await visitor.query('appointments.agenda', {});
  expect(answer.text).toContain(own.id);
  expectSilent(answer, theirs);
  expect(answer.text).not.toContain(`"${other.id}"`);
});

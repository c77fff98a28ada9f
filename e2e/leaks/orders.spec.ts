import { newPatient, type FhirAsSystem } from '../fhir.ts';
import { labelled, secretWord } from './labelled.ts';
import { expect, practitioner, test } from './world.ts';

/** Families 1 and 12: orders that wait for a doctor's word are answered for, and told, only where the chart shows them. */
const taskOf = (code: string, owner: string, about: string, more: object) => ({
  resourceType: 'Task' as const,
  status: 'requested',
  intent: 'order',
  code: { coding: [{ system: 'https://keneyapp.example/task', code }] },
  for: { reference: about },
  requester: { reference: practitioner('infirmier'), display: 'Julien Lefèvre' },
  owner: { reference: owner },
  authoredOn: new Date().toISOString(),
  ...more,
});
const drugOf = (fhir: FhirAsSystem, about: string) =>
  fhir.create({
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: { text: 'Paracétamol' },
    subject: { reference: about },
  });
const ordered = (id: string, display: string) => ({
  input: [
    { type: { text: 'Prescription' }, valueReference: { reference: `MedicationRequest/${id}`, display } },
  ],
});

test('1 another patient: orders are signed, reread, validated and written down in open charts alone', async ({
  fhir,
  staff,
}) => {
  const { visitor, practitioner: me } = await staff('doctor');
  const patient = await newPatient(fhir, {}, { isEntrusted: false });
  const drug = await drugOf(fhir, patient.reference);
  const task = await fhir.create(
    taskOf('sign-verbal-orders', me, patient.reference, ordered(drug.id, 'Nouveau : paracétamol')),
  );
  const named = { patientId: patient.id, id: task.id, version: '1' };
  const key = () => crypto.randomUUID();
  const answers = [
    await visitor.mutate('orders.countersign', { ...named, key: key(), contest: null }),
    await visitor.mutate('orders.reread', {
      ...{ patientId: patient.id, key: key(), tasks: [{ id: task.id, version: '1' }], remark: null },
    }),
    await visitor.mutate('orders.validate', {
      ...named,
      key: key(),
      verdict: { kind: 'refuse', why: 'non' },
    }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  const nurse = (await staff('nurse')).visitor;
  const stop = { kind: 'drug', act: 'stop', former: { id: drug.id, version: '1' }, why: 'fini' };
  const verbal = {
    lines: [stop],
    answers: [],
    doctor: me,
    how: 'telephone',
    emergency: 'Choc',
    isReadBack: true,
  };
  expect(
    (await nurse.mutate('orders.recordVerbal', { patientId: patient.id, key: key(), ...verbal })).status,
  ).toBe(403);
  // whether there is such a protocol is not told either
  const protocol = { id: 'protocole-douleur-eva4', version: '1' };
  const applied = await nurse.mutate('orders.applyProtocol', {
    ...{ patientId: patient.id, key: key(), protocol, situation: 'Douleur à 6', absent: [0, 1, 2, 3] },
    answers: [],
  });
  const checked = await nurse.query('orders.checkProtocol', {
    ...{ patientId: patient.id, protocol, language: 'fr' },
  });
  expect([applied.status, checked.status]).toEqual([403, 403]);
  const after = await fhir.read(`Task/${task.id}`);
  expect(after).toMatchObject({ status: 'requested' });
});

test('12 orders to reread: what is very restricted is as closed as a closed chart, to who may not see it', async ({
  fhir,
  staff,
}) => {
  const { visitor, practitioner: me } = await staff('doctor');
  const patient = await newPatient(fhir, {}, { isEntrusted: false });
  // tied by the unit alone
  const period = { start: new Date(Date.now() - 86_400_000).toISOString() };
  const stay = await fhir.create({
    resourceType: 'Encounter',
    status: 'in-progress',
    class: { code: 'IMP' },
    subject: { reference: patient.reference },
    period,
    serviceProvider: { reference: 'Organization/org-cardiologie' },
    location: [{ location: { reference: 'Location/loc-cardiologie' }, status: 'active' }],
  });
  const [open, hidden, alert, hiddenAlert] = [secretWord(), secretWord(), secretWord(), secretWord()];
  const drug = await drugOf(fhir, patient.reference);
  for (const [detail, more] of [
    [alert, {}],
    [hiddenAlert, { meta: labelled('V') }],
  ] as const)
    await fhir.create({
      resourceType: 'DetectedIssue',
      status: 'final',
      patient: { reference: patient.reference },
      implicated: [{ reference: `MedicationRequest/${drug.id}` }],
      detail,
      ...more,
    });
  await fhir.create(taskOf('reread-orders', me, patient.reference, ordered(drug.id, open)));
  await fhir.create(
    taskOf('reread-orders', me, patient.reference, { ...ordered(drug.id, hidden), meta: labelled('V') }),
  );
  const listOf = async () => (await visitor.query('tasks.listOrders')).text;
  await expect.poll(listOf, { timeout: 20_000 }).toContain(open);
  expect(await listOf()).toContain(alert);
  for (const word of [hidden, hiddenAlert]) expect(await listOf()).not.toContain(word);
  await expect
    .poll(async () => (await visitor.data<{ closed: number }>('tasks.listOrders')).closed, {
      timeout: 20_000,
    })
    .toBeGreaterThan(0);
  expect(await listOf()).not.toContain(hidden);
  await fhir.update({
    ...stay,
    resourceType: 'Encounter',
    status: 'finished',
    period: { ...period, end: new Date().toISOString() },
  });
});

test('12 safety: rules, rehearsals and what was answered to alerts are for who keeps them, and name nobody', async ({
  as,
  world: { theirs, mine },
}) => {
  const paths = ['safety.rules', 'safety.rates', 'safety.rehearsal'];
  for (const username of ['medecin', 'interne', 'infirmier', 'secretaire', 'dpo', 'patient']) {
    const visitor = await as(username);
    for (const path of paths)
      expect((await visitor.query(path, { language: 'fr' })).status, `${username} ${path}`).toBe(403);
  }
  const pharmacist = await as('pharmacien');
  for (const path of paths) {
    const { status, text } = await pharmacist.query(path, { language: 'fr' });
    expect(status, path).toBe(200);
    for (const { id, family, word } of [theirs, mine])
      for (const told of [id, family, word]) expect(text, path).not.toContain(told);
  }
});

import { randomUUID } from 'node:crypto';
import {
  expect,
  expectClosed,
  instancePath,
  makeRecord,
  practitioner,
  test,
  vitalSet,
  type Employee,
  type Visitor,
} from './world.ts';

/** Families 21 and 22: what a patient refused, and what an emergency opens. */
const reason = 'Patient inconscient amené par le SAMU, antécédents inconnus';

test('21 consent: an objection and a refusal work on the next request, images too', async ({
  as,
  fhir,
  stack,
}) => {
  const own = await makeRecord(stack, fhir, ['medecin']);
  const doctor = await as('medecin'),
    frame = `${instancePath(own.study)}/frames/1`;
  expect((await doctor.get(frame)).status).toBe(200);
  const consent = await fhir.create({
    resourceType: 'Consent',
    status: 'active',
    dateTime: new Date().toISOString(),
    patient: { reference: own.reference },
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
          reference: { reference: practitioner('medecin') },
        },
      ],
    },
  });
  expectClosed(await doctor.query('summary.get', { patientId: own.id }), own, [403]);
  await expect.poll(async () => (await doctor.get(frame)).status, { timeout: 5_000 }).toBe(404); // written past the application: remembered two seconds
  expectClosed(
    await doctor.mutate('emergency.request', { patientId: own.id, kind: 'vital', reason }),
    own,
    [403],
  );
  await fhir.update({ ...consent, status: 'inactive' });
  expect((await doctor.query('summary.get', { patientId: own.id })).status).toBe(200);
});
for (const [what, wrong] of [
  ['none', ''],
  ['too short', 'urgence vitale'],
  ['blanks', ' '.repeat(60)],
  ['a key held down', 'a'.repeat(60)],
] as const) {
  test(`22 emergency: a reason that is ${what} opens nothing`, async ({ as, world: { theirs } }) => {
    expect(
      (
        await (
          await as('infirmier')
        ).mutate('emergency.request', { patientId: theirs.id, kind: 'vital', reason: wrong })
      ).status,
    ).toBe(400);
    expectClosed(
      await (await as('infirmier')).query('problems.list', { patientId: theirs.id }),
      theirs,
      [403],
    );
  });
}
test('22 emergency: opens one chart, to read and record vital signs, for this person, until it is ended', async ({
  as,
  fhir,
  stack,
}) => {
  const [opened, other] = [await makeRecord(stack, fhir, []), await makeRecord(stack, fhir, [])];
  const doctor = await as('medecin');
  await doctor.done('emergency.request', { patientId: opened.id, kind: 'vital', reason });
  expect((await doctor.query('problems.list', { patientId: opened.id })).text).toContain(opened.word);
  expect((await doctor.get(`${instancePath(opened.study)}/frames/1`)).status).toBe(200);
  expectClosed(await doctor.query('problems.list', { patientId: other.id }), other, [403]);
  expectClosed(await (await as('medecin2')).query('problems.list', { patientId: opened.id }), opened, [403]);
  await doctor.done('vitals.record', vitalSet(opened.id));
  expect((await doctor.mutate('vitals.record', vitalSet(other.id))).status).toBe(403);
  const change = await doctor.mutate('vitals.correct', {
    patientId: opened.id,
    changes: [{ observationId: 'none', version: '1', values: { heartRate: 72 } }],
  });
  expect(change.status).toBe(403);
  expect(change.text).toContain('emergency-read-only');
  await doctor.done('emergency.end', { patientId: opened.id });
  expectClosed(await doctor.query('problems.list', { patientId: opened.id }), opened, [403]);
  expect((await doctor.get(`${instancePath(opened.study)}/frames/1`)).status).toBe(404);
});
test('22 emergency: is not for everybody, and nobody judges their own', async ({ as, world: { theirs } }) => {
  for (const username of ['secretaire', 'radiologue', 'patient', 'dpo', 'admin'])
    expect(
      (
        await (
          await as(username)
        ).mutate('emergency.request', { patientId: theirs.id, kind: 'vital', reason })
      ).status,
      username,
    ).toBe(403);
  for (const username of ['medecin', 'infirmier', 'admin']) {
    expect((await (await as(username)).query('reviews.list', {})).status, username).toBe(403);
    expect(
      (
        await (
          await as(username)
        ).mutate('reviews.judge', {
          grantId: randomUUID(),
          opinionId: randomUUID(),
          comment: 'tout à fait justifié',
        })
      ).status,
      username,
    ).toBe(403);
  }
});
test('22 emergency: whoever misused it too often opens nothing with it', async ({
  as,
  fhir,
  staff,
  stack,
}) => {
  const { visitor } = await staff('nurse', 'suspended'),
    doctor = await staff('doctor'),
    officer = await as('dpo');
  for (const _time of [1, 2, 3]) {
    const { id: patientId } = await makeRecord(stack, fhir, []);
    const { current } = await visitor.done<{ current: { grantId: string } }>('emergency.request', {
      patientId,
      kind: 'vital',
      reason,
    });
    await visitor.done('emergency.end', { patientId });
    await judged(officer, doctor, current.grantId, patientId);
  }
  const last = await makeRecord(stack, fhir, []);
  const refused = await visitor.mutate('emergency.request', { patientId: last.id, kind: 'vital', reason });
  expectClosed(refused, last, [403]);
  expect(refused.text).toContain('emergency-suspended');
  expectClosed(await visitor.query('problems.list', { patientId: last.id }), last, [403]);
});
/** Closed as not justified, with what a doctor said. */
async function judged(officer: Visitor, doctor: Employee, grantId: string, patientId: string): Promise<void> {
  const practitionerId = doctor.practitioner.replace('Practitioner/', '');
  const [opinion] = await officer.done<{ id: string }[]>('reviews.ask', { grantId, practitionerId });
  const opinionId = opinion?.id ?? '';
  const comment = 'aucun lien avec les soins';
  await doctor.visitor.done('emergency.giveOpinion', { opinionId, patientId, answer: 'not-needed', comment });
  await officer.done('reviews.judge', { grantId, opinionId, comment });
}

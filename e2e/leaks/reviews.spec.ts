import { randomUUID } from 'node:crypto';
import { expect, makeRecord, test } from './world.ts';

const reason = 'Patient inconscient amené par le SAMU, antécédents inconnus';

/** Family 22: whether breaking the glass was needed is a question of care. */
test('22 emergency: is judged with what a doctor said who was asked, and is another', async ({
  as,
  fhir,
  staff,
  stack,
}) => {
  const { id: patientId } = await makeRecord(stack, fhir, []);
  const [{ visitor: own, practitioner }, doctor, officer] = [
    await staff('nurse'),
    await staff('doctor'),
    await as('dpo'),
  ];
  const { current } = await own.done<{ current: { grantId: string } }>('emergency.request', {
    patientId,
    kind: 'vital',
    reason,
  });
  await own.done('emergency.end', { patientId });
  const { grantId } = current;
  const close = (opinionId: string) =>
    officer.mutate('reviews.judge', { grantId, opinionId, comment: 'tout à fait justifié' });
  const ask = (reference: string) =>
    officer.mutate('reviews.ask', { grantId, practitionerId: reference.replace('Practitioner/', '') });
  expect((await close(randomUUID())).status).toBe(409);
  expect((await ask(practitioner)).status).toBe(400);
  const asked = await ask(doctor.practitioner);
  expect(asked.status, asked.text).toBe(200);
  const [opinion] = (JSON.parse(asked.text) as { result: { data: { id: string }[] } }).result.data;
  const answer = { opinionId: opinion?.id ?? '', patientId, answer: 'needed', comment: 'aucune autre voie' };
  for (const other of [own, await as('medecin')])
    expect([403, 404]).toContain((await other.mutate('emergency.giveOpinion', answer)).status);
  expect((await close(answer.opinionId)).status).toBe(409);
  await doctor.visitor.done('emergency.giveOpinion', answer);
  expect((await close(answer.opinionId)).status).toBe(200);
});

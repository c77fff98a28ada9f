import { randomUUID } from 'node:crypto';
import type { Consent } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { callQuery, newSandboxAccount, signInOverHttp } from '@keneyapp/config/testing';
import { buildConsent, type ConsentDecision } from '../../fhir/build-consent.ts';
import { addDays } from '@keneyapp/fhir-model/hospital-days';
import {
  bff,
  data,
  decide,
  failure,
  fhir,
  nurse,
  own,
  patient,
  pdf,
  sandbox,
  secretary,
  stored,
  today,
} from './testing-consents.ts';
import type { ConsentsView } from './view.ts';

/** As another system may have written it, some hours ago. */
const written = (
  patientId: string,
  hoursAgo: number,
  over: Partial<ConsentDecision> & Pick<ConsentDecision, 'kind' | 'decision'>,
): Promise<Consent> =>
  fhir.create(
    buildConsent({
      patientId,
      persons: [],
      from: null,
      until: null,
      signedOn: null,
      at: new Date(Date.now() - hoursAgo * 3_600_000),
      performers: [{ reference: `Patient/${patientId}` }],
      key: randomUUID(),
      ...over,
    }),
  );
const isOpenTo = async (patientId: string) =>
  (await callQuery(bff, patient, 'summary.get', { patientId })).status === 200;
const person = (id: string) => ({ reference: `Patient/${id}`, display: id });

test('a delegation taken back leaves a withdrawal of them all as it is: nobody else is let in again', async () => {
  await written('c1', 5, { kind: 'delegation', decision: 'permit', persons: [person(own)] });
  const ofKin = await written('c1', 5, { kind: 'delegation', decision: 'permit', persons: [person('kin')] });
  expect(await isOpenTo('c1')).toBe(true);
  const all = await written('c1', 4, { kind: 'delegation', decision: 'deny' });
  expect(await isOpenTo('c1')).toBe(false);
  const done = await data<ConsentsView>(
    await decide(secretary, 'withdraw', 'c1', { consentId: ofKin.id, reference: 'Patient/kin' }),
  );
  expect(done.done).toBe('recorded');
  expect(await fhir.read('Consent', all.id ?? '')).toMatchObject({ status: 'active' });
  expect(await isOpenTo('c1')).toBe(false);
});

test('an objection against somebody nobody can tell stands beside one against somebody named', async () => {
  const unknown = await written('c3', 4, { kind: 'objection', decision: 'deny' });
  const done = await data<ConsentsView>(
    await decide(secretary, 'object', 'c3', { professionalIds: ['pract-other'] }),
  );
  expect(done.done).toBe('recorded');
  expect(await fhir.read('Consent', unknown.id ?? '')).toMatchObject({ status: 'active' });
});

test('a form does not undo what was decided after it was signed and is yet to begin', async () => {
  const planned = await written('c4', 1, { kind: 'care', decision: 'deny', from: addDays(today, 7) });
  const signed = (signedOn: string) => ({ signedOn, form: { data: pdf() } });
  const agree = (signedOn: string) =>
    decide(secretary, 'choose', 'c4', { kind: 'care', agrees: true, ...signed(signedOn) });
  const callOff = (signedOn: string) =>
    decide(secretary, 'callOff', 'c4', { consentId: planned.id, ...signed(signedOn) });
  const yesterday = addDays(today, -1);
  expect((await failure(await agree(yesterday))).code).toBe('BAD_REQUEST');
  expect((await failure(await callOff(yesterday))).code).toBe('BAD_REQUEST');
  expect((await stored('c4')).map((c) => c.status)).toEqual(['active']);
  const proposed = await data<ConsentsView>(await callOff(today));
  const [proposal] = proposed.proposals;
  const late = { consentId: proposal?.id, ...signed(yesterday) };
  expect((await failure(await decide(secretary, 'attach', 'c4', late))).code).toBe('BAD_REQUEST');
  await data(await decide(nurse, 'confirm', 'c4', { consentId: proposal?.id }));
  expect(await fhir.read('Consent', planned.id ?? '')).toMatchObject({ status: 'entered-in-error' });
});

test('whoever attached the form does not confirm under a second account of the same professional', async () => {
  const username = `second${randomUUID().slice(0, 8)}`;
  await newSandboxAccount(sandbox, { username, role: 'nurse', fhirUser: 'Practitioner/pract-infirmier' });
  const second = await signInOverHttp(bff, sandbox, username);
  const view = await data<ConsentsView>(
    await decide(secretary, 'delegate', 'c5', { delegate: { by: 'record', delegateId: 'kin' } }),
  );
  const consentId = view.proposals[0]?.id;
  await data(await decide(nurse, 'attach', 'c5', { consentId, signedOn: today, form: { data: pdf() } }));
  expect(await failure(await decide(second, 'confirm', 'c5', { consentId }))).toMatchObject({
    code: 'FORBIDDEN',
    reason: 'own-form',
  });
});

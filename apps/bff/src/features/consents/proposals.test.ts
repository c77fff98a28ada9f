// Long because its cases share one application and one record, which take seconds to start.
import { randomUUID } from 'node:crypto';
import type { Consent, DocumentReference, RelatedPerson } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { callQuery, signInOverHttp } from '@keneyapp/config/testing';
import { addDays } from '@keneyapp/fhir-model/hospital-days';
import type { ConsentsView, SignedForm } from './view.ts';
import {
  banner,
  base64,
  bff,
  data,
  decide,
  doctor,
  failure,
  fhir,
  list,
  nurse,
  own,
  patient,
  pdf,
  sandbox,
  secretary,
  send,
  stored,
  today,
} from './testing-consents.ts';

const toKin = { delegate: { by: 'record', delegateId: 'kin' } };
const withForm = { ...toKin, signedOn: today, form: { data: pdf() } };
const propose = async (who: typeof secretary, patientId: string, input: object = withForm) =>
  data<ConsentsView>(await decide(who, 'delegate', patientId, input));
const confirm = (who: typeof secretary, patientId: string, view: ConsentsView) =>
  decide(who, 'confirm', patientId, { consentId: view.proposals[0]?.id });
const dismissAll = async (patientId: string) => {
  for (const { id } of (await list(secretary, patientId)).proposals)
    await data(await decide(secretary, 'dismiss', patientId, { consentId: id }));
};

describe('what staff write down and would open something', () => {
  it('opens nothing: it is kept as a proposal, and can be dropped', async () => {
    const view = await propose(secretary, own, toKin);
    expect(view).toMatchObject({
      done: 'proposed',
      delegations: [],
      proposals: [{ kind: 'delegation', decision: 'agreed', hasForm: false, closedTo: 'needs-form' }],
    });
    expect((await stored(own)).map((c) => c.status)).toEqual(['proposed']);
    const dropped = await data<ConsentsView>(
      await decide(secretary, 'dismiss', own, { consentId: view.proposals[0]?.id }),
    );
    expect(dropped).toMatchObject({ done: 'dismissed', proposals: [], history: [{ state: 'dismissed' }] });
    expect((await failure(await confirm(patient, own, view))).code).toBe('NOT_FOUND');
  });

  it('holds when the patient confirms it, who needs no form', async () => {
    const view = await propose(secretary, own, toKin);
    expect((await list(patient, own)).proposals).toMatchObject([
      { closedTo: null, recordedBy: { isPatient: false }, persons: [{ reference: 'Patient/kin' }] },
    ]);
    const after = await data<ConsentsView>(await confirm(patient, own, view));
    expect(after).toMatchObject({
      done: 'confirmed',
      proposals: [],
      delegations: [{ state: 'in-force', signedOn: null, confirmedBy: { isPatient: true } }],
    });
    const [delegation] = after.delegations;
    await data(
      await decide(patient, 'withdraw', own, { consentId: delegation?.id, reference: 'Patient/kin' }),
    );
  });

  it('holds when a second person confirms it with the signed form before their eyes', async () => {
    const view = await propose(secretary, 'c1');
    const [proposal] = view.proposals;
    expect(proposal).toMatchObject({ hasForm: true, closedTo: 'own-proposal', signedOn: today });
    expect(await failure(await confirm(secretary, 'c1', view))).toMatchObject({
      code: 'FORBIDDEN',
      reason: 'own-proposal',
    });
    const form = await data<SignedForm>(
      await callQuery(bff, nurse, 'consents.form', { patientId: 'c1', consentId: proposal?.id }),
    );
    expect(form).toMatchObject({ contentType: 'application/pdf', data: pdf() });
    const [document] = await fhir.searchAll('DocumentReference', { patient: 'Patient/c1' }, 10);
    expect(document).toMatchObject({
      id: form.documentId,
      status: 'current',
      subject: { reference: 'Patient/c1' },
    });
    const after = await data<ConsentsView>(await confirm(nurse, 'c1', view));
    expect(after).toMatchObject({
      done: 'confirmed',
      delegations: [{ signedOn: today, confirmedBy: { name: 'Julien Lefèvre', isPatient: false } }],
    });
    await data(
      await decide(secretary, 'withdraw', 'c1', {
        consentId: after.delegations[0]?.id,
        reference: 'Patient/kin',
      }),
    );
  });

  it('needs the form, of one who does not confirm it either', async () => {
    const view = await propose(secretary, 'c2', toKin);
    expect(await failure(await confirm(nurse, 'c2', view))).toMatchObject({ reason: 'needs-form' });
    const id = view.proposals[0]?.id;
    const attach = (data: string, signedOn = today) =>
      decide(nurse, 'attach', 'c2', { consentId: id, signedOn, form: { data } });
    for (const wrong of [base64('<html>', 'x'), base64(Buffer.of(0x25, 0x50), 'x'), 'JVBERi0='])
      expect((await failure(await attach(wrong))).code).toBe('BAD_REQUEST');
    expect((await failure(await attach(pdf(), '1900-01-01'))).code).toBe('BAD_REQUEST');
    expect((await failure(await attach(base64('%PDF-1.7', 'x'.repeat(710_000))))).code).toBe('BAD_REQUEST');
    await data(await attach(base64(Buffer.from('89504e470d0a1a0a', 'hex'), 'a page')));
    expect(await failure(await confirm(nurse, 'c2', view))).toMatchObject({ reason: 'own-form' });
    expect((await confirm(doctor, 'c2', view)).status).toBe(200);
  });

  it('and whose form is gone, or of another chart, is not confirmed', async () => {
    const view = await propose(secretary, 'c3');
    const [document] = await fhir.searchAll('DocumentReference', { patient: 'Patient/c3' }, 10);
    for (const other of [
      { status: 'entered-in-error' },
      { subject: { reference: 'Patient/c4' } },
    ] as Partial<DocumentReference>[]) {
      await fhir.update({ ...document, ...other } as DocumentReference);
      expect(await failure(await confirm(nurse, 'c3', view))).toMatchObject({ reason: 'needs-form' });
    }
    await dismissAll('c3');
  });

  it('is not confirmed by who changed it since, whomever it names as its author', async () => {
    const view = await propose(secretary, 'c1');
    const id = view.proposals[0]?.id ?? '';
    expect((await list(nurse, 'c1')).proposals[0]?.closedTo).toBeNull();
    const told = await fhir.create({
      resourceType: 'Provenance',
      target: [{ reference: `Consent/${id}` }],
      recorded: new Date().toISOString(),
      activity: { coding: [{ code: 'UPDATE' }] },
      agent: [{ who: { reference: 'Practitioner/pract-infirmier' } }],
    });
    expect(await failure(await confirm(nurse, 'c1', view))).toMatchObject({
      code: 'FORBIDDEN',
      reason: 'own-proposal',
    });
    expect((await fhir.read('Consent', id)).status).toBe('proposed');
    await fhir.update({ ...told, activity: { coding: [{ code: 'LA' }] } });
    expect(await data<ConsentsView>(await confirm(nurse, 'c1', view))).toMatchObject({ done: 'confirmed' });
    const [delegation] = (await list(nurse, 'c1')).delegations;
    const back = { consentId: delegation?.id, reference: 'Patient/kin' };
    await data(await decide(nurse, 'withdraw', 'c1', back));
  });

  it('may lay aside what who confirms it decided themselves', async () => {
    const against = { professionalIds: ['pract-other'] };
    const { objections } = await data<ConsentsView>(await decide(nurse, 'object', 'c1', against));
    const view = await data<ConsentsView>(
      await decide(secretary, 'withdraw', 'c1', {
        consentId: objections[0]?.id,
        reference: 'Practitioner/pract-other',
        signedOn: today,
        form: { data: pdf() },
      }),
    );
    expect(view.done).toBe('proposed');
    expect(await data<ConsentsView>(await confirm(nurse, 'c1', view))).toMatchObject({
      done: 'confirmed',
      objections: [],
    });
  });

  it('does not undo what the patient decided since', async () => {
    const view = await propose(secretary, 'c3');
    await fhir.create({
      ...((await stored('c3')).find((c) => c.id === view.proposals[0]?.id) as Consent),
      id: undefined,
      meta: undefined,
      status: 'active',
      dateTime: new Date(Date.now() + 1_000).toISOString(),
      identifier: undefined,
      provision: { type: 'deny', actor: [{ role: { text: 'x' }, reference: { reference: 'Patient/kin' } }] },
    } as unknown as Consent);
    expect(await failure(await confirm(nurse, 'c3', view))).toMatchObject({ reason: 'overtaken' });
    await dismissAll('c3');
    expect(
      (
        await failure(
          await decide(secretary, 'delegate', 'c3', { ...withForm, signedOn: addDays(today, -3) }),
        )
      ).code,
    ).toBe('BAD_REQUEST');
  });
});

describe('nobody of the staff opens a door to themselves or somebody close', () => {
  const refusedFor = async (delegateId: string, patientId = 'c4') =>
    failure(await decide(secretary, 'delegate', patientId, { delegate: { by: 'record', delegateId } }));
  const secretaryIs = (family: string, given: string, birthDate?: string) =>
    fhir.update({
      resourceType: 'Practitioner',
      id: 'pract-secretaire',
      active: true,
      ...(birthDate ? { birthDate } : {}),
      name: [{ use: 'official', family, given: [given] }],
    });
  const person = async (id: string, family: string, given: string) =>
    fhir.update({
      resourceType: 'Patient',
      id,
      birthDate: '1970-02-03',
      name: [{ use: 'official', family, given: [given] }],
    });

  it('not by a Person that links them, one name and birth date, one family name, or a relative', async () => {
    await secretaryIs('Durand-Villeneuve', 'Sophie', '1970-02-03');
    await person('me', 'Dupont', 'Sophie');
    await person('mate', 'Dubois', 'Marc');
    await person('stranger', 'Quelconque', 'Zoé');
    await person('namesake', 'Villeneuve', 'Jean');
    await person('both', 'Durand-Villeneuve', 'Sophie');
    expect(
      (await decide(secretary, 'delegate', 'c4', { delegate: { by: 'record', delegateId: 'me' } })).status,
    ).toBe(200);
    await fhir.create({
      resourceType: 'Person',
      link: [
        { target: { reference: 'Patient/me' } },
        { target: { reference: 'Practitioner/pract-secretaire' } },
      ],
    });
    for (const id of ['me', 'namesake', 'both'])
      expect(await refusedFor(id), id).toMatchObject({ code: 'FORBIDDEN', reason: 'own-relation' });
    // it was proposed before anybody knew who that is: it is not confirmed by the one it is about, nor on their own chart
    expect(await refusedFor('stranger', 'me')).toMatchObject({ reason: 'own-relation' });
    await fhir.create({
      resourceType: 'RelatedPerson',
      patient: { reference: 'Patient/me' },
      name: [{ family: 'Dubois', given: ['Marc'] }],
    });
    expect(await refusedFor('mate')).toMatchObject({ reason: 'own-relation' });
    const child = await fhir.create<RelatedPerson>({
      resourceType: 'RelatedPerson',
      patient: { reference: 'Patient/stranger' },
      name: [{ family: 'Autre' }],
    });
    expect(
      (await decide(secretary, 'delegate', 'c4', { delegate: { by: 'record', delegateId: 'stranger' } }))
        .status,
    ).toBe(200);
    await fhir.create({
      resourceType: 'Person',
      link: [
        { target: { reference: `RelatedPerson/${child.id}` } },
        { target: { reference: 'Practitioner/pract-secretaire' } },
      ],
    });
    expect(await refusedFor('stranger')).toMatchObject({ reason: 'own-relation' });
    // what closes something, everybody may write down
    expect((await decide(secretary, 'choose', 'me', { kind: 'sharing', agrees: false })).status).toBe(200);
  });

  it('not by the confirmation either, and no objection to oneself is lifted', async () => {
    await dismissAll('c4');
    const view = await data<ConsentsView>(
      await decide(secretary, 'object', 'c4', { professionalIds: ['pract-infirmier'] }),
    );
    expect((await banner(nurse, 'c4'))?.reason).toBe('objection');
    const [objection] = view.objections;
    const lift = { consentId: objection?.id, reference: 'Practitioner/pract-infirmier' };
    const asked = await data<ConsentsView>(
      await decide(secretary, 'withdraw', 'c4', { ...lift, signedOn: today, form: { data: pdf() } }),
    );
    expect(
      (await send(nurse, 'confirm', 'c4', { token: asked.token, consentId: asked.proposals[0]?.id })).status,
    ).toBe(403);
    expect((await confirm(doctor, 'c4', asked)).status).toBe(200);
    expect(await banner(nurse, 'c4')).toBeNull();
  });
});

describe('what is yet to begin', () => {
  it('is called off at once where that closes something, and waits where it opens something', async () => {
    const from = addDays(today, 9);
    const planned = await data<ConsentsView>(
      await decide(secretary, 'choose', 'c5', { kind: 'care', agrees: false, from }),
    );
    const [refusal] = planned.history;
    expect(refusal).toMatchObject({ state: 'planned', mayCallOff: true });
    const asked = await data<ConsentsView>(
      await decide(secretary, 'callOff', 'c5', {
        consentId: refusal?.id,
        signedOn: today,
        form: { data: pdf() },
      }),
    );
    expect(asked).toMatchObject({
      done: 'proposed',
      proposals: [{ laysAside: true, kind: 'care', decision: 'refused' }],
    });
    const after = await data<ConsentsView>(await confirm(nurse, 'c5', asked));
    expect(after).toMatchObject({ proposals: [], history: [{ id: refusal?.id, state: 'called-off' }] });
    // an agreement that is to begin is taken back without asking anybody, and takes nothing else with it
    const given = await data<ConsentsView>(
      await decide(patient, 'delegate', own, {
        delegate: { by: 'identity', familyName: 'Évrard', birthDate: '1990-12-24', ipp: 'IPP-kin' },
      }),
    );
    expect(given.delegations).toHaveLength(1);
    const later = await data<ConsentsView>(
      await decide(patient, 'delegate', own, {
        delegate: { by: 'identity', familyName: 'Évrard', birthDate: '1990-12-24', ipp: 'IPP-kin' },
        from,
      }),
    );
    const one = later.history.find((h) => h.state === 'planned');
    const gone = await data<ConsentsView>(await decide(secretary, 'callOff', own, { consentId: one?.id }));
    expect(gone).toMatchObject({ done: 'recorded' });
    expect(gone.delegations).toHaveLength(1);
    expect(
      (await failure(await decide(secretary, 'callOff', own, { consentId: gone.delegations[0]?.id }))).code,
    ).toBe('NOT_FOUND');
  });
});

describe('tokens and turns', () => {
  it('of another patient, or another session, say nothing', async () => {
    const { token } = await list(secretary, 'gone');
    const refusal = { kind: 'sharing', agrees: false };
    expect((await failure(await send(secretary, 'choose', 'kin', { token, ...refusal }))).code).toBe(
      'PRECONDITION_FAILED',
    );
    const again = await signInOverHttp(bff, sandbox, 'secretaire');
    expect((await failure(await send(again, 'choose', 'gone', { token, ...refusal }))).code).toBe(
      'PRECONDITION_FAILED',
    );
    expect((await send(secretary, 'choose', 'gone', { token, ...refusal })).status).toBe(200);
  });
  it('is decided on nothing that lies before the birth', async () => {
    for (const [signedOn, status] of [
      ['1900-01-01', 400],
      ['1960-03-03', 400],
      ['1960-03-04', 200],
    ] as const)
      expect(
        (
          await decide(secretary, 'choose', 'c1', {
            kind: 'sharing',
            agrees: false,
            signedOn,
            key: randomUUID(),
          })
        ).status,
        signedOn,
      ).toBe(status);
  });
  it('lays aside as a whole only an objection that names nobody', async () => {
    const view = await data<ConsentsView>(
      await decide(secretary, 'object', 'c2', { professionalIds: ['pract-other'] }),
    );
    for (const { id } of [...view.objections, ...view.delegations, ...view.history])
      expect(
        (await failure(await decide(secretary, 'withdraw', 'c2', { consentId: id, reference: null }))).code,
      ).toBe('NOT_FOUND');
  });
});

// Long because its cases share one application and one record, which take seconds to start.
import { randomUUID } from 'node:crypto';
import type { Consent } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { callQuery, entrustPatients, signInOverHttp } from '@keneyapp/config/testing';
import { addDays } from '@keneyapp/fhir-model/hospital-days';
import type { AuditPage } from '../audit/view.ts';
import type { ConsentsView, ProfessionalsView } from './view.ts';
import {
  sandbox,
  bff,
  fhir,
  doctor,
  nurse,
  secretary,
  patient,
  pharmacist,
  own,
  today,
  failure,
  data,
  list,
  send,
  decide,
  stored,
  banner,
  opened,
  pdf,
} from './testing-consents.ts';

describe('choices', () => {
  it('are given, refused and given again; each says when and by whom, nothing is lost', async () => {
    expect(await list(secretary, 'c1')).toMatchObject({
      choices: { care: null, sharing: null, research: null, portal: null },
      history: [],
      mayRecord: true,
      isOwn: false,
    });
    await data(
      await decide(secretary, 'choose', 'c1', {
        kind: 'research',
        agrees: true,
        signedOn: addDays(today, -2),
      }),
    );
    await data(await decide(nurse, 'choose', 'c1', { kind: 'research', agrees: false }));
    const after = await data<ConsentsView>(
      await decide(doctor, 'choose', 'c1', { kind: 'research', agrees: true }),
    );
    expect(after.choices.research).toMatchObject({
      decision: 'agreed',
      state: 'in-force',
      recordedBy: { name: 'Dr Claire Moreau', isPatient: false },
    });
    expect(after.history.map((h) => [h.decision, h.state, h.signedOn])).toEqual([
      ['agreed', 'in-force', null],
      ['refused', 'replaced', null],
      ['agreed', 'replaced', addDays(today, -2)],
    ]);
    expect((await stored('c1')).map((c) => c.status).sort()).toEqual(['active', 'inactive', 'inactive']);
  });

  it('are obeyed by the next request', async () => {
    // the pharmacist is not of the care team, but is to give what was prescribed
    await fhir.create({
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      subject: { reference: 'Patient/c5' },
      performer: { reference: 'Practitioner/pract-pharmacien' },
      medicationCodeableConcept: { text: 'x' },
    });
    expect(await banner(doctor, 'c5')).toBeNull();
    expect(await banner(pharmacist, 'c5')).toBeNull();
    await data(await decide(secretary, 'choose', 'c5', { kind: 'care', agrees: false }));
    expect(await banner(pharmacist, 'c5')).toEqual({ reason: 'consent-care', mayBreakGlass: true });
    expect(await banner(doctor, 'c5')).toBeNull();
    const asked = await data<ConsentsView>(
      await decide(secretary, 'choose', 'c5', {
        kind: 'care',
        agrees: true,
        signedOn: today,
        form: { data: pdf() },
      }),
    );
    expect(asked).toMatchObject({ done: 'proposed', choices: { care: { decision: 'refused' } } });
    expect(await banner(pharmacist, 'c5')).toEqual({ reason: 'consent-care', mayBreakGlass: true });
    await data(await decide(nurse, 'confirm', 'c5', { consentId: asked.proposals[0]?.id }));
    expect(await banner(pharmacist, 'c5')).toBeNull();
  });

  it('with an end leave what was before for afterwards; with a beginning to come wait for it', async () => {
    await data(await decide(secretary, 'choose', 'c2', { kind: 'sharing', agrees: false }));
    const bounded = await opened('c2', 'choose', {
      kind: 'sharing',
      agrees: true,
      until: addDays(today, 30),
    });
    expect(bounded.choices.sharing).toMatchObject({ decision: 'agreed' });
    expect((await stored('c2')).map((c) => c.status)).toEqual(['active', 'active']);
    const planned = await data<ConsentsView>(
      await decide(secretary, 'choose', 'c2', { kind: 'portal', agrees: false, from: addDays(today, 7) }),
    );
    expect(planned.choices.portal).toBeNull();
    expect(planned.history[0]).toMatchObject({ kind: 'portal', state: 'planned' });
    for (const dates of [
      { from: addDays(today, -1) },
      { until: addDays(today, -1) },
      { from: addDays(today, 5), until: addDays(today, 4) },
      { signedOn: addDays(today, 1) },
      { until: 'soon' },
    ]) {
      expect(
        (await failure(await decide(secretary, 'choose', 'c2', { kind: 'care', agrees: true, ...dates })))
          .code,
      ).toBe('BAD_REQUEST');
    }
  });

  it('are not made on what one has not seen, nor twice by one key', async () => {
    const { token } = await list(secretary, 'c3');
    const key = randomUUID();
    const first = await send(secretary, 'choose', 'c3', { token, key, kind: 'care', agrees: true });
    expect(first.status).toBe(200);
    expect((await send(secretary, 'choose', 'c3', { token, key, kind: 'care', agrees: true })).status).toBe(
      200,
    );
    expect(await stored('c3')).toHaveLength(1);
    // and the trail says one change, and that its answer was read again
    const officer = await signInOverHttp(bff, sandbox, 'dpo');
    const { rows } = await data<AuditPage>(
      await callQuery(bff, officer, 'audit.search', { patientId: 'c3', feature: 'consents', limit: 50 }),
    );
    const chosen = rows.filter(({ operation }) => operation === 'consents.choose').reverse();
    expect(chosen.map(({ kind, consentChanges }) => [kind, consentChanges.length])).toEqual([
      ['update', 1],
      ['read', 0],
    ]);
    expect(
      (await failure(await send(nurse, 'choose', 'c3', { token, kind: 'care', agrees: false }))).code,
    ).toBe('PRECONDITION_FAILED');
    const current = (await list(secretary, 'c3')).token;
    const both = await Promise.all(
      [true, false].map((agrees) =>
        send(secretary, 'choose', 'c3', { token: current, kind: 'care', agrees }),
      ),
    );
    expect(both.map((b) => b.status).sort()).toEqual([200, 412]);
  });

  it('are not said to be recorded when their key came before with something else', async () => {
    const { token } = await list(secretary, 'c5');
    const key = randomUUID();
    const sent = { token, key, kind: 'research', agrees: true };
    expect((await send(secretary, 'choose', 'c5', sent)).status).toBe(200);
    const before = (await stored('c5')).length;
    for (const [who, kept] of [
      [secretary, token],
      [nurse, token],
      // somebody who looked at what there is now
      [nurse, (await list(nurse, 'c5')).token],
    ] as const)
      expect(
        await failure(await send(who, 'choose', 'c5', { ...sent, token: kept, agrees: false })),
      ).toMatchObject({ code: 'CONFLICT', reason: 'other-content' });
    expect(await stored('c5')).toHaveLength(before);
    const again = await data<ConsentsView>(await send(secretary, 'choose', 'c5', sent));
    expect([again.done, again.choices.research?.decision]).toEqual(['recorded', 'agreed']);
  });
});

describe('objections', () => {
  it('find professionals by any part of the name', async () => {
    const find = async (query: string) =>
      (
        await data<ProfessionalsView>(
          await callQuery(bff, secretary, 'consents.professionals', { patientId: 'c4', query }),
        )
      ).professionals;
    expect(await find('dr moreau claire')).toEqual([
      {
        id: 'pract-medecin',
        name: 'Dr Claire Moreau',
        profession: 'Cardiologie et maladies vasculaires',
        unit: 'Cardiologie',
      },
    ]);
    expect((await find('moreau')).map((p) => p.id).sort()).toEqual(['pract-medecin', 'pract-other']);
    expect(await find('lefevre')).toHaveLength(1);
    expect(await find('m')).toEqual([]);
  });

  it('close the chart to the person named and to nobody else, until they are taken back', async () => {
    const view = await data<ConsentsView>(
      await decide(secretary, 'object', 'c4', { professionalIds: ['pract-medecin', 'pract-other'] }),
    );
    expect(view.objections.map((o) => o.persons.map((p) => p.name))).toEqual([
      ['Dr Claire Moreau'],
      ['Dr Jean Moreau-Petit'],
    ]);
    expect(await banner(doctor, 'c4')).toEqual({ reason: 'objection', mayBreakGlass: false });
    expect(await banner(nurse, 'c4')).toBeNull();
    expect((await failure(await callQuery(bff, doctor, 'consents.list', { patientId: 'c4' }))).code).toBe(
      'FORBIDDEN',
    );
    const [first] = view.objections;
    const after = await opened('c4', 'withdraw', {
      consentId: first?.id,
      reference: 'Practitioner/pract-medecin',
    });
    expect(after.objections.map((o) => o.persons[0]?.name)).toEqual(['Dr Jean Moreau-Petit']);
    expect(await banner(doctor, 'c4')).toBeNull();
  });

  it('need somebody who is there', async () => {
    expect(
      (
        await failure(
          await decide(secretary, 'object', 'c4', { professionalIds: ['pract-medecin', 'nobody'] }),
        )
      ).code,
    ).toBe('NOT_FOUND');
    expect(
      (
        await failure(
          await decide(secretary, 'withdraw', 'c4', {
            consentId: 'nothing',
            reference: 'Practitioner/pract-medecin',
          }),
        )
      ).code,
    ).toBe('NOT_FOUND');
  });

  it('against somebody nobody can tell are shown, and can be laid aside', async () => {
    const [model] = await stored('c4');
    await fhir.create({
      ...model,
      id: undefined,
      meta: undefined,
      status: 'active',
      dateTime: new Date().toISOString(),
      provision: { type: 'deny', actor: [{ role: { text: 'x' }, reference: { reference: 'CareTeam/x' } }] },
    } as unknown as Consent);
    const view = await list(secretary, 'c4');
    const unknown = view.objections.find((o) => o.persons.length === 0);
    expect(unknown).toMatchObject({ state: 'in-force' });
    const after = await opened('c4', 'withdraw', { consentId: unknown?.id, reference: null });
    expect(after.objections.every((o) => o.persons.length === 1)).toBe(true);
  });
});

describe('a patient', () => {
  const kin = { by: 'identity', familyName: 'le guen evrard', birthDate: '1990-12-24', ipp: 'IPP-kin' };

  it("decides about their own record and nobody else's", async () => {
    expect(await list(patient, own)).toMatchObject({ mayRecord: true, isOwn: true });
    const view = await data<ConsentsView>(
      await decide(patient, 'choose', own, { kind: 'sharing', agrees: false }),
    );
    expect(view.choices.sharing).toMatchObject({ decision: 'refused', recordedBy: { isPatient: true } });
    expect(
      (await failure(await send(patient, 'choose', 'c1', { token: 'x', kind: 'sharing', agrees: false })))
        .code,
    ).toBe('FORBIDDEN');
  });

  it('lets somebody act in their stead who is named exactly, by any of their names', async () => {
    for (const familyName of [kin.familyName, 'ÉVRARD']) {
      const view = await data<ConsentsView>(
        await decide(patient, 'delegate', own, { delegate: { ...kin, familyName } }),
      );
      expect(view.delegations).toMatchObject([
        { persons: [{ reference: 'Patient/kin', name: 'Luc Le Guen-Évrard' }] },
      ]);
    }
    const [delegation] = (await list(patient, own)).delegations;
    const after = await data<ConsentsView>(
      await decide(patient, 'withdraw', own, { consentId: delegation?.id, reference: 'Patient/kin' }),
    );
    expect(after.delegations).toEqual([]);
    expect(after.history.filter((h) => h.kind === 'delegation').map((h) => h.decision)).toEqual([
      'refused',
      'agreed',
      'agreed',
    ]);
  });

  it('learns nothing by guessing, and may not guess for long', async () => {
    const wrong = [
      { familyName: 'Guen' },
      { birthDate: '1990-12-25' },
      { ipp: 'IPP-kin2' },
      { familyName: 'Parti', ipp: 'IPP-gone' },
    ];
    for (const traits of wrong)
      expect(
        (await failure(await decide(patient, 'delegate', own, { delegate: { ...kin, ...traits } }))).code,
      ).toBe('NOT_FOUND');
    expect(
      (
        await failure(
          await decide(patient, 'delegate', own, { delegate: { by: 'record', delegateId: 'kin' } }),
        )
      ).code,
    ).toBe('BAD_REQUEST');
    expect((await failure(await decide(patient, 'delegate', own, { delegate: kin }))).code).toBe(
      'TOO_MANY_REQUESTS',
    );
  });

  it('does not guess more often by guessing at once', async () => {
    await fhir.update({
      resourceType: 'Patient',
      id: 'pat-057',
      name: [{ family: 'Vidal', given: ['Pauline'] }],
    });
    const other = await signInOverHttp(bff, sandbox, 'patient2');
    const { token } = await list(other, 'pat-057');
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        send(other, 'delegate', 'pat-057', { token, delegate: { ...kin, birthDate: `1980-01-${i + 10}` } }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      ...Array<number>(5).fill(404),
      ...Array<number>(7).fill(429),
    ]);
  });

  it('of whom staff write it down may be found by search, and is not their own delegate', async () => {
    const view = await opened('c1', 'delegate', {
      delegate: { by: 'record', delegateId: own },
      until: addDays(today, 365),
    });
    expect(view.delegations).toMatchObject([{ persons: [{ reference: `Patient/${own}` }] }]);
    expect(
      (
        await failure(
          await decide(secretary, 'delegate', 'c1', { delegate: { by: 'record', delegateId: 'c1' } }),
        )
      ).code,
    ).toBe('BAD_REQUEST');
  });

  it('acting for another reads their decisions and changes none', async () => {
    const view = await list(patient, 'c1');
    expect(view).toMatchObject({ isOwn: false, mayRecord: false });
    expect(
      await failure(
        await send(patient, 'choose', 'c1', { token: view.token, kind: 'portal', agrees: false }),
      ),
    ).toMatchObject({ code: 'FORBIDDEN', reason: 'not-own-record' });
    const [delegation] = view.delegations;
    await data(
      await decide(secretary, 'withdraw', 'c1', { consentId: delegation?.id, reference: `Patient/${own}` }),
    );
    expect((await callQuery(bff, patient, 'consents.list', { patientId: 'c1' })).status).toBe(403);
  });

  it('who closes the portal closes it to themselves; staff open it again', async () => {
    await data(await decide(patient, 'choose', own, { kind: 'portal', agrees: false }));
    expect(await failure(await callQuery(bff, patient, 'summary.get', { patientId: own }))).toMatchObject({
      code: 'FORBIDDEN',
      reason: 'portal-closed',
    });
    await entrustPatients(sandbox, [own], ['infirmier']);
    await opened(own, 'choose', { kind: 'portal', agrees: true });
    expect((await callQuery(bff, patient, 'summary.get', { patientId: own })).status).toBe(200);
  });
});

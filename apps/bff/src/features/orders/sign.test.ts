// One long file: all of its cases need one sandbox with a terminology of drugs, which takes seconds to start.
import { callQuery, signInOverHttp } from '@keneyapp/config/testing';
import { emptyStep } from '@keneyapp/clinical/prescribing';
import { addDays } from '@keneyapp/fhir-model/hospital-days';
import { requestExtensions, type SortedMedications } from '@keneyapp/fhir-model/medication';
import { regimenOf } from '@keneyapp/fhir-model/regimen-read';
import type { MedicationRequest } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readResult } from '../../testing-http.ts';
import {
  drugLine as line,
  formerOf,
  issuesOf,
  paracetamol,
  regimen,
  startOrders,
  today,
  words,
  type Orders,
} from './testing-orders.ts';

let orders: Orders;
beforeAll(async () => {
  orders = await startOrders('order-1', 'order-2', 'order-home');
}, 180_000);
afterAll(() => orders?.stop());

const sign = (...asked: Parameters<Orders['sign']>) => orders.sign(...asked);
const stored = (id: string): Promise<MedicationRequest> => orders.fhir.read('MedicationRequest', id);
const allOf = (patientId: string) => orders.allOf('MedicationRequest', patientId);
const listed = async () =>
  readResult<SortedMedications>(
    await callQuery(orders.bff, orders.doctor, 'medications.list', { patientId: 'order-1' }),
  );
async function prescribed(more: object = {}, patientId = 'order-1'): Promise<MedicationRequest> {
  const { data, error } = await sign([line(more)], { patientId });
  if (error) throw new Error(JSON.stringify(error));
  return stored(data.ids[0] ?? '');
}
const succeededBy = ({ extension = [] }: MedicationRequest) =>
  extension.find(({ url }) => url === requestExtensions.succeededBy)?.valueReference?.reference;

describe('a basket', () => {
  it('is prescriptions of one group, of who signed it, for the stay', async () => {
    const { data } = await sign([line(), line({ setting: 'discharge', start: addDays(today, 2) })]);
    const [first, second] = await Promise.all(data.ids.map(stored));
    expect(first).toMatchObject({
      status: 'active',
      intent: 'order',
      priority: 'urgent',
      category: [{ coding: [{ code: 'inpatient' }] }],
      medicationCodeableConcept: { coding: [{ ...paracetamol, display: words, userSelected: true }] },
      encounter: { reference: 'Encounter/order-1-stay' },
      requester: { reference: 'Practitioner/pract-medecin' },
      recorder: { reference: 'Practitioner/pract-medecin' },
      reasonCode: [{ text: 'douleur' }],
      dosageInstruction: [
        {
          text: '1.0 comprimé par voie orale, 3 fois par jour, pendant 7 jours'.replace('1.0', '1,0'),
          timing: { repeat: { boundsPeriod: { start: today, end: addDays(today, 6) } } },
        },
      ],
    });
    expect(second?.groupIdentifier).toEqual(first?.groupIdentifier);
    expect(second?.encounter).toBeUndefined();
    const list = (await listed()).data;
    const drug = list.current.find(({ id }) => id === first?.id);
    expect(drug).toMatchObject({
      version: '1',
      regimen,
      acts: ['renew', 'revise', 'stop'],
      setting: 'inpatient',
      dosages: [{ dose: { low: { digits: '1.0' } }, end: addDays(today, 6) }],
    });
  });

  it('says all of a regimen, in a form that the FHIR server takes', async () => {
    const mg = (value: string) => ({ value, unit: 'mg' });
    const steps = [
      { ...emptyStep, dose: mg('40'), timing: { at: ['MORN'] }, duration: { value: 1, unit: 'wk' } },
      {
        ...emptyStep,
        dose: mg('20'),
        doseMax: mg('30'),
        timing: { clock: ['08:00', '20:00'], days: ['mon'] },
      },
    ];
    const drip = {
      ...emptyStep,
      dose: { value: '500', unit: 'mL' },
      rate: { amount: { value: '62.50', unit: 'mL' }, per: { value: 1, unit: 'h' } },
      over: { value: 8, unit: 'h' },
    };
    const additives = [{ text: 'KCl', dose: { value: '2', unit: 'g' } }];
    const asNeeded = { condition: 'EVA > 4', interval: { value: 6, unit: 'h' }, maxPerDay: mg('120') };
    const all = [
      { ...regimen, steps },
      { ...regimen, route: 'intravenous', steps: [drip], additives },
      {
        ...regimen,
        route: 'enteral-tube',
        steps: [{ ...emptyStep, dose: mg('30') }],
        asNeeded,
        instruction: 'à jeun',
      },
    ];
    const { data, error } = await sign(all.map((one) => line({ regimen: one })));
    expect(error?.issues).toBeUndefined();
    const read = await Promise.all(
      data.ids.map(async (id) => regimenOf((await stored(id)).dosageInstruction)),
    );
    expect(read).toEqual(all);
  });

  it('sent twice with one key is one', async () => {
    const key = crypto.randomUUID();
    const before = (await allOf('order-1')).length;
    const [first, again] = [await sign([line()], { key }), await sign([line()], { key })];
    expect([first.data.isReplay, again.data.isReplay]).toEqual([false, true]);
    expect(again.data.ids).toEqual(first.data.ids);
    expect((await allOf('order-1')).length).toBe(before + 1);
  });

  it('is refused whole, each issue at its line and field', async () => {
    const before = (await allOf('order-2')).length;
    const answer = await sign(
      [
        line(),
        line({ regimen: { ...regimen, route: null, steps: [{ ...emptyStep }] } }),
        line({ coded: { text: 'x', code: { ...paracetamol, code: '1' } } }),
        { kind: 'drug', act: 'stop', former: { id: 'nowhere', version: '1' }, why: 'rash' },
      ],
      { patientId: 'order-2' },
    );
    expect(issuesOf(answer)).toEqual([
      'lines.1.route missing',
      'lines.1.steps.0.dose missing',
      'lines.1.steps.0.timing missing',
      'lines.3.former gone',
    ]);
    // codes are asked for where all else is right
    const coded = await sign([line(), line({ coded: { text: 'x', code: { ...paracetamol, code: '1' } } })], {
      patientId: 'order-2',
    });
    expect(issuesOf(coded)).toEqual(['lines.1.coded unknown-code']);
    expect(issuesOf(await sign([line({ coded: { text: 'Doliprane', code: null } })]))).toEqual([
      'lines.0.coded needs-code',
    ]);
    expect((await allOf('order-2')).length).toBe(before);
  });

  it('is for the ward only while the patient is in the house', async () => {
    expect(issuesOf(await sign([line()], { patientId: 'order-home' }))).toEqual([
      'lines.0.setting not-in-house',
    ]);
    expect((await sign([line({ setting: 'community' })], { patientId: 'order-home' })).status).toBe(200);
  });

  it('names prescriptions of this chart alone', async () => {
    const theirs = await prescribed({}, 'order-2');
    const answer = await sign([{ kind: 'drug', act: 'stop', former: formerOf(theirs), why: 'erreur' }]);
    expect(issuesOf(answer)).toEqual(['lines.0.former gone']);
    expect((await stored(theirs.id ?? '')).status).toBe('active');
  });

  it('is signed by nobody but a doctor', async () => {
    for (const name of ['infirmier', 'pharmacien', 'secretaire', 'radiologue', 'patient']) {
      const who = await signInOverHttp(orders.bff, orders.sandbox, name);
      expect((await sign([line()], { who })).status, name).toBe(403);
    }
  });
});

describe('a former prescription', () => {
  it('is stopped with its reason and the moment', async () => {
    const former = await prescribed();
    const [key, stop] = [
      crypto.randomUUID(),
      { kind: 'drug', act: 'stop', former: formerOf(former), why: 'Éruption' },
    ];
    expect((await sign([stop], { key })).data).toEqual({
      ids: [former.id],
      waiting: 0,
      toReread: 0,
      isReplay: false,
    });
    const now = await stored(former.id ?? '');
    expect(now).toMatchObject({ status: 'stopped', statusReason: { text: 'Éruption' } });
    expect(now.dosageInstruction).toEqual(former.dosageInstruction);
    // the same basket once more finds it stopped, by itself
    const again = await sign([stop], { key });
    expect(again.data).toEqual({ ids: [former.id], waiting: 0, toReread: 0, isReplay: true });
    expect(await stored(former.id ?? '')).toEqual(now);
    const list = (await listed()).data;
    expect(list.past.find(({ id }) => id === former.id)?.end?.slice(0, 10)).toBe(
      new Date().toISOString().slice(0, 10),
    );
  });

  it('is revised: a new one in its place, and each names the other', async () => {
    const former = await prescribed();
    const twice = { ...regimen.steps[0], timing: { times: { count: 2, per: { value: 1, unit: 'd' } } } };
    const { data } = await sign([
      line({ act: 'revise', former: formerOf(former), why: 'rein', regimen: { ...regimen, steps: [twice] } }),
    ]);
    const next = await stored(data.ids[0] ?? '');
    const was = await stored(former.id ?? '');
    expect(next.priorPrescription?.reference).toBe(`MedicationRequest/${former.id ?? ''}`);
    expect([was.status, was.statusReason?.text, succeededBy(was)]).toEqual([
      'stopped',
      'rein',
      `MedicationRequest/${next.id ?? ''}`,
    ]);
  });

  it('is renewed as it stands, for another time', async () => {
    const former = await prescribed();
    const renewal = { kind: 'drug', act: 'renew', former: formerOf(former), start: today, duration: null };
    const { data } = await sign([renewal]);
    const next = await stored(data.ids[0] ?? '');
    expect(next).toMatchObject({
      medicationCodeableConcept: former.medicationCodeableConcept,
      category: former.category,
      reasonCode: former.reasonCode,
      priority: 'urgent',
      dosageInstruction: [
        {
          text: '1,0 comprimé par voie orale, 3 fois par jour',
          timing: { repeat: { boundsPeriod: { start: today } } },
        },
      ],
    });
    expect((await stored(former.id ?? '')).status).toBe('completed');
  });

  it('runs on until a later renewal begins, and has one', async () => {
    const former = await prescribed();
    const renew = (start: string, version = former.meta?.versionId) =>
      sign([{ kind: 'drug', act: 'renew', former: { id: former.id, version }, start, duration: null }]);
    expect(issuesOf(await renew(addDays(today, 6)))).toEqual(['lines.0.start still-running']);
    expect((await renew(addDays(today, 7))).status).toBe(200);
    const now = await stored(former.id ?? '');
    expect(now.status).toBe('active');
    expect(issuesOf(await renew(addDays(today, 7)))).toEqual(['lines.0.former changed-meanwhile']);
    expect(issuesOf(await renew(addDays(today, 7), now.meta?.versionId))).toEqual(['lines.0.former renewed']);
  });

  it('whose time is over is not stopped any more, and renewed it keeps its own end', async () => {
    const written = await prescribed();
    const [dosage] = written.dosageInstruction ?? [];
    const over = { start: addDays(today, -9), end: addDays(today, -3) };
    const former = await orders.fhir.update({
      ...written,
      id: written.id ?? '',
      dosageInstruction: [
        { ...dosage, timing: { repeat: { ...dosage?.timing?.repeat, boundsPeriod: over } } },
      ],
    });
    expect(
      issuesOf(await sign([{ kind: 'drug', act: 'stop', former: formerOf(former), why: 'rash' }])),
    ).toEqual(['lines.0.former ended']);
    const renewal = { kind: 'drug', act: 'renew', former: formerOf(former), start: today, duration: null };
    expect((await sign([renewal])).status).toBe(200);
    const list = (await listed()).data;
    expect(list.past.find(({ id }) => id === former.id)).toMatchObject({
      status: 'completed',
      end: over.end,
    });
  });

  it('that is on hold is not given again by being renewed', async () => {
    const written = await prescribed();
    const former = await orders.fhir.update({ ...written, id: written.id ?? '', status: 'on-hold' });
    expect(
      issuesOf(
        await sign([{ kind: 'drug', act: 'renew', former: formerOf(former), start: today, duration: null }]),
      ),
    ).toEqual(['lines.0.former on-hold']);
    expect((await sign([{ kind: 'drug', act: 'stop', former: formerOf(former), why: 'rash' }])).status).toBe(
      200,
    );
  });

  it('of another system is not renewed, for nothing of it may be lost', async () => {
    await orders.fhir.update({
      resourceType: 'MedicationRequest',
      id: 'order-foreign',
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: { text: 'Morphine' },
      subject: { reference: 'Patient/order-1' },
      dosageInstruction: [{ text: 'selon protocole' }],
    });
    const former = formerOf(await stored('order-foreign'));
    expect(
      issuesOf(await sign([{ kind: 'drug', act: 'renew', former, start: today, duration: null }])),
    ).toEqual(['lines.0.former not-renewable']);
  });

  it('is stopped by one of two who do so at once; the other one is told at the line, and nothing of theirs is there', async () => {
    const former = await prescribed();
    const before = (await allOf('order-1')).length;
    const both = await Promise.all(
      ['rash', 'rein'].map((why) =>
        sign([line(), { kind: 'drug', act: 'stop', former: formerOf(former), why }]),
      ),
    );
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400]);
    const refused = both.find(({ status }) => status === 400);
    expect(refused && issuesOf(refused)).toEqual(['lines.1.former changed-meanwhile']);
    expect((await allOf('order-1')).length).toBe(before + 1);
  });
});

import { callQuery, signInOverHttp } from '@keneyapp/config/testing';
import { addDays } from '@keneyapp/fhir-model/hospital-days';
import { serviceExtensions } from '@keneyapp/fhir-model/service-request';
import type { DiagnosticReport, ServiceRequest } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readResult } from '../../testing-http.ts';
import {
  crp,
  crpWords,
  drugLine,
  formerOf,
  imageLine,
  issuesOf,
  serviceLine,
  startOrders,
  today,
  type Orders,
} from './testing-orders.ts';
import type { OrdersView } from './view.ts';

let orders: Orders;
beforeAll(async () => {
  orders = await startOrders('ask-1', 'ask-2', 'ask-dead', 'ask-home');
}, 180_000);
afterAll(() => orders?.stop());

const sign = (...asked: Parameters<Orders['sign']>) => orders.sign(...asked);
const stored = (id: string): Promise<ServiceRequest> => orders.fhir.read('ServiceRequest', id);
const everything = async (patientId: string) => [
  ...(await orders.allOf('MedicationRequest', patientId)),
  ...(await orders.allOf('ServiceRequest', patientId)),
];
async function asked(more: object = {}): Promise<ServiceRequest> {
  const { data, error } = await sign([serviceLine(more)]);
  if (error) throw new Error(JSON.stringify(error));
  return stored(data.ids[0] ?? '');
}
const told = ({ extension = [] }: ServiceRequest, url: string) => extension.find((one) => one.url === url);
const daily = { times: { count: 1, per: { value: 1, unit: 'd' } } };
const dressing = (more: object = {}) =>
  serviceLine({
    category: 'nursing',
    coded: { text: 'Pansement de la jambe gauche', code: null },
    timing: daily,
    duration: { value: 5, unit: 'd' },
    ...more,
  });
const advice = (more: object = {}) =>
  serviceLine({
    category: 'advice',
    coded: { text: 'Avis néphrologique', code: null },
    reason: 'Créatinine doublée en deux jours',
    addressee: 'Néphrologie',
    ...more,
  });

describe('a mixed basket', () => {
  it('is orders of one group, of who signed it, each of its kind', async () => {
    const { data, error } = await sign([
      drugLine(),
      serviceLine({ start: `${addDays(today, 1)}T08:00:00+01:00` }),
      imageLine({ priority: 'stat' }),
      dressing(),
      advice(),
    ]);
    expect(error?.issues).toBeUndefined();
    const [drugId = '', ...ids] = data.ids;
    const drug = await orders.fhir.read('MedicationRequest', drugId);
    const [test, image, nursing, opinion] = await Promise.all(ids.map(stored));
    for (const one of [test, image, nursing, opinion])
      expect(one).toMatchObject({
        status: 'active',
        intent: 'order',
        requisition: drug.groupIdentifier,
        requester: drug.requester,
        encounter: { reference: 'Encounter/ask-1-stay' },
      });
    expect(test).toMatchObject({
      category: [{ coding: [{ code: 'laboratory' }, { code: '108252007' }] }],
      code: { coding: [{ ...crp, display: crpWords, userSelected: true }] },
      occurrenceDateTime: `${addDays(today, 1)}T08:00:00+01:00`,
    });
    expect(image).toMatchObject({ priority: 'stat', reasonCode: [{ text: 'Fièvre et toux' }] });
    expect(nursing).toMatchObject({
      meta: { tag: [{ code: 'uncoded' }] },
      code: { text: 'Pansement de la jambe gauche' },
      occurrenceTiming: { repeat: { frequency: 1, boundsPeriod: { start: today, end: addDays(today, 4) } } },
    });
    expect(opinion).toMatchObject({ performer: [{ display: 'Néphrologie' }] });
  });

  it('is refused whole for one line, each issue at its field', async () => {
    const before = await everything('ask-2');
    const answer = await sign(
      [
        drugLine(),
        imageLine({ reason: '', timing: daily }),
        advice({ addressee: '' }),
        serviceLine({ start: '2020-01-01', addressee: 'Biochimie' }),
        dressing({ coded: { text: crpWords, code: crp }, timing: { days: ['mon'] } }),
        serviceLine({ duration: { value: 2, unit: 'd' } }),
      ],
      { patientId: 'ask-2' },
    );
    expect(issuesOf(answer)).toEqual([
      'lines.1.reason missing',
      'lines.1.timing not-repeated',
      'lines.2.addressee missing',
      'lines.3.start past',
      'lines.3.addressee only-for-advice',
      'lines.4.coded other-category',
      'lines.4.timing only-days',
      'lines.5.duration contradiction',
    ]);
    // codes are asked for where all else is right
    const coded = { text: 'Une analyse', code: { ...crp, code: '0-0' } };
    expect(issuesOf(await sign([drugLine(), serviceLine({ coded })], { patientId: 'ask-2' }))).toEqual([
      'lines.1.coded unknown-code',
    ]);
    expect(await everything('ask-2')).toEqual(before);
  });

  it('sent twice with one key is one', async () => {
    const [key, patientId] = [crypto.randomUUID(), 'ask-2'];
    const before = (await everything(patientId)).length;
    const basket = [drugLine(), serviceLine()];
    const first = await sign(basket, { key, patientId });
    const again = await sign(basket, { key, patientId });
    expect([first.data.isReplay, again.data.isReplay]).toEqual([false, true]);
    expect(again.data.ids).toEqual(first.data.ids);
    expect((await everything(patientId)).length).toBe(before + 2);
  });

  it('is for somebody at home too, and then of no stay', async () => {
    const { data } = await sign([serviceLine()], { patientId: 'ask-home' });
    expect((await stored(data.ids[0] ?? '')).encounter).toBeUndefined();
  });

  it('orders nothing for who has died, and still stops what was ordered', async () => {
    const patientId = 'ask-dead';
    const { data } = await sign([serviceLine()], { patientId });
    const former = formerOf(await stored(data.ids[0] ?? ''));
    const patient = await orders.fhir.read('Patient', patientId);
    await orders.fhir.update({ ...patient, id: patientId, deceasedDateTime: today });
    const stop = { kind: 'service', act: 'stop', former, why: 'Décès' };
    expect(issuesOf(await sign([stop, drugLine()], { patientId }))).toEqual(['lines deceased']);
    expect((await stored(data.ids[0] ?? '')).status).toBe('active');
    expect((await sign([stop], { patientId })).status).toBe(200);
  });

  it('is signed by nobody but a doctor', async () => {
    for (const name of ['infirmier', 'pharmacien', 'secretaire', 'radiologue', 'patient']) {
      const who = await signInOverHttp(orders.bff, orders.sandbox, name);
      expect((await sign([serviceLine()], { who })).status, name).toBe(403);
    }
  });
});

describe('a request', () => {
  it('is stopped with its reason and the moment', async () => {
    const former = await asked();
    const stop = { kind: 'service', act: 'stop', former: formerOf(former), why: 'Demandé deux fois' };
    expect((await sign([stop])).data.ids).toEqual([former.id]);
    const now = await stored(former.id ?? '');
    expect(now.status).toBe('revoked');
    expect(told(now, serviceExtensions.statusReason)?.valueCodeableConcept).toEqual({
      text: 'Demandé deux fois',
    });
    expect(told(now, serviceExtensions.statusChanged)?.valueDateTime).toMatch(/^\d{4}-/);
    expect(issuesOf(await sign([{ ...stop, former: formerOf(now) }]))).toEqual(['lines.0.former ended']);
  });

  it('is revised: a new one in its place, and each names the other', async () => {
    const former = await asked();
    const { data } = await sign([
      serviceLine({ act: 'revise', former: formerOf(former), why: 'Plus tôt', priority: 'stat' }),
    ]);
    const [next, was] = [await stored(data.ids[0] ?? ''), await stored(former.id ?? '')];
    expect(next).toMatchObject({
      priority: 'stat',
      replaces: [{ reference: `ServiceRequest/${former.id ?? ''}` }],
    });
    expect(was.status).toBe('revoked');
    expect(told(was, serviceExtensions.succeededBy)?.valueReference?.reference).toBe(
      `ServiceRequest/${next.id ?? ''}`,
    );
  });

  it('that repeats is renewed as it stands, for another time; what is done once is asked for anew', async () => {
    const { data: first } = await sign([dressing({ note: 'Sans alcool' })]);
    const former = await stored(first.ids[0] ?? '');
    const renew = (one: ServiceRequest) => ({
      ...{ kind: 'service', act: 'renew', former: formerOf(one), start: today },
      duration: { value: 10, unit: 'd' },
    });
    const { data } = await sign([renew(former)]);
    const next = await stored(data.ids[0] ?? '');
    expect(next).toMatchObject({
      meta: { tag: [{ code: 'uncoded' }] },
      code: former.code,
      category: former.category,
      note: former.note,
      occurrenceTiming: { repeat: { frequency: 1, boundsPeriod: { end: addDays(today, 9) } } },
    });
    expect((await stored(former.id ?? '')).status).toBe('completed');
    expect(issuesOf(await sign([renew(await asked())]))).toEqual(['lines.0.former not-renewable']);
  });

  it('that was answered is not taken back', async () => {
    const former = await asked();
    await orders.fhir.create({
      resourceType: 'DiagnosticReport',
      status: 'preliminary',
      code: { text: 'CRP' },
      subject: { reference: 'Patient/ask-1' },
      basedOn: [{ reference: `ServiceRequest/${former.id ?? ''}` }],
    });
    const stop = { kind: 'service', act: 'stop', former: formerOf(former), why: 'Erreur' };
    expect(issuesOf(await sign([stop]))).toEqual(['lines.0.former answered']);
  });

  it('is listed with what came back of it, and what can be done with it', async () => {
    const [waiting, answered] = [await asked(), await asked()];
    const report = await orders.fhir.create<DiagnosticReport>({
      resourceType: 'DiagnosticReport',
      status: 'final',
      code: { text: 'CRP' },
      issued: new Date().toISOString(),
      subject: { reference: 'Patient/ask-1' },
      basedOn: [{ reference: `ServiceRequest/${answered.id ?? ''}` }],
    });
    const list = async (name: string) => {
      const who = await signInOverHttp(orders.bff, orders.sandbox, name);
      return readResult<OrdersView>(await callQuery(orders.bff, who, 'orders.list', { patientId: 'ask-1' }));
    };
    const { data } = await list('infirmier');
    expect(data.areAnswersCut).toBe(false);
    expect(data.pending.find(({ id }) => id === waiting.id)).toMatchObject({
      version: '1',
      category: 'laboratory',
      what: { codes: [crp] },
      priority: 'urgent',
      pendingSince: waiting.authoredOn,
      requester: waiting.requester?.display,
      acts: ['revise', 'stop'],
      answers: [],
    });
    expect(data.answered.find(({ id }) => id === answered.id)).toMatchObject({
      acts: [],
      answers: [{ type: 'DiagnosticReport', id: report.id, isFinal: true, status: 'final' }],
    });
    expect((await list('secretaire')).status).toBe(403);
  });

  it('of another chart is not there', async () => {
    const former = formerOf(await asked());
    const stop = { kind: 'service', act: 'stop', former, why: 'Erreur' };
    expect(issuesOf(await sign([stop], { patientId: 'ask-2' }))).toEqual(['lines.0.former gone']);
  });

  it('is stopped by one of two who do so at once, and nothing of the other basket is there', async () => {
    const former = formerOf(await asked());
    const before = (await everything('ask-1')).length;
    const both = await Promise.all(
      ['Doublon', 'Erreur'].map((why) => sign([drugLine(), { kind: 'service', act: 'stop', former, why }])),
    );
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400]);
    const refused = both.find(({ status }) => status === 400);
    expect(refused && issuesOf(refused)).toEqual(['lines.1.former changed-meanwhile']);
    expect((await everything('ask-1')).length).toBe(before + 1);
  });
});

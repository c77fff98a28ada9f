import { callMutation, callQuery, signInOverHttp, type Visitor } from '@keneyapp/config/testing';
import { orderSetPlan } from '@keneyapp/fhir-model/order-set';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readResult } from '../../testing-http.ts';
import {
  crp,
  crpWords,
  ownService,
  paracetamol,
  regimen,
  startOrders,
  thorax,
  words,
  type Orders,
} from './testing-orders.ts';
import type { Suggestions } from '../terminology/view.ts';
import type { FavouritesView, OrderSetsView, OrderTemplate } from './view.ts';

let orders: Orders, nurse: Visitor;
const drug = {
  kind: 'drug',
  coded: { text: words, code: paracetamol },
  regimen,
  setting: 'inpatient',
  priority: 'routine',
} as OrderTemplate;
const test: OrderTemplate = {
  kind: 'service',
  category: 'laboratory',
  coded: { text: crpWords, code: crp },
  timing: null,
  duration: null,
  priority: 'urgent',
  addressee: '',
};

beforeAll(async () => {
  orders = await startOrders('keep-1');
  nurse = await signInOverHttp(orders.bff, orders.sandbox, 'infirmier');
}, 180_000);
afterAll(() => orders?.stop());

const call = async (what: string, input: object, who = orders.doctor) =>
  readResult<null>(await callMutation(orders.bff, who, `orders.${what}`, input));
const kept = async (who = orders.doctor) =>
  (await readResult<FavouritesView>(await callQuery(orders.bff, who, 'orders.favourites', undefined))).data
    .favourites;

describe('orders that are kept at hand', () => {
  it('are a person’s own: kept, changed and dropped by nobody else', async () => {
    const favourite = { id: crypto.randomUUID(), name: 'Fièvre', lines: [drug, test] };
    expect((await call('saveFavourite', favourite)).status).toBe(200);
    expect(await kept()).toEqual([{ ...favourite, serviceId: null }]);
    expect(await kept(nurse)).toEqual([]);
    expect((await call('saveFavourite', { ...favourite, name: 'Autre' }, nurse)).status).toBe(404);
    await call('removeFavourite', { id: favourite.id }, nurse);
    await call('saveFavourite', { ...favourite, lines: [test] });
    expect(await kept()).toEqual([{ ...favourite, lines: [test], serviceId: null }]);
    await call('removeFavourite', { id: favourite.id });
    expect(await kept()).toEqual([]);
  });

  it('hold nothing of a patient: neither when nor for what', async () => {
    const line = { ...test, start: '2026-01-01', reason: 'Suspicion de VIH', note: 'voir la fille' };
    const favourite = { id: crypto.randomUUID(), name: 'CRP', lines: [line] };
    await call('saveFavourite', favourite);
    expect((await kept()).map(({ lines }) => lines)).toEqual([[test]]);
    await call('removeFavourite', { id: favourite.id });
  });

  it('are a service’s, for all who work there, kept by its doctors', async () => {
    const favourite = { name: 'Entrée', lines: [test] };
    const entry = { serviceId: ownService, id: crypto.randomUUID(), favourite };
    expect((await call('saveServiceFavourite', entry, nurse)).status).toBe(403);
    expect((await call('saveServiceFavourite', { ...entry, serviceId: 'of-others' })).status).toBe(404);
    expect((await call('saveServiceFavourite', entry)).status).toBe(200);
    const shown = [{ ...favourite, id: entry.id, serviceId: ownService }];
    expect([await kept(), await kept(nurse)]).toEqual([shown, shown]);
    const { data } = await readResult<FavouritesView>(
      await callQuery(orders.bff, nurse, 'orders.favourites', undefined),
    );
    expect(data.services).toEqual([{ id: ownService, name: 'Médecine' }]);
    expect((await call('saveServiceFavourite', { ...entry, favourite: null })).status).toBe(200);
    expect(await kept(nurse)).toEqual([]);
  });
});

describe('sets of orders', () => {
  it('are those of the house that are active, each whole or of no lines', async () => {
    const head = { id: 'set-1', title: 'Pneumopathie', description: null, publisher: null, approvedOn: null };
    const plan = orderSetPlan(head, [drug, test]);
    await orders.fhir.update(plan);
    await orders.fhir.update({ ...plan, id: 'set-2', title: 'À moitié', action: [{ title: 'Ailleurs' }] });
    await orders.fhir.update({ ...plan, id: 'set-3', title: 'Retiré', status: 'retired' });
    const { data } = await readResult<OrderSetsView>(
      await callQuery(orders.bff, orders.doctor, 'orders.sets', undefined),
    );
    expect(data.sets.map(({ title, lines }) => [title, lines])).toEqual([
      ['À moitié', null],
      ['Pneumopathie', [drug, test]],
    ]);
  });
});

describe('the search of a test or an image', () => {
  it('finds what codes an order of its category alone', async () => {
    const found = async (text: string, systems?: string[]) => {
      const { data } = await readResult<Suggestions>(
        await callQuery(orders.bff, orders.doctor, 'terminology.suggest', {
          field: 'ServiceRequest.code',
          text,
          ...(systems ? { systems } : {}),
        }),
      );
      return data.lines.map(({ code }) => code);
    };
    expect([await found('CRP'), await found('thorax')]).toEqual([[crp.code], [thorax.code]]);
    expect([await found('CRP', [crp.system]), await found('thorax', [crp.system])]).toEqual([[crp.code], []]);
    expect(await found('CRP', [])).toEqual([]);
  });
});

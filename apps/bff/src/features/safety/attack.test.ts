import { callMutation, callQuery, signInOverHttp, type Visitor } from '@keneyapp/config/testing';
import { startTestDecisionSupport } from '@keneyapp/config/testing-decision-support';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readResult } from '../../testing-http.ts';
import { drugLine, morphine, morphineWords, startOrders, type Orders } from '../orders/testing-orders.ts';
import type { RehearsalView, RulesView } from './view.ts';

/** Ways around the rehearsal of a rule, and around blocks. */
let orders: Orders, companion: Awaited<ReturnType<typeof startTestDecisionSupport>>;
let admin: Visitor, pharmacist: Visitor;
const patientId = 'safety-attack';
const rule = 'duplicate.substance';

beforeAll(async () => {
  [orders, companion] = await Promise.all([startOrders(patientId), startTestDecisionSupport()]);
  await orders.restart(companion.env);
  admin = await signInOverHttp(orders.bff, orders.sandbox, 'admin');
  pharmacist = await signInOverHttp(orders.bff, orders.sandbox, 'pharmacien');
}, 240_000);
afterAll(async () => {
  await orders?.stop();
  await companion?.stop();
});

const rules = async () =>
  (await readResult<RulesView>(await callQuery(orders.bff, pharmacist, 'safety.rules', { language: 'fr' })))
    .data;
const set = async (state: string, more: object = {}, who = pharmacist) => {
  const asked = { rule, state, reason: 'Décision du comité', language: 'fr', ...more };
  const { version } = 'version' in more ? { version: more.version } : await rules();
  return readResult<RulesView>(await callMutation(orders.bff, who, 'safety.setRule', { ...asked, version }));
};

it('two states at once are one, under the name of who gave it', async () => {
  const { version } = await rules();
  const forged = { by: 'Quelqu’un d’autre', at: '2001-01-01T00:00:00.000Z', author: { id: 'x', name: 'y' } };
  const both = await Promise.all([
    set('silent', { version, ...forged }),
    set('off', { version, ...forged }, admin),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  const changes = (await rules()).rules.find((one) => one.rule === rule)?.changes ?? [];
  expect(changes).toHaveLength(1);
  expect(changes[0]?.by).not.toBe(forged.by);
  expect(changes[0]?.at.slice(0, 4)).not.toBe('2001');
  // off, and back to what was not heard before, is no way to what is heard
  await set(changes[0]?.state === 'off' ? 'silent' : 'off');
  expect((await set('inform')).status).toBe(400);
  expect((await set('active')).status).toBe(400);
});

it('no never event is called by another name', async () => {
  for (const name of ['never.methotrexate-daily', 'NEVER.methotrexate-daily', 'never', '__proto__', 'x'])
    expect((await set('off', { rule: name })).status, name).toBe(400);
});

it('rules that no service answered for were not rehearsed', async () => {
  const line = drugLine({ coded: { text: morphineWords, code: morphine } });
  const doctor = await signInOverHttp(orders.bff, orders.sandbox, 'medecin');
  await callMutation(orders.bff, doctor, 'orders.sign', {
    ...{ patientId, key: crypto.randomUUID(), lines: [line], answers: [] },
  });
  // what it offers is known already
  await rules();
  await companion.stop();
  expect((await callMutation(orders.bff, admin, 'safety.rehearse', undefined)).status).toBe(200);
  const rehearsal = async () =>
    (await readResult<RehearsalView | null>(await callQuery(orders.bff, admin, 'safety.rehearsal'))).data;
  await vi.waitFor(async () => expect((await rehearsal())?.state).not.toBe('running'), {
    timeout: 60_000,
    interval: 200,
  });
  expect((await rehearsal())?.seen.orders).toBeGreaterThan(0);
  expect((await rehearsal())?.state).toBe('failed');
  expect((await set('active')).status).toBe(400);
});

import { callMutation, callQuery, signInOverHttp, type Visitor } from '@keneyapp/config/testing';
import { startTestDecisionSupport } from '@keneyapp/config/testing-decision-support';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ChecksView } from '../../decision-support/checks-view.ts';
import { readResult } from '../../testing-http.ts';
import {
  drugLine,
  issuesOf,
  morphine,
  morphineWords,
  startOrders,
  type Orders,
} from '../orders/testing-orders.ts';
import type { PatientViewCards } from '../summary/view.ts';
import type { AboutView, Rates, RehearsalView, RuleRow, RulesView } from './view.ts';

/** The real companion, the real record: what a state does is seen in what a doctor is told of a basket. */
let orders: Orders, companion: Awaited<ReturnType<typeof startTestDecisionSupport>>;
let admin: Visitor, pharmacist: Visitor, doctor: Visitor;
const patientId = 'safety-bed';
beforeAll(async () => {
  companion = await startTestDecisionSupport();
  orders = await startOrders(patientId);
  await orders.restart(companion.env);
  [admin, pharmacist, doctor] = await Promise.all([
    signInOverHttp(orders.bff, orders.sandbox, 'admin'),
    signInOverHttp(orders.bff, orders.sandbox, 'pharmacien'),
    signInOverHttp(orders.bff, orders.sandbox, 'medecin'),
  ]);
}, 240_000);
afterAll(async () => {
  await orders?.stop();
  await companion?.stop();
});

const rules = async (who = pharmacist) =>
  readResult<RulesView>(await callQuery(orders.bff, who, 'safety.rules', { language: 'fr' }));
const read = async (): Promise<RulesView> => {
  const { data, error } = await rules();
  if (error) throw new Error(JSON.stringify(error));
  return data;
};
const ruleOf = async (rule: string): Promise<RuleRow | undefined> =>
  (await read()).rules.find((one) => one.rule === rule);
const set = async (rule: string, state: string, more: object = {}, who = pharmacist) => {
  const { version } = await read();
  const asked = { rule, state, reason: 'Décision du comité', version, language: 'fr', ...more };
  return readResult<RulesView>(await callMutation(orders.bff, who, 'safety.setRule', asked));
};
const problems = ({ error }: { error?: { issues?: { message: string }[] | null } | undefined }) =>
  error?.issues?.map(({ message }) => message);

const dose = {
  ...drugLine().regimen,
  steps: [{ ...drugLine().regimen.steps[0], dose: { value: '10', unit: 'mg' } }],
};
const twice = () =>
  [1, 2].map(() => drugLine({ coded: { text: morphineWords, code: morphine }, regimen: dose }));
async function told(lines: object[] = twice()): Promise<ChecksView> {
  const asked = { patientId, hook: 'order-select', language: 'fr', lines };
  const { data, error } = await readResult<ChecksView>(
    await callQuery(orders.bff, doctor, 'orders.check', asked),
  );
  if (error) throw new Error(JSON.stringify(error));
  return data;
}
const duplicates = ({ alerts }: ChecksView) => alerts.filter(({ rule }) => rule === 'duplicate.substance');

it('lists the rules with their source and level; a never event is protected', async () => {
  const view = await read();
  expect(view.unanswered).toEqual([]);
  expect(await ruleOf('duplicate.substance')).toMatchObject({
    ...{ title: 'Doublon de substance', level: 'needs-reason', state: 'active', isProtected: false },
    source: { label: 'OMS, classification ATC' },
  });
  expect(await ruleOf('never.methotrexate-daily')).toMatchObject({ level: 'blocks', isProtected: true });
});

it('is for the pharmacist and the administrator', async () => {
  expect((await rules(admin)).status).toBe(200);
  expect((await rules(doctor)).status).toBe(403);
  expect((await set('duplicate.substance', 'off', {}, doctor)).status).toBe(403);
  for (const [name, input] of [
    ['safety.rehearse', undefined],
    ['safety.cancelRehearsal', { id: crypto.randomUUID() }],
  ] as const)
    expect((await callMutation(orders.bff, doctor, name, input)).status, name).toBe(403);
  expect((await callQuery(orders.bff, doctor, 'safety.rates')).status).toBe(403);
});

it('a state holds at the next check, in `check` and in `sign`; what is silent is not shown', async () => {
  expect(duplicates(await told())).toHaveLength(1);
  expect(issuesOf(await orders.sign(twice(), { who: doctor }))?.join()).toContain('unanswered');

  expect((await set('duplicate.substance', 'inform')).status).toBe(200);
  expect(duplicates(await told())).toMatchObject([{ level: 'informs', reasons: [] }]);

  expect((await set('duplicate.substance', 'silent', { reason: 'Trop souvent passée outre' })).status).toBe(
    200,
  );
  const silent = await told();
  expect(duplicates(silent)).toEqual([]);
  // that it is silent is said, whether it was met or not
  const about = ({ noRule }: ChecksView) =>
    noRule.map((one) => one.about).filter((one) => /activées/.test(one));
  expect(about(silent)).toEqual(about(await told([drugLine()])));
  expect(about(silent).join()).toContain('Doublon de substance');
  expect(issuesOf(await orders.sign(twice(), { who: doctor }))).toBeUndefined();

  expect(await ruleOf('duplicate.substance')).toMatchObject({
    state: 'silent',
    needsRehearsal: true,
    changes: [
      { state: 'silent', reason: 'Trop souvent passée outre', by: expect.any(String) },
      { state: 'inform' },
    ],
  });
});

it('refuses what is no state of it, and a page that is old', async () => {
  expect(problems(await set('never.methotrexate-daily', 'inform'))).toEqual(['never-event']);
  expect(problems(await set('never.made-up', 'off'))).toEqual(['never-event']);
  expect(problems(await set('nothing.known', 'off'))).toEqual(['unknown']);
  expect(problems(await set('duplicate.substance', 'silent'))).toEqual(['same']);
  // it acts again after a rehearsal; one step back is none
  expect(problems(await set('duplicate.substance', 'active'))).toEqual(['needs-rehearsal']);
  expect((await set('age.limit', 'off', { version: 0 })).status).toBe(412);
  for (const wrong of [
    { reason: '   ' },
    { reason: 'x' },
    { state: 'asleep' },
    { rule: ' ' },
    { language: 'de' },
  ])
    expect((await set('age.limit', 'off', wrong)).status, JSON.stringify(wrong)).toBe(400);
  expect((await set('duplicate.substance', 'inform')).status).toBe(200);
  expect((await set('duplicate.substance', 'silent')).status).toBe(200);
});

it('rehearses over the orders of the record, says how often and for whom, and names nobody', async () => {
  const start = () => callMutation(orders.bff, pharmacist, 'safety.rehearse', undefined);
  expect((await start()).status).toBe(200);
  const rehearsal = async () =>
    (await readResult<RehearsalView | null>(await callQuery(orders.bff, admin, 'safety.rehearsal'))).data ??
    null;
  await vi.waitFor(async () => expect((await rehearsal())?.state).toBe('done'), {
    timeout: 60_000,
    interval: 200,
  });
  const done = await rehearsal();
  expect(done?.patients.all).toBeGreaterThanOrEqual(1);
  expect(done?.seen.orders).toBeGreaterThanOrEqual(3);
  const duplicate = done?.rules.find(({ rule }) => rule === 'duplicate.substance');
  expect(duplicate).toMatchObject({ level: 'needs-reason', byUnit: { Médecine: expect.any(Number) } });
  expect(Object.keys(done?.notJudged ?? {}).length).toBeGreaterThan(0);
  const text = JSON.stringify(done);
  for (const secret of ['Ordre', patientId, 'DOLIPRANE', 'pract-medecin', '1960'])
    expect(text).not.toContain(secret);
  // and what it was waited for may act again
  expect((await set('duplicate.substance', 'active')).status).toBe(200);
  expect(duplicates(await told())).not.toEqual([]);
});

it('is stopped by whoever asks for it, and not run twice at a time', async () => {
  const start = () => callMutation(orders.bff, admin, 'safety.rehearse', undefined);
  const [one, two] = await Promise.all([start(), start()]);
  expect([one.status, two.status].sort()).toEqual([200, 409]);
  const rehearsal = async () =>
    (await readResult<RehearsalView | null>(await callQuery(orders.bff, admin, 'safety.rehearsal'))).data ??
    null;
  const { id } = (await rehearsal()) ?? { id: '' };
  expect((await callMutation(orders.bff, pharmacist, 'safety.cancelRehearsal', { id })).status).toBe(200);
  await vi.waitFor(async () => expect((await rehearsal())?.state).toMatch(/cancelled|done/), {
    timeout: 60_000,
  });
  for (const another of ['x', crypto.randomUUID()])
    expect(
      (await callMutation(orders.bff, pharmacist, 'safety.cancelRehearsal', { id: another })).status,
    ).toBe(400);
});

it('counts what was answered to alerts, by rule, month and unit', async () => {
  const view = await told();
  const [first] = view.alerts.filter(({ level }) => level === 'needs-reason');
  const answers = view.alerts
    .filter(({ level }) => level === 'needs-reason')
    .map(({ key }) => ({ alert: key, reason: 'monitored', words: 'secret du patient' }));
  const asked = { patientId, key: crypto.randomUUID(), lines: twice(), answers };
  expect((await callMutation(orders.bff, doctor, 'orders.sign', asked)).status).toBe(200);
  const { data } = await readResult<Rates>(await callQuery(orders.bff, pharmacist, 'safety.rates'));
  const rates = data?.rules.find(({ rule }) => rule === first?.rule);
  expect(rates).toMatchObject({
    ...{ shown: expect.any(Number), lifted: 0, reasons: { monitored: expect.any(Number) } },
    byUnit: [{ name: 'Médecine' }],
    byMonth: [{ name: new Date().toISOString().slice(0, 7) }],
  });
  expect(data?.notRun['missing-input']).toBeGreaterThan(0);
  expect(JSON.stringify(data)).not.toMatch(/secret|Ordre|pract-/);
});

it('tells whoever opens a chart what is wrong among what runs, and nobody else', async () => {
  const asked = (who: Visitor, id = patientId) =>
    callQuery(orders.bff, who, 'summary.alerts', { patientId: id, language: 'fr' });
  const { data } = await readResult<PatientViewCards>(await asked(doctor));
  const [first] = data?.alerts ?? [];
  expect(first).toMatchObject({ summary: expect.stringMatching(/^Même substance/), links: [] });
  expect(first).not.toHaveProperty('reasons');
  await orders.fhir.update({ resourceType: 'Patient', id: 'safety-foreign', name: [{ family: 'Autre' }] });
  expect((await asked(doctor, 'safety-foreign')).status).toBe(403);
  expect((await asked(admin)).status).toBe(403);
  // what the hospital made silent is silent here too
  expect((await set('duplicate.substance', 'off')).status).toBe(200);
  const without = await readResult<PatientViewCards>(await asked(doctor));
  expect(without.data?.alerts.map(({ summary }) => summary).join()).not.toMatch(/Même substance/);
});

it('says which editions are loaded, to everybody who is signed in', async () => {
  const { data } = await readResult<AboutView>(await callQuery(orders.bff, doctor, 'safety.about'));
  expect(data?.lists).toMatchObject([{ publisher: 'ANSM', isSample: true }]);
  expect(data?.releases.length).toBeGreaterThan(0);
});

it('a service that is away is said on the chart, never silence', async () => {
  await orders.restart({ CDS_SERVICES: 'http://127.0.0.1:9', CDS_TOKEN: companion.token });
  const who = await signInOverHttp(orders.bff, orders.sandbox, 'medecin');
  const { data } = await readResult<PatientViewCards>(
    await callQuery(orders.bff, who, 'summary.alerts', { patientId, language: 'fr' }),
  );
  expect(data).toMatchObject({ alerts: [], notRun: [{ detail: 'Le service ne répond pas.' }] });
});

import { callMutation, callQuery, signInOverHttp, type Visitor } from '@keneyapp/config/testing';
import { startTestDecisionSupport } from '@keneyapp/config/testing-decision-support';
import { addDays } from '@keneyapp/fhir-model/hospital-days';
import { systems } from '@keneyapp/fhir-model/systems';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ChangedStatement } from '../../statements.ts';
import { readResult } from '../../testing-http.ts';
import { drugLine, regimen, startOrders, today, type Orders } from '../orders/testing-orders.ts';
import type { ChecksView } from '../orders/view.ts';
import type { RecordInput } from './schema.ts';

const patientId = 'pregnancy-bed';
let orders: Orders, companion: Awaited<ReturnType<typeof startTestDecisionSupport>>, doctor: Visitor;
beforeAll(async () => {
  [orders, companion] = await Promise.all([startOrders(patientId), startTestDecisionSupport()]);
  await orders.fhir.update({
    resourceType: 'CodeSystem',
    id: 'cs-atc',
    url: systems.atc,
    version: '2026',
    name: 'atc',
    status: 'active',
    content: 'fragment',
    concept: [{ code: 'M01AE01', display: 'ibuprofène' }],
  });
  const { meta: _, ...person } = await orders.fhir.read('Patient', patientId);
  await orders.fhir.update({
    ...person,
    id: patientId,
    gender: 'female',
    birthDate: addDays(today, -30 * 365),
  });
  await orders.restart(companion.env);
  doctor = await signInOverHttp(orders.bff, orders.sandbox, 'medecin');
}, 240_000);
afterAll(async () => {
  await companion?.stop();
  await orders?.stop();
});

async function answer(part: Pick<RecordInput, 'answer' | 'asked'>): Promise<ChangedStatement> {
  const { data, error } = await readResult<ChangedStatement>(
    await callMutation(orders.bff, doctor, 'habits.record', {
      patientId,
      key: crypto.randomUUID(),
      kind: 'pregnancy',
      ...{ perDay: null, packYears: null, perWeek: null, which: '', stopped: null, due: null, note: '' },
      ...part,
    }),
  );
  expect(error).toBeUndefined();
  return data;
}
/** What the checks say of an anti-inflammatory drug. */
async function said() {
  const line = {
    ...drugLine({ coded: { text: 'ibuprofène', code: { system: systems.atc, code: 'M01AE01' } } }),
    regimen: { ...regimen, steps: [{ ...regimen.steps[0], dose: { value: '400', unit: 'mg' } }] },
  };
  const { data } = await readResult<ChecksView>(
    await callQuery(orders.bff, doctor, 'orders.check', {
      patientId,
      lines: [line],
      hook: 'order-select',
      language: 'fr',
    }),
  );
  return {
    alerts: data.alerts.map(({ rule }) => rule).filter((rule) => rule.startsWith('pregnancy')),
    notRun: data.notRun.map(({ detail }) => detail).filter((detail) => detail.includes('grossesse')),
  };
}
const unanswered = {
  alerts: [],
  notRun: ['ibuprofène\u00a0: aucune réponse récente sur une grossesse dans le dossier.'],
};

it('what is answered of a pregnancy is what the checks of an order go by: nobody asked, no long ago, no, yes, taken back, perhaps', async () => {
  expect(await said()).toEqual(unanswered);
  await answer({ answer: 'no', asked: addDays(today, -31) });
  expect(await said()).toEqual(unanswered);
  await answer({ answer: 'no', asked: addDays(today, -1) });
  expect(await said()).toEqual({ alerts: [], notRun: [] });
  const { id } = await answer({ answer: 'yes', asked: today });
  expect(await said()).toEqual({ alerts: ['pregnancy.avoid'], notRun: [] });
  await readResult(
    await callMutation(orders.bff, doctor, 'habits.markEnteredInError', {
      ...{ patientId, key: crypto.randomUUID(), id, version: '1', reason: 'autre patiente' },
    }),
  );
  expect(await said()).toEqual({ alerts: [], notRun: [] });
  await answer({ answer: 'possible', asked: today });
  expect(await said()).toEqual({
    alerts: [],
    notRun: ['ibuprofène\u00a0: une grossesse est possible selon le dossier, à vérifier.'],
  });
});

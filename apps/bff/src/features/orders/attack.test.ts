// One long file: ways around a signature, over one record, one server of decision support and two applications.
import {
  callMutation,
  callQuery,
  entrustPatients,
  signInOverHttp,
  type Visitor,
} from '@keneyapp/config/testing';
import { startTestDecisionSupport } from '@keneyapp/config/testing-decision-support';
import { addDays } from '@keneyapp/fhir-model/hospital-days';
import { systems } from '@keneyapp/fhir-model/systems';
import { readTask } from '@keneyapp/fhir-model/task';
import type { MedicationRequest, Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../decision-support/checks-view.ts';
import { readResult } from '../../testing-http.ts';
import {
  drugLine,
  formerOf,
  issuesOf,
  morphine,
  morphineWords,
  regimen,
  serviceLine,
  startOrders,
  today,
  type Orders,
} from './testing-orders.ts';
import type { ChecksView, PapersView, SignedView } from './view.ts';

let orders: Orders, companion: Awaited<ReturnType<typeof startTestDecisionSupport>>;
let doctor: Visitor, interne: Visitor;
const hl7 = 'http://terminology.hl7.org/CodeSystem';
const kept = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'PSY' }];
const profession = (code: string) => [{ coding: [{ system: 'https://keneyapp.example/profession', code }] }];
const roleOf = (more: object) => ({
  resourceType: 'PractitionerRole' as const,
  id: 'role-interne',
  active: true,
  practitioner: { reference: 'Practitioner/pract-interne' },
  ...more,
});
const ward = { organization: { reference: 'Organization/order-service', display: 'Médecine' } };

beforeAll(async () => {
  [orders, companion] = await Promise.all([
    startOrders('attack-bed', 'attack-home'),
    startTestDecisionSupport(),
  ]);
  await orders.fhir.update(roleOf({ code: profession('interne'), ...ward }));
  await orders.fhir.update({
    resourceType: 'AllergyIntolerance',
    id: 'attack-allergy',
    meta: { security: kept },
    patient: { reference: 'Patient/attack-bed' },
    type: 'allergy',
    clinicalStatus: { coding: [{ system: `${hl7}/allergyintolerance-clinical`, code: 'active' }] },
    verificationStatus: { coding: [{ system: `${hl7}/allergyintolerance-verification`, code: 'confirmed' }] },
    code: { coding: [{ system: systems.atc, code: 'N02A' }], text: 'Opioïdes' },
  });
  await entrustPatients(orders.sandbox, ['attack-bed', 'attack-home'], ['medecin', 'interne']);
  interne = await signInOverHttp(orders.bff, orders.sandbox, 'interne');
}, 240_000);
afterAll(async () => {
  await companion?.stop();
  await orders?.stop();
});

const home = (more: object = {}) => drugLine({ setting: 'community', ...more });
const opioid = (more: object = {}, days = 14) => ({
  ...drugLine({ coded: { text: morphineWords, code: morphine }, ...more }),
  regimen: {
    ...regimen,
    steps: [{ ...regimen.steps[0], dose: { value: '10', unit: 'mg' }, duration: { value: days, unit: 'd' } }],
  },
});
const atHome = { patientId: 'attack-home' };
async function written(line: object, patientId = 'attack-home'): Promise<MedicationRequest> {
  const { data, error } = await orders.sign([line], { patientId });
  if (error) throw new Error(JSON.stringify(error));
  return orders.fhir.read('MedicationRequest', data.ids[0] ?? '');
}
const labelsOf = ({ meta }: Resource) => meta?.security?.map(({ code }) => code);
const labelled = async (one: MedicationRequest) =>
  orders.fhir.update({ ...one, id: one.id ?? '', meta: { security: kept } });
const print = async (requestId: string): Promise<PapersView> =>
  (
    await readResult<PapersView>(
      await callMutation(orders.bff, orders.doctor, 'orders.print', {
        ...atHome,
        key: crypto.randomUUID(),
        requestId,
      }),
    )
  ).data;

describe('what is kept back', () => {
  it('stays kept back in what takes its place, on paper and in the task of who rereads it', async () => {
    const former = await labelled(await written(home()));
    const renewal = { kind: 'drug', act: 'renew', former: formerOf(former), start: today, duration: null };
    const { data } = await orders.sign([renewal], { ...atHome, who: interne });
    const next = await orders.fhir.read('MedicationRequest', data.ids[0] ?? '');
    expect(labelsOf(next)).toEqual(['PSY']);
    const task = (await orders.allOf('Task', 'attack-home')).find(({ input }) =>
      input?.some(({ valueReference }) => valueReference?.reference === `MedicationRequest/${next.id ?? ''}`),
    );
    expect(task).toBeDefined();
    expect(task && readTask(task).note).toBe('Renouvelé : accès restreint');
    expect(JSON.stringify(task)).not.toMatch(/doliprane/i);
    const revised = await written(home({ act: 'revise', former: formerOf(next), why: 'rein' }));
    expect(labelsOf(revised)).toEqual(['PSY']);
    const [paper] = (await print(revised.id ?? '')).papers;
    const document = await orders.fhir.read('DocumentReference', paper?.documentId ?? '');
    const [, file = ''] = (document.content[0]?.attachment.url ?? '').split('/');
    expect([labelsOf(document), labelsOf(await orders.fhir.read('Binary', file))]).toEqual([
      ['PSY'],
      ['PSY'],
    ]);
  });
});

describe('without decision support', () => {
  it('the order is signed, and the record says of that order that nothing was checked', async () => {
    const { id } = await written(home());
    const found = (await orders.allOf('DetectedIssue', 'attack-home')).filter(({ implicated }) =>
      implicated?.some(({ reference }) => reference === `MedicationRequest/${id ?? ''}`),
    );
    expect(found.map(({ status, code }) => `${status} ${code?.coding?.[0]?.code ?? ''}`)).toContain(
      'preliminary not-run.unreachable',
    );
  });
});

describe('who orders', () => {
  it('renews nothing of a kind that nobody knows, unless all kinds are theirs; nor by the other kind’s name', async () => {
    const daily = { times: { count: 1, per: { value: 1, unit: 'd' } } };
    const { data } = await orders.sign([serviceLine({ timing: daily })], atHome);
    const { category: _category, ...own } = await orders.fhir.read('ServiceRequest', data.ids[0] ?? '');
    const stored = await orders.fhir.update(own);
    const renewal = { act: 'renew', former: formerOf(stored), start: today, duration: null };
    await orders.fhir.update(roleOf({ code: profession('student'), ...ward }));
    expect(
      issuesOf(await orders.sign([{ kind: 'service', ...renewal }], { ...atHome, who: interne })),
    ).toEqual(['lines.0.kind not-allowed']);
    expect(issuesOf(await orders.sign([{ kind: 'drug', ...renewal }], atHome))).toEqual([
      'lines.0.former gone',
    ]);
  });
  it('has somebody to reread it, where it has to be reread', async () => {
    await orders.fhir.update(roleOf({ code: profession('interne') }));
    expect(issuesOf(await orders.sign([serviceLine()], { ...atHome, who: interne }))).toEqual([
      'lines.0.kind no-rereader',
    ]);
    await orders.fhir.update(roleOf({ code: profession('interne'), ...ward }));
  });
});

describe('the paper', () => {
  it('holds what was signed, not what another system says is of the same group', async () => {
    const one = await written(home());
    const { meta: _meta, ...copy } = one;
    await orders.fhir.update({ ...copy, id: 'attack-forged' });
    const [paper] = (await print(one.id ?? '')).papers;
    const { context } = await orders.fhir.read('DocumentReference', paper?.documentId ?? '');
    expect(context?.related?.map(({ reference }) => reference)).toEqual([
      `MedicationRequest/${one.id ?? ''}`,
    ]);
  });
  it('that was printed of a part is not the paper of all; what has no code is named', async () => {
    const { data } = await orders.sign([home(), home()], atHome);
    const second = await orders.fhir.read('MedicationRequest', data.ids[1] ?? '');
    const held = await orders.fhir.update({ ...second, id: second.id ?? '', status: 'on-hold' });
    const first = await print(data.ids[0] ?? '');
    expect(first.unrecognised).toHaveLength(1);
    await orders.fhir.update({ ...held, id: held.id ?? '', status: 'active' });
    const [whole] = (await print(data.ids[0] ?? '')).papers;
    expect(whole?.documentId).not.toBe(first.papers[0]?.documentId);
    expect(
      (await orders.fhir.read('DocumentReference', whole?.documentId ?? '')).context?.related,
    ).toHaveLength(2);
    // and two at once are one
    const both = await Promise.all([print(data.ids[0] ?? ''), print(data.ids[1] ?? '')]);
    expect(new Set(both.map(({ papers }) => papers[0]?.documentId))).toEqual(new Set([whole?.documentId]));
  });
  it('of a narcotic is not made longer by a second line', async () => {
    const lines = [
      opioid({ setting: 'community' }, 28),
      opioid({ setting: 'community', start: addDays(today, 28) }, 28),
    ];
    expect(issuesOf(await orders.sign(lines, atHome))).toEqual(['lines.1.steps.0.duration beyond-28-days']);
    const together = [opioid({ setting: 'community' }, 28), opioid({ setting: 'community' }, 14)];
    expect(issuesOf(await orders.sign(together, atHome))).toBeUndefined();
  });
});

it('fifty lines as long as they may be are signed', async () => {
  const line = home({ reason: 'é'.repeat(200), note: '\u{1F48A}'.repeat(499) });
  const { data, error } = await orders.sign(
    Array.from({ length: 50 }, () => ({ ...line, regimen: { ...regimen, instruction: 'à'.repeat(1_000) } })),
    atHome,
  );
  expect(error).toBeUndefined();
  expect(data.ids).toHaveLength(50);
}, 60_000);

/** Last: the application starts once more, with decision support. */
describe('a confirmed allergy to a class', () => {
  beforeAll(async () => {
    await orders.restart(companion.env);
    doctor = await signInOverHttp(orders.bff, orders.sandbox, 'medecin');
  }, 120_000);
  const sign = async (answers: Answer[], how: { who?: Visitor; lines?: object[] } = {}) =>
    readResult<SignedView>(
      await callMutation(orders.bff, how.who ?? doctor, 'orders.sign', {
        patientId: 'attack-bed',
        key: crypto.randomUUID(),
        lines: how.lines ?? [opioid()],
        answers,
      }),
    );
  const keyOf = (issues: string[] | undefined) => issues?.[0]?.replace(/^answers\.(.*) \w+$/, '$1') ?? '';

  it('is signed through by the right answer alone, which is kept as the allergy is', async () => {
    const refused = issuesOf(await sign([]));
    const key = keyOf(refused);
    expect(refused).toEqual([`answers.${key} unanswered`]);
    expect(key).toMatch(/^allergy\.confirmed:.*attack-allergy/);
    for (const forged of [
      { alert: key.replace('attack-allergy', 'another'), reason: 'monitored', words: '' },
      { alert: key, reason: 'because', words: 'je veux' },
      { alert: key, reason: 'other', words: '  ' },
    ])
      expect(issuesOf(await sign([forged]))).toEqual(refused);
    // not by a line more
    expect(issuesOf(await sign([], { lines: [drugLine(), opioid()] }))).toEqual(refused);
    const { data } = await sign([{ alert: key, reason: 'monitored', words: '' }]);
    const issue = (await orders.allOf('DetectedIssue', 'attack-bed')).find(
      ({ status, implicated }) =>
        status === 'final' && implicated?.[0]?.reference === `MedicationRequest/${data.ids[0] ?? ''}`,
    );
    expect(issue).toMatchObject({
      severity: 'high',
      mitigation: [{ action: { coding: [{ code: 'monitored' }] } }],
    });
    expect(issue && labelsOf(issue)).toEqual(['PSY']);
  });
  it('is lifted by nobody whose orders are reread', async () => {
    const who = await signInOverHttp(orders.bff, orders.sandbox, 'interne');
    const refused = issuesOf(await sign([], { who }));
    expect(refused?.[0]).toMatch(/blocked$/);
    expect(
      issuesOf(await sign([{ alert: keyOf(refused), reason: 'monitored', words: '' }], { who })),
    ).toEqual(refused);
  });
  it('is said while the basket is filled', async () => {
    const { data } = await readResult<ChecksView>(
      await callQuery(orders.bff, doctor, 'orders.check', {
        patientId: 'attack-bed',
        lines: [opioid()],
        hook: 'order-select',
        language: 'fr',
      }),
    );
    expect(data.alerts[0]).toMatchObject({ rule: 'allergy.confirmed', level: 'blocks', canLift: true });
  });
});

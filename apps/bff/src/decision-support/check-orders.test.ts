// One long file: all of its cases need one record under the real policy, and one server of decision support.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FhirClient } from '@keneyapp/fhir-client';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { startTestDecisionSupport } from '@keneyapp/config/testing-decision-support';
import { systems } from '@keneyapp/fhir-model/systems';
import type { MedicationRequest, Observation, ServiceRequest } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { chartFhir } from '../access/record-clients.ts';
import type { Role } from '../access/roles.ts';
import type { PatientContext } from '../context.ts';
import { TerminologyServer } from '../terminology/terminology-server.ts';
import { accessServices, testPolicy } from '../testing-access.ts';
import { connectAsSystem } from '../testing-http.ts';
import { issuesOf } from './answers.ts';
import { checkOrders, type Draft } from './check-orders.ts';
import { DecisionSupport } from './client.ts';

/** The real server of decision support, a real record under the real policy: what is ordered meets what the chart says. */
const [patientId, doctorRef] = ['checks-1', 'Practitioner/checks-doctor'];
let companion: Awaited<ReturnType<typeof startTestDecisionSupport>>;
let server: Awaited<ReturnType<typeof connectAsSystem>>;
let fhir: FhirClient;
let policy: Awaited<ReturnType<typeof testPolicy>>;

beforeAll(async () => {
  companion = await startTestDecisionSupport();
  server = await connectAsSystem(await sharedSandbox());
  policy = await testPolicy();
  fhir = server.fhir;
  const subject = { reference: `Patient/${patientId}` };
  await fhir.update({
    resourceType: 'Patient',
    id: patientId,
    gender: 'female',
    birthDate: '1950-02-03',
    name: [{ family: 'Essai' }],
  });
  await fhir.update({
    resourceType: 'CareTeam',
    id: 'checks-team',
    status: 'active',
    subject,
    participant: [{ member: { reference: doctorRef } }],
  });
  await fhir.update(drug('B01AA03', 'warfarine', { id: 'checks-warfarin', subject }));
  await fhir.update({
    resourceType: 'AllergyIntolerance',
    id: 'checks-allergy',
    patient: subject,
    type: 'allergy',
    clinicalStatus: {
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' },
      ],
    },
    verificationStatus: {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification',
          code: 'confirmed',
        },
      ],
    },
    code: { coding: [{ system: systems.atc, code: 'J01CA04' }], text: 'Amoxicilline' },
  });
  await fhir.update({
    resourceType: 'Observation',
    id: 'checks-gfr',
    status: 'final',
    subject,
    code: { coding: [{ system: systems.loinc, code: '62238-1' }] },
    effectiveDateTime: new Date().toISOString(),
    valueQuantity: { value: 22, unit: 'mL/min/{1.73_m2}', code: 'mL/min/{1.73_m2}', system: systems.ucum },
  } satisfies Observation);
  await fhir.update({
    resourceType: 'CodeSystem',
    id: 'checks-bdpm',
    url: 'https://keneyapp.example/checks-bdpm',
    status: 'active',
    content: 'fragment',
    concept: [
      {
        code: '61000001',
        display: 'CLAMOXYL 500 mg, gélule',
        property: [
          { code: 'substance', valueString: 'AMOXICILLINE 500 mg' },
          { code: 'atc', valueString: 'J01CA04' },
        ],
      },
    ],
  });
}, 120_000);
afterAll(async () => {
  await companion?.stop();
  await server?.close();
});

function drug(atc: string, name: string, more: Partial<MedicationRequest> = {}): MedicationRequest {
  return {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    subject: { reference: `Patient/${patientId}` },
    medicationCodeableConcept: { coding: [{ system: systems.atc, code: atc, display: name }], text: name },
    dosageInstruction: [
      {
        timing: { repeat: { frequency: 2, period: 1, periodUnit: 'd' } },
        route: { text: 'voie orale' },
        doseAndRate: [{ doseQuantity: { value: 500, unit: 'mg', code: 'mg', system: systems.ucum } }],
      },
    ],
    ...more,
  };
}
const drafts = (...resources: (MedicationRequest | ServiceRequest)[]): Draft[] =>
  resources.map((resource, line) => ({ line, resource }));

function context({
  urls = [companion.url],
  role = 'doctor',
  token = companion.token,
  timeoutMs = 30_000,
}: { urls?: string[]; role?: Role; token?: string; timeoutMs?: number } = {}): PatientContext {
  const fhirUser = doctorRef;
  const session = { role, fhirUser, userId: 'checks', displayName: 'Dr Essai' };
  const access = accessServices(policy, fhir).accessFor({ role, fhirUser, userId: 'checks' } as never);
  const terminology = new TerminologyServer(fhir);
  const visit = { session, access } as never;
  return {
    session,
    access,
    patientId,
    auditResources: () => undefined,
    chartFhir: (feature: never, verdict: never) => chartFhir(visit, feature, fhir, patientId, verdict),
    services: {
      // the table of who prescribes what that is shipped, and the directory of this record
      db: { setting: { findUnique: () => Promise.resolve(null) } },
      capabilities: { prescribers: fhir },
      decisionSupport: new DecisionSupport({
        CDS_SERVICES: urls,
        CDS_TOKEN: [token],
        CDS_TIMEOUT_MS: timeoutMs,
      }),
      terminology: {
        // the sample of this test stands in for the base, which other tests of this record load
        lookup: (system: string, code: string) =>
          terminology.lookup(system === systems.bdpm ? 'https://keneyapp.example/checks-bdpm' : system, code),
        displayOf: async (_field: string, system: string, code: string) =>
          (await terminology.lookup(system, code))?.display ?? null,
      },
    },
  } as never;
}
/** Answers whatever it is told to, on a port of its own. */
async function stub(answer: (path: string) => [status: number, body: string] | null): Promise<string> {
  const http = createServer((request, response) => {
    const answered = answer(request.url ?? '');
    if (answered) response.writeHead(answered[0], { 'content-type': 'application/json' }).end(answered[1]);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}
const discovery = JSON.stringify({
  services: [{ hook: 'order-sign', id: 'foreign', title: 'Base X', prefetch: {} }],
});

describe('a basket, checked', () => {
  it('meets allergy, current drugs and kidneys of the chart; each alert says which line', async () => {
    const checks = await checkOrders(
      context(),
      drafts(drug('C07AB07', 'bisoprolol'), drug('J01CA04', 'amoxicilline'), drug('M01AE01', 'ibuprofène')),
      'order-sign',
    );
    const said = checks.alerts.map(
      ({ rule, lines, level, canLift }) => `${rule} ${lines.join()} ${level}${canLift ? ' liftable' : ''}`,
    );
    expect(said).toEqual(
      expect.arrayContaining([
        'allergy.confirmed 1 blocks liftable',
        'interaction.not-advised 2 needs-reason',
        'kidney.limit 2 needs-reason',
      ]),
    );
    expect(said[0]).toBe('allergy.confirmed 1 blocks liftable');
    expect(checks.noRule.map(({ about }) => about).join()).toMatch(/^Interactions/);
    // the same question, the same keys: an answer given stays given
    const again = await checkOrders(context(), drafts(drug('J01CA04', 'amoxicilline')), 'order-select');
    expect(again.alerts[0]).toMatchObject({ key: checks.alerts[0]?.key, lines: [0] });
  });
  it('knows a product of the national base by its substance', async () => {
    const product = drug('', '', {
      medicationCodeableConcept: {
        coding: [{ system: systems.bdpm, code: '61000001', display: 'CLAMOXYL 500 mg, gélule' }],
      },
    });
    const { alerts } = await checkOrders(context(), drafts(product), 'order-sign');
    expect(alerts[0]).toMatchObject({ rule: 'allergy.confirmed', canLift: true });
  });
  it('is not met by what it ends', async () => {
    const basket = drafts(drug('M01AE01', 'ibuprofène'));
    const { alerts } = await checkOrders(context(), basket, 'order-sign', {
      ended: ['MedicationRequest/checks-warfarin'],
    });
    expect(alerts.map(({ rule }) => rule)).not.toContain('interaction.not-advised');
  });
  it('is lifted by doctors alone', async () => {
    const { alerts } = await checkOrders(
      context({ role: 'pharmacist' }),
      drafts(drug('J01CA04', 'amoxicilline')),
      'order-sign',
    );
    expect(alerts.filter(({ rule }) => rule === 'allergy.confirmed').every(({ canLift }) => !canLift)).toBe(
      true,
    );
  });
  it('says what this person may not see, as a check that did not run', async () => {
    const { alerts, notRun } = await checkOrders(
      context({ role: 'secretary' }),
      drafts(drug('J01CA04', 'amoxicilline')),
      'order-sign',
    );
    expect(alerts).toEqual([]);
    expect(notRun.map(({ reason }) => reason)).toContain('missing-input');
    expect(notRun.map(({ title }) => title).join()).toContain('Allergies');
  });
  it('in English; what is no drug has no rule', async () => {
    const test: ServiceRequest = {
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      subject: { reference: `Patient/${patientId}` },
    };
    const checks = await checkOrders(context(), drafts(drug('J01CA04', 'amoxicilline'), test), 'order-sign', {
      language: 'en',
    });
    expect(checks.alerts[0]?.summary).toMatch(/^Confirmed allergy/);
    expect(checks.noRule.at(-1)).toEqual({
      service: '',
      lines: [1],
      about: 'These lines are no drugs: no rule checks them',
    });
  });
});

describe('a check that did not run says so', () => {
  const basket = () => drafts(drug('J01CA04', 'amoxicilline'));
  it('nothing configured, nobody there, a wrong token', async () => {
    expect((await checkOrders(context({ urls: [] }), basket(), 'order-sign')).notRun).toMatchObject([
      { reason: 'unreachable', lines: [0] },
    ]);
    const dead = await checkOrders(context({ urls: ['http://127.0.0.1:9'] }), basket(), 'order-sign');
    expect(dead).toMatchObject({
      alerts: [],
      noRule: [],
      notRun: [{ service: '127.0.0.1:9', reason: 'unreachable', detail: 'Le service ne répond pas.' }],
    });
    // signing goes on: that nothing was checked is recorded
    expect(issuesOf(dead, [])).toEqual([]);
    const refused = await checkOrders(
      context({ token: 'another-token-that-is-long-enough-000' }),
      basket(),
      'order-sign',
    );
    expect(refused.notRun).toMatchObject([{ service: 'keneyapp-order-sign', reason: 'bad-answer' }]);
  });
  it('silence within the budget, nonsense, a service without the hook', async () => {
    const silent = await stub((path) => (path === '/cds-services' ? [200, discovery] : null));
    const started = performance.now();
    const late = await checkOrders(context({ urls: [silent], timeoutMs: 400 }), basket(), 'order-sign');
    expect(late.notRun).toMatchObject([{ service: 'foreign', title: 'Base X', reason: 'timeout' }]);
    expect(performance.now() - started).toBeLessThan(2_500);
    const nonsense = await stub((path) => [
      200,
      path === '/cds-services' ? discovery : '{"cards":[{"summary":7}]}',
    ]);
    expect((await checkOrders(context({ urls: [nonsense] }), basket(), 'order-sign')).notRun).toMatchObject([
      { reason: 'bad-answer' },
    ]);
    expect((await checkOrders(context({ urls: [nonsense] }), basket(), 'order-select')).notRun).toMatchObject(
      [{ reason: 'bad-answer' }],
    );
  });
  it('one service away leaves the answers of the others', async () => {
    const { alerts, notRun } = await checkOrders(
      context({ urls: [companion.url, 'http://127.0.0.1:9'] }),
      basket(),
      'order-sign',
    );
    expect(alerts[0]?.rule).toBe('allergy.confirmed');
    expect(notRun.map(({ service }) => service)).toContain('127.0.0.1:9');
  });
  it('a service of somebody else interrupts by what it says, blocks nothing, and keeps its key', async () => {
    const card = {
      summary: 'Interaction majeure',
      indicator: 'critical',
      source: { label: 'Base X', url: 'javascript:alert(1)' },
      uuid: 'x',
    };
    const foreign = await stub((path) => [
      200,
      path === '/cds-services' ? discovery : JSON.stringify({ cards: [card] }),
    ]);
    const ask = () => checkOrders(context({ urls: [foreign] }), basket(), 'order-sign');
    const [one, two] = [await ask(), await ask()];
    expect(one.alerts).toMatchObject([
      { level: 'needs-reason', canLift: false, lines: [0], source: { label: 'Base X', url: null } },
    ]);
    expect(two.alerts[0]?.key).toBe(one.alerts[0]?.key);
  });
  it('what it lies is taken for no more than its own word', async () => {
    const finding = (more: object) => ({
      extension: {
        'https://keneyapp.example/cds-hooks/finding': {
          kind: 'alert',
          rule: 'x y\u0000',
          key: 'allergy.confirmed:amoxicilline:checks-allergy',
          orders: ['line-0', 'line-77', 'MedicationRequest/checks-warfarin'],
          level: 'needs-reason',
          canLift: true,
          sourceDate: null,
          ...more,
        },
      },
    });
    const card = {
      summary: '<script>alert(1)</script>\u0000\u202e Sans danger',
      detail: '<img src=x onerror=alert(1)>',
      indicator: 'info',
      source: { label: 'Base X', url: 'https://example.org/a b' },
      overrideReasons: [{ code: 'y'.repeat(200), display: 'Oui' }],
    };
    const liar = await stub((path) => [
      200,
      path === '/cds-services'
        ? JSON.stringify({
            services: [{ hook: 'order-sign', id: 'z'.repeat(200), title: ' ', prefetch: {} }],
          })
        : JSON.stringify({
            cards: [
              { ...card, ...finding({}) },
              { ...card, ...finding({ kind: 'not-checked', orders: ['line-77'] }) },
              { ...card, ...finding({ key: 'k'.repeat(200) }) },
            ],
            links: [{ url: 'javascript:alert(1)' }],
          }),
    ]);
    const checks = await checkOrders(context({ urls: [companion.url, liar] }), basket(), 'order-sign');
    const [own] = checks.alerts.filter(({ rule }) => rule === 'allergy.confirmed');
    const lies = checks.alerts.filter(({ rule }) => rule === 'x y');
    expect(lies).toHaveLength(2);
    for (const lie of lies) {
      expect(lie).toMatchObject({ lines: [0], canLift: false, source: { url: null } });
      expect(lie.summary).toBe('<script>alert(1)</script> Sans danger');
      expect(lie.key.length).toBeLessThanOrEqual(200);
    }
    expect(checks.notRun.every(({ lines }) => lines.join() === '0')).toBe(true);
    // the answer to its alert is no answer to the one whose key it took
    const answers = lies.map(({ key }) => ({ alert: key, reason: 'y'.repeat(200), words: '' }));
    expect(issuesOf(checks, answers)).toContainEqual({ path: ['answers', own?.key], reason: 'unanswered' });
    expect(issuesOf(checks, answers).map(({ path }) => path[1])).not.toContain(lies[0]?.key);
  });
  it('HTML, more than an answer is, or a redirect is no answer', async () => {
    for (const body of ['<html></html>', `{"cards":[${' '.repeat(5_000_000)}]}`, '['.repeat(100_000)]) {
      const url = await stub((path) => [200, path === '/cds-services' ? discovery : body]);
      expect((await checkOrders(context({ urls: [url] }), basket(), 'order-sign')).notRun).toMatchObject([
        { reason: 'bad-answer' },
      ]);
    }
  });
});

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { connectFhir, type FhirClient, type FhirServer } from '@keneyapp/fhir-client';
import {
  callQuery,
  entrustPatients,
  sandboxSystemToken,
  signInOverHttp,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { leftOut } from '@keneyapp/config/left-out';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ResultsView } from '../results/view.ts';
import type { TimelineView } from './view.ts';

/** Results and timeline over real HTTP: a small record made here, and the largest Synthea record where the data is there. */
const synthea = path.resolve(import.meta.dirname, '../../../../../../shared/data/synthea');
const missing = existsSync(synthea) ? null : '../shared/data/synthea is missing';
let sandbox: RunningSandbox, bff: RunningBff, server: FhirServer, fhir: FhirClient, doctor: Visitor;
beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await sharedBff();
  server = connectFhir({ baseUrl: sandbox.fhirUrl });
  const token = await sandboxSystemToken(sandbox);
  fhir = server.client({ token: async () => token });
  doctor = await signInOverHttp(bff, sandbox, 'medecin');
  await entrustPatients(sandbox, ['t1']);
  const subject = { reference: 'Patient/t1' };
  const resources: (Resource & { id: string })[] = [
    { resourceType: 'Patient', id: 't1', birthDate: '1960-03-04', name: [{ family: 'Essai' }] },
    {
      resourceType: 'Encounter',
      id: 'e',
      status: 'in-progress',
      class: { code: 'IMP' },
      subject,
      period: { start: '2026-01-02T08:00:00Z' },
    },
    {
      resourceType: 'Condition',
      id: 'c',
      subject,
      code: { text: 'Hypertension' },
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
      onsetDateTime: '2019',
    },
    ...['85', '140'].map((v, i): Resource & { id: string } => ({
      resourceType: 'Observation',
      id: `v${i}`,
      status: 'final',
      subject,
      category: [
        {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' },
          ],
        },
      ],
      code: { text: `Signe ${i}` },
      effectiveDateTime: '2026-01-02T09:00:00Z',
      valueQuantity: { value: Number(v) },
    })),
    ...[1, 2, 3].map((n): Resource & { id: string } => ({
      resourceType: 'Observation',
      id: `o${n}`,
      status: 'final',
      subject,
      category: [
        {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' },
          ],
        },
      ],
      code: { text: `Analyse ${n}` },
      effectiveDateTime: '2026-01-03',
      valueQuantity: { value: n * 10 },
      referenceRange: [{ high: { value: 15 } }],
    })),
    {
      resourceType: 'DiagnosticReport',
      id: 'r',
      status: 'final',
      subject,
      code: { text: 'Bilan' },
      effectiveDateTime: '2026-01-03',
      result: [{ reference: 'Observation/o1' }, { reference: 'Observation/o2' }],
    },
    {
      resourceType: 'Procedure',
      id: 'wrong',
      status: 'entered-in-error',
      subject,
      performedDateTime: '2026-01-01',
    },
  ];
  await fhir.transaction({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: resources.map((resource) => ({
      resource,
      request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
    })),
  });
});
afterAll(async () => {
  await server?.close();
  await sandbox?.stop();
});

async function ask<T>(procedure: string, patientId: string): Promise<T> {
  const response = await callQuery(bff, doctor, procedure, { patientId });
  expect(response.status).toBe(200);
  return ((await response.json()) as { result: { data: T } }).result.data;
}

it('the timeline condenses values and orders everything, undated last', async () => {
  const { items, failed, truncated } = await ask<TimelineView>('timeline.list', 't1');
  expect(items.map((i) => [i.kind, i.reference, i.count])).toEqual([
    ['results', 'DiagnosticReport/r', 2],
    ['results', 'Observation/o3', 1],
    ['vitals', 'Observation/v1', 2],
    ['encounter', 'Encounter/e', null],
    ['problem', 'Condition/c', null],
  ]);
  expect(items[0]).toMatchObject({
    abnormal: 1,
    measures: [
      { name: { text: 'Analyse 2' }, level: 'abnormal', direction: 'high' },
      { name: { text: 'Analyse 1' } },
    ],
  });
  expect([items[3]?.isCurrent, failed, truncated]).toEqual([true, [], []]);
});

it('results come by test with their report', async () => {
  const { series, reports } = await ask<ResultsView>('results.list', 't1');
  expect(series.map((s) => [s.name.text, s.panel?.text ?? null])).toEqual([
    ['Analyse 1', 'Bilan'],
    ['Analyse 2', 'Bilan'],
    ['Analyse 3', null],
  ]);
  expect(reports).toHaveLength(1);
});

it('a record nobody has is closed like one of a stranger, a role without rights gets nothing', async () => {
  expect((await callQuery(bff, doctor, 'timeline.list', { patientId: 'nobody' })).status).toBe(403);
  const secretary = await signInOverHttp(bff, sandbox, 'secretaire');
  for (const procedure of ['timeline.list', 'results.list'])
    expect((await callQuery(bff, secretary, procedure, { patientId: 't1' })).status).toBe(403);
});

it.skipIf(missing)(
  leftOut('the largest Synthea record loses nothing and answers quickly', missing),
  async () => {
    const file = readdirSync(synthea).find((name) => name.startsWith('Eleonor')) ?? '';
    const bundle = JSON.parse(readFileSync(path.join(synthea, file), 'utf8')) as Bundle;
    const made = await fhir.transaction(bundle);
    const patientId =
      made.entry?.map((e) => /Patient\/([^/]+)\//.exec(e.response?.location ?? '')?.[1]).find(Boolean) ?? '';
    await entrustPatients(sandbox, [patientId]);
    const of = (type: string) => (bundle.entry ?? []).filter((e) => e.resource?.resourceType === type).length;
    const timeline = await ask<TimelineView>('timeline.list', patientId);
    const count = (kind: string) => timeline.items.filter((i) => i.kind === kind).length;
    expect([
      count('encounter'),
      count('problem'),
      count('procedure'),
      count('immunization'),
      count('medication'),
      count('imaging'),
      count('plan'),
    ]).toEqual(
      [
        'Encounter',
        'Condition',
        'Procedure',
        'Immunization',
        'MedicationRequest',
        'ImagingStudy',
        'CarePlan',
      ].map(of),
    );
    const results = await ask<ResultsView>('results.list', patientId);
    expect(results.reports).toHaveLength(of('DiagnosticReport'));
    expect(results.series.flatMap((s) => s.points).length).toBeGreaterThan(200);
    const times: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      const at = performance.now();
      await ask('timeline.list', patientId);
      times.push(performance.now() - at);
    }
    expect(Math.min(...times)).toBeLessThan(1000);
  },
);

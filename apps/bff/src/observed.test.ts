import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { connectFhir, type FhirClient, type FhirServer } from '@keneyapp/fhir-client';
import { parseWithDigits } from '@keneyapp/fhir-client/json';
import { leftOut } from '@keneyapp/config/left-out';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import {
  callQuery,
  entrustPatients,
  sandboxSystemToken,
  signInOverHttp,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import type { Bundle } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ResultsView } from './features/results/view.ts';
import type { SummaryView } from './features/summary/view.ts';
import type { TimelineView } from './features/timeline/view.ts';
import type { FlowsheetView, SeriesView } from './features/vitals/view.ts';

/** Files of real faults, from the file to what each page is given to show, over HTTP. */
const found = path.resolve(import.meta.dirname, '../../../../shared/data/found');
const missing = existsSync(found) ? null : '../shared/data/found is missing';
const folders = [
  'hba1c-units',
  'range-by-sex-and-age',
  'values-in-words',
  'decimal-precision',
  'vital-signs-unlisted',
];
const patients = ['zbug-res', 'zbug-imp5', 'zbug-vit'] as const;

let sandbox: RunningSandbox, bff: RunningBff, server: FhirServer, fhir: FhirClient, doctor: Visitor;
beforeAll(async () => {
  if (missing) return;
  sandbox = await sharedSandbox();
  bff = await sharedBff();
  server = connectFhir({ baseUrl: sandbox.fhirUrl });
  const token = await sandboxSystemToken(sandbox);
  fhir = server.client({ token: async () => token });
  doctor = await signInOverHttp(bff, sandbox, 'medecin');
  for (const folder of folders)
    for (const file of readdirSync(path.join(found, folder)).filter((name) => name.endsWith('.json')))
      await put(parseWithDigits(readFileSync(path.join(found, folder, file), 'utf8')) as Bundle);
  await entrustPatients(sandbox, [...patients]);
});
afterAll(async () => {
  await server?.close();
  await sandbox?.stop();
});

/** Each file names its resources: the same patient comes with several. */
async function put({ entry = [] }: Bundle): Promise<void> {
  for (const { resource } of entry.toSorted(
    (a, b) => Number(b.resource?.resourceType === 'Patient') - Number(a.resource?.resourceType === 'Patient'),
  ))
    if (resource?.id) await fhir.update({ ...resource, id: resource.id });
}

async function ask<T>(
  procedure: string,
  patientId: (typeof patients)[number],
  more: object = {},
): Promise<T> {
  const response = await callQuery(bff, doctor, procedure, { patientId, ...more });
  expect(response.status).toBe(200);
  return ((await response.json()) as { result: { data: T } }).result.data;
}

describe.skipIf(missing)(leftOut('what was recorded is what each page shows', missing), () => {
  it('results: every value in its form, its digits and its unit', async () => {
    const { series } = await ask<ResultsView>('results.list', 'zbug-res');
    const of = (name: string) => series.find((s) => s.name.text === name)?.points[0];
    const amount = (digits: string, unit: string | null = null) => expect.objectContaining({ digits, unit });
    expect(of('Leucocytes urinaires (par champ)')?.shown).toEqual({
      kind: 'range',
      low: amount('10', '/champ'),
      high: amount('20', '/champ'),
    });
    expect(of('Hématies urinaires (plage ouverte)')?.shown).toEqual({
      kind: 'range',
      low: amount('50', '/champ'),
      high: null,
    });
    expect(of('Anticorps antinucléaires (titre)')?.shown).toMatchObject({
      kind: 'ratio',
      denominator: { digits: '80', comparator: '>=' },
    });
    expect(of('Dilution <1:10')?.shown).toMatchObject({
      kind: 'ratio',
      numerator: { digits: '1', comparator: '<' },
    });
    expect(of('Protéinurie/créatininurie')?.shown).toEqual({
      kind: 'ratio',
      numerator: amount('30', 'mg'),
      denominator: amount('1', 'mmol'),
    });
    expect(of('Tracé échantillonné')?.shown).toMatchObject({
      kind: 'sampled',
      sampled: { count: 6, errors: 1, least: 1, most: 3, start: '1 2 3 E U L' },
    });
    expect(of('Durée de recueil')?.shown).toEqual({
      kind: 'period',
      start: '2026-05-09T08:00:00+02:00',
      end: '2026-05-10T08:00:00+02:00',
    });
    expect(of('Test de grossesse (booléen)')?.shown).toEqual({ kind: 'boolean', value: true });
    expect(of('Date des dernières règles')?.shown).toEqual({ kind: 'dateTime', at: '2026-04-02' });
    expect(of('Heure de prélèvement')?.shown).toEqual({ kind: 'time', at: '07:30:00' });
    expect(of('Culture (texte de plusieurs lignes)')?.shown).toEqual({
      kind: 'text',
      text: 'ECBU\n  Escherichia coli 10^6 UFC/mL\n    Amoxicilline : R\n    Ceftriaxone  : S',
    });
    expect(of('Anti-Xa [rivaroxaban]')?.value).toBe(120);
    expect(of('Héparine (unité UCUM brute)')?.shown).toMatchObject({
      amount: { digits: '0.45', code: '[iU]/mL' },
    });
    expect(of('Fer (ug/dL)')?.shown).toMatchObject({ amount: { unit: 'µg/dL' } });
    expect(of('Ferritine grande')).toMatchObject({
      shown: { amount: { digits: '12345.67' } },
      level: 'abnormal',
      direction: 'high',
    });
    expect(of('Créatinine précise 1.00')?.shown).toMatchObject({ amount: { digits: '1.00' } });
    expect(of('pH 7.40')?.shown).toMatchObject({ amount: { digits: '7.40' } });
    const sci = await ask<ResultsView>('results.list', 'zbug-imp5');
    expect(sci.series.map((s) => s.points[0]?.shown)).toMatchObject(
      ['1.2E+2', '0.10', '12345678901234567890.123'].map((digits) => ({
        kind: 'quantity',
        amount: { digits },
      })),
    );
  });

  it('HbA1c in % and in mmol/mol are two courses, each judged in its own unit', async () => {
    const { series } = await ask<ResultsView>('results.list', 'zbug-res');
    expect(
      series
        .filter((s) => s.name.text === 'HbA1c')
        .map((s) => [s.unitCode, s.points.map((p) => p.value), s.points[0]?.level]),
    ).toEqual([
      ['%', [7.2], 'abnormal'],
      ['mmol/mol', [75], 'abnormal'],
    ]);
  });

  it('summary, results and timeline judge by the range of her sex and age', async () => {
    const [results, summary, timeline] = [
      await ask<ResultsView>('results.list', 'zbug-res'),
      await ask<SummaryView>('summary.get', 'zbug-res'),
      await ask<TimelineView>('timeline.list', 'zbug-res'),
    ];
    for (const [name, level, direction] of [
      ['Hémoglobine', 'normal', null],
      ['Phosphatases alcalines', 'abnormal', 'high'],
    ] as const) {
      expect(results.series.find((s) => s.name.text === name)?.points[0]).toMatchObject({ level, direction });
      const row = summary.results.items.find((r) => r.name.text === name);
      if (row) expect(row).toMatchObject({ level, direction });
    }
    const alkaline = timeline.items
      .flatMap((i) => i.measures)
      .find((m) => m.name.text === 'Phosphatases alcalines');
    expect(alkaline).toMatchObject({ level: 'abnormal', direction: 'high' });
  });

  it('vital signs nobody listed are on every page, with what is said about them', async () => {
    const { sets } = await ask<FlowsheetView>('vitals.flowsheet', 'zbug-vit');
    const measures = sets.flatMap((s) => s.measures);
    const critical = { level: 'critical', direction: 'low' };
    expect(measures.map((m) => m.observationId).sort()).toEqual(
      Array.from({ length: 9 }, (_, i) => `zbug-v${i + 1}`),
    );
    const of = (id: string) => measures.find((m) => m.observationId === `zbug-${id}`);
    expect(of('v1')).toMatchObject({
      name: 'other',
      label: { text: 'Score de Glasgow' },
      parts: [{ value: { amount: { digits: '7' } } }],
    });
    expect(of('v2')).toMatchObject({
      name: 'other',
      label: { text: 'PAM' },
      parts: [{ value: { amount: { digits: '52', unit: 'mmHg' } } }],
    });
    expect(of('v3')).toMatchObject({ name: 'bloodPressure', value: 82, second: 45, worst: critical });
    expect(of('v4')).toMatchObject({
      name: 'other',
      label: { text: 'Fréquence cardiaque (texte seul)' },
      parts: [{ value: { amount: { digits: '148' } } }],
    });
    expect(of('v5')).toMatchObject({
      name: 'temperature',
      value: 40,
      recorded: { digits: '104' },
      worst: { level: 'abnormal', direction: 'high' },
    });
    expect(of('v6')).toMatchObject({ name: 'weight', digits: '68', recorded: { digits: '150' } });
    expect(of('v7')).toMatchObject({
      value: 70,
      second: null,
      worst: critical,
      parts: [{ value: { reason: { text: 'non audible' } } }],
    });
    expect(of('v8')).toMatchObject({ value: 70, comparator: '<', worst: critical });
    expect(of('v9')).toMatchObject({
      name: 'heartRate',
      value: null,
      parts: [{ value: { kind: 'absent', reason: { text: 'Agitation' } } }],
    });

    const { unlisted } = await ask<SeriesView>('vitals.series', 'zbug-vit');
    expect(unlisted).toHaveLength(3);

    const { vitals } = await ask<SummaryView>('summary.get', 'zbug-vit');
    const tile = (kind: string, label?: string) =>
      vitals.items.find((v) => v.kind === kind && (label === undefined || v.label.text === label));
    expect(tile('other', 'PAM')?.values).toMatchObject([{ value: { amount: { digits: '52' } } }]);
    expect(tile('other', 'Score de Glasgow')).toBeDefined();
    expect(tile('oxygen-saturation')).toMatchObject({
      ...critical,
      values: [{ value: { amount: { digits: '70', comparator: '<' } } }],
    });
    expect(tile('blood-pressure')).toMatchObject({ ...critical, alsoThen: 1 });
    expect(tile('temperature')).toMatchObject({ value: 40, level: 'abnormal', recorded: { digits: '104' } });

    const { items } = await ask<TimelineView>('timeline.list', 'zbug-vit');
    const line = items.find((i) => i.kind === 'vitals');
    expect(line).toMatchObject({ critical: 3 });
    expect(line?.measures.find((m) => m.name.text === 'Température')?.value).toMatchObject({
      amount: { digits: '40', code: 'Cel' },
    });
  });
});

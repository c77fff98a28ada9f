import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTestDecisionSupport } from '../../packages/config/src/testing-decision-support.ts';
import { compileFiles } from '../interactions/run.ts';
import { inRoot } from '../lib/paths.mjs';
import { percentile, type BenchRow } from './bench.ts';

export const name = 'Order checks: 20 orders against 15 current drugs';

const official = inRoot('../shared/data/terminology');
const atcSystem = 'https://smt.esante.gouv.fr/terminologie-atc';
const [requests, warmUp] = [200, 20];

/** ATC and name of what hospitals order most; the first twenty are ordered, the rest runs. */
const drugs =
  `N02BE01 paracétamol,B01AB05 énoxaparine,A02BC05 ésoméprazole,J01CR02 amoxicilline,C03CA01 furosémide,C07AB07 bisoprolol,
C09AA05 ramipril,C10AA05 atorvastatine,B01AC06 acide acétylsalicylique,A10BA02 métformine,N05BA12 alprazolam,N02AX02 tramadol,J01DD04 ceftriaxone,
A06AD15 macrogol,H03AA01 lévothyroxine,M04AA01 allopurinol,C08CA01 amlodipine,N06AB06 sertraline,R03AC02 salbutamol,A10AE04 insuline glargine,
B01AA03 warfarine,C01BD01 amiodarone,C01AA05 digoxine,C03DA01 spironolactone,N03AG01 acide valproïque,N05AH03 olanzapine,M01AE01 ibuprofène,
H02AB06 prednisolone,J01FA09 clarithromycine,M04AC01 colchicine,N06AX11 mirtazapine,C09CA01 losartan,A12BA01 chlorure de potassium,B03AA07 sulfate ferreux,G04CA02 tamsulosine`
    .split(/,\s*/)
    .map((one) => [one.slice(0, 7), one.slice(8)] as const);

const order = ([code, display]: readonly [string, string], id: string) => ({
  resourceType: 'MedicationRequest',
  id,
  status: 'active',
  intent: 'order',
  subject: { reference: 'Patient/bench' },
  medicationCodeableConcept: { coding: [{ system: atcSystem, code, display }], text: display },
  dosageInstruction: [
    {
      timing: { repeat: { frequency: 2, period: 1, periodUnit: 'd' } },
      route: { text: 'voie orale' },
      doseAndRate: [
        { doseQuantity: { value: 100, unit: 'mg', code: 'mg', system: 'http://unitsofmeasure.org' } },
      ],
    },
  ],
});
const bundle = (...resources: object[]) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource })),
});
const observation = (code: string, value: number, unit: string) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code }] },
  effectiveDateTime: new Date().toISOString(),
  valueQuantity: { value, unit, code: unit },
});

const body = () =>
  JSON.stringify({
    hook: 'order-sign',
    hookInstance: crypto.randomUUID(),
    context: {
      userId: 'Practitioner/bench',
      patientId: 'bench',
      draftOrders: bundle(...drugs.slice(0, 20).map((drug, i) => order(drug, `line-${i}`))),
      selections: [],
    },
    prefetch: {
      patient: { resourceType: 'Patient', id: 'bench', gender: 'female', birthDate: '1948-05-04' },
      medications: bundle(...drugs.slice(20).map((drug, i) => order(drug, `m-${i}`))),
      statements: bundle(),
      allergies: bundle(),
      conditions: bundle(),
      kidney: bundle(observation('62238-1', 42, 'mL/min/{1.73_m2}'), observation('14682-9', 118, 'umol/L')),
      weight: bundle(observation('29463-7', 61, 'kg')),
      pregnancy: bundle(),
    },
  });

/** The server of decision support with the whole thesaurus where it is at hand, asked over HTTP as the application asks it. */
export async function run(): Promise<BenchRow[]> {
  const data = await mkdtemp(path.join(tmpdir(), 'keneyapp-checks-'));
  const isWhole = existsSync(official);
  if (isWhole) {
    const files = [
      'ansm/thesaurus_092019.txt',
      'ansm/index_substances092019.csv',
      'bdpm/CIS_COMPO_bdpm-2022.txt',
    ];
    const { file } = await compileFiles(files.map((one) => path.join(official, one)));
    await writeFile(path.join(data, 'interactions.json'), JSON.stringify(file));
  }
  const server = await startTestDecisionSupport(data);
  try {
    const times: number[] = [];
    let cards = 0;
    for (let i = 0; i < warmUp + requests; i += 1) {
      const began = performance.now();
      const response = await fetch(`${server.url}/cds-services/keneyapp-order-sign`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${server.token}` },
        body: body(),
      });
      cards = ((await response.json()) as { cards: unknown[] }).cards.length;
      if (i >= warmUp) times.push(performance.now() - began);
    }
    const p95 = percentile(times, 0.95);
    return [
      {
        name: isWhole ? 'answer with the whole thesaurus, p95' : 'answer with the examples alone, p95',
        value: p95,
        unit: 'ms',
        target: '< 200',
        ok: p95 < 200 && cards > 0,
      },
      { name: 'cards of an answer', value: cards, unit: '', target: '', ok: null },
    ];
  } finally {
    await server.stop();
    await rm(data, { recursive: true, force: true });
  }
}

import { emptyStep, type DoseScale, type ScaleBand } from '@keneyapp/clinical/prescribing';
import { callMutation, callQuery, signInOverHttp, type Visitor } from '@keneyapp/config/testing';
import { startTestDecisionSupport } from '@keneyapp/config/testing-decision-support';
import { regimenOf } from '@keneyapp/fhir-model/regimen-read';
import { systems } from '@keneyapp/fhir-model/systems';
import type { MedicationRequest } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ChecksView } from '../../decision-support/checks-view.ts';
import { readPdf } from '../../pdf/testing-pdf.ts';
import { readResult } from '../../testing-http.ts';
import type { MedicationsView } from '../medications/view.ts';
import { drugLine, formerOf, issuesOf, regimen, startOrders, today, type Orders } from './testing-orders.ts';
import type { FavouritesView, PapersView } from './view.ts';

/** Doses by what is measured, from the signature to the paper; the companion looks at them as at any other dose. */
let orders: Orders, companion: Awaited<ReturnType<typeof startTestDecisionSupport>>, doctor: Visitor;
const [first, ward, home] = ['scale-first', 'scale-bed', 'scale-home'] as const;
beforeAll(async () => {
  companion = await startTestDecisionSupport();
  orders = await startOrders(first, ward, home);
  const substances = [
    { code: 'N02BE01', display: 'paracétamol' },
    { code: 'A10AB05', display: 'insuline asparte' },
  ];
  const atc = await orders.fhir.read('CodeSystem', 'cs-atc');
  await orders.fhir.update({ ...atc, id: 'cs-atc', concept: [...(atc.concept ?? []), ...substances] });
  await orders.restart(companion.env);
  doctor = await signInOverHttp(orders.bff, orders.sandbox, 'medecin');
  await vi.waitFor(
    async () => expect(issuesOf(await orders.sign([line()], { who: doctor }))).toBeUndefined(),
    { timeout: 60_000, interval: 500 },
  );
}, 240_000);
afterAll(async () => {
  await orders?.stop();
  await companion?.stop();
});

const units = (value: string) => ({ value, unit: '[iU]' });
const mg = (value: string) => ({ value, unit: 'mg' });
const bands: ScaleBand[] = [
  { from: null, below: '0.70', dose: 'none', instruction: 'resucrer, appeler le médecin' },
  { from: '0.70', below: '2', dose: units('4'), instruction: '' },
  { from: '2', below: null, dose: units('8'), instruction: '' },
];
const scale = (more: Partial<DoseScale> = {}): DoseScale => ({
  measure: 'capillary-glucose',
  unit: 'g/L',
  bands,
  ...more,
});
const highest = (dose: ScaleBand['dose']) =>
  scale({ bands: bands.map((one, i) => (i === 2 ? { ...one, dose } : one)) });
const thrice = { times: { count: 3, per: { value: 1, unit: 'd' } }, at: ['AC'] };
const byScale = (of: DoseScale = scale()) => ({
  ...regimen,
  route: 'subcutaneous',
  steps: [{ ...emptyStep, scale: of, timing: thrice, duration: { value: 7, unit: 'd' } }],
});
const drug = (text: string, code: string) => ({ text, code: { system: systems.atc, code } });
const line = (of?: DoseScale, more: object = {}) =>
  drugLine({ coded: drug('insuline asparte', 'A10AB05'), regimen: byScale(of), ...more });
const stored = (id: string): Promise<MedicationRequest> => orders.fhir.read('MedicationRequest', id);
async function signed(lines: object[], patientId: string = ward): Promise<MedicationRequest> {
  const { data, error } = await orders.sign(lines, { patientId, who: doctor });
  if (error) throw new Error(JSON.stringify(error));
  return stored(data.ids[0] ?? '');
}
async function told(of: DoseScale, coded = drug('paracétamol', 'N02BE01')): Promise<ChecksView> {
  const asked = { patientId: home, hook: 'order-select', language: 'fr' };
  const { data, error } = await readResult<ChecksView>(
    await callQuery(orders.bff, doctor, 'orders.check', {
      ...asked,
      lines: [line(of, { coded, setting: 'community' })],
    }),
  );
  if (error) throw new Error(JSON.stringify(error));
  return data;
}

it('is signed whole, shown as it was prescribed, and no dose of its own stands beside it', async () => {
  const request = await signed([line()]);
  const [dosage] = request.dosageInstruction ?? [];
  expect(dosage?.text).toContain(
    'moins de 0,70 g/L : aucune dose, resucrer, appeler le médecin ; de 0,70 à moins de 2 g/L : 4 UI',
  );
  expect(dosage?.doseAndRate).toBeUndefined();
  const { data } = await readResult<MedicationsView>(
    await callQuery(orders.bff, doctor, 'medications.list', { patientId: ward }),
  );
  const row = data.current.find(({ id }) => id === request.id);
  expect(row).toMatchObject({
    regimen: byScale(),
    acts: ['renew', 'revise', 'stop'],
    dosages: [{ dose: null, scale: scale() }],
  });

  const renewed = await signed([
    {
      ...{ kind: 'drug', act: 'renew', former: formerOf(request), start: today },
      duration: { value: 3, unit: 'd' },
    },
  ]);
  expect(regimenOf(renewed.dosageInstruction)?.steps[0]).toMatchObject({
    scale: scale(),
    duration: { value: 3, unit: 'd' },
  });
  const revised = await signed([
    line(highest(units('10')), { act: 'revise', former: formerOf(renewed), why: 'Glycémies hautes' }),
  ]);
  expect(regimenOf(revised.dosageInstruction)?.steps[0]?.scale).toEqual(highest(units('10')));
});

it('is refused at its field where a value would have no dose, or two', async () => {
  const [low, middle, high] = bands as [ScaleBand, ScaleBand, ScaleBand];
  const refused = async (of: DoseScale, more: object = {}) =>
    issuesOf(await orders.sign([drugLine(), line(of, more)], { patientId: ward, who: doctor }));
  const at = 'lines.1.steps.0.scale';
  expect(await refused(scale({ bands: [low, middle, { ...high, from: '2.5' }] }))).toEqual([
    `${at}.bands.2.from gap`,
  ]);
  expect(await refused(scale({ bands: [low, middle, { ...high, from: '1.5' }] }))).toEqual([
    `${at}.bands.2.from overlap`,
  ]);
  expect(await refused(scale({ bands: [low, middle, { ...high, dose: null }] }))).toEqual([
    `${at}.bands.2.dose missing`,
  ]);
  expect(await refused(scale({ unit: null }))).toEqual([`${at}.unit missing`]);
  expect(await refused(scale({ unit: 'mmol/L' }))).toEqual([`${at}.unit rather-g`]);
  expect(await refused(scale({ bands: [{ ...low, dose: units('4') }, middle, high] }))).toEqual([
    `${at}.bands.0.dose hypoglycaemia`,
  ]);
  const [step] = byScale().steps;
  expect(await refused(scale(), { regimen: { ...regimen, steps: [{ ...step, dose: units('4') }] } })).toEqual(
    ['lines.1.steps.0.dose dose-and-scale'],
  );
});

it('is judged by its highest dose; nothing is said of one that nobody can tell', async () => {
  const inMg = (most: string) =>
    scale({ bands: bands.map((one, i) => (i === 0 ? one : { ...one, dose: mg(i === 2 ? most : '500') })) });
  const tooMuch = ({ alerts }: ChecksView) => alerts.filter(({ rule }) => rule === 'dose.day');
  expect(tooMuch(await told(inMg('1000')))).toEqual([]);
  expect(tooMuch(await told(inMg('1500')))).toMatchObject([{ level: 'needs-reason' }]);
  // 1 g beside international units: it is refused, and until then it is said that it was not judged
  const { notRun } = await told(highest({ value: '1', unit: 'g' }));
  expect(notRun.map(({ detail }) => detail).join()).toContain('ne se convertit pas');
  // of insulin the unit of each band is looked at
  const insulin = drug('insuline asparte', 'A10AB05');
  const ofUnit = async (of: DoseScale) => (await told(of, insulin)).alerts.map(({ rule }) => rule);
  expect(await ofUnit(scale())).toEqual([]);
  expect(await ofUnit(inMg('1000'))).toContain('never.insulin-unit');
});

it('is a table on the paper, and is kept at hand as it is', async () => {
  const request = await signed([line(scale(), { setting: 'community' })], home);
  const { data } = await readResult<PapersView>(
    await callMutation(orders.bff, doctor, 'orders.print', {
      ...{ patientId: home, key: crypto.randomUUID(), requestId: request.id },
    }),
  );
  const document = await orders.fhir.read('DocumentReference', data.papers[0]?.documentId ?? '');
  const [, id = ''] = (document.content[0]?.attachment.url ?? '').split('/');
  const file = await orders.fhir.read('Binary', id);
  const { pages } = await readPdf(Buffer.from(file.data ?? '', 'base64'));
  const text = pages.map((one) => one.text).join(' ');
  expect(pages[0]?.roles).toContain('Table');
  for (const words of [
    'dose selon la glycémie capillaire (tableau ci-dessous)',
    'moins de 0,70 g/L',
    'aucune dose',
    'resucrer, appeler le médecin',
    '2 g/L et plus',
  ])
    expect(text.replaceAll(/\s+/g, ' ')).toContain(words);

  const { coded, regimen: kept, setting } = line();
  const favourite = {
    id: crypto.randomUUID(),
    name: 'Par la glycémie',
    lines: [{ kind: 'drug', coded, regimen: kept, setting, priority: 'routine' }],
  };
  await callMutation(orders.bff, doctor, 'orders.saveFavourite', favourite);
  const { data: atHand } = await readResult<FavouritesView>(
    await callQuery(orders.bff, doctor, 'orders.favourites', undefined),
  );
  expect(atHand.favourites).toMatchObject([favourite]);
});

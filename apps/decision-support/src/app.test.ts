import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTestDecisionSupport } from '@keneyapp/config/testing-decision-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import examples from './data/interaction-examples.json' with { type: 'json' };
import { findingExtension, type Card } from './cards.ts';
import { discovery } from './hooks.ts';
import { allergy, bundleOf, handed, observation, patient, order, timesADay } from './testing-case.ts';

let data: string;
let server: Awaited<ReturnType<typeof startTestDecisionSupport>>;
beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'keneyapp-cds-'));
  server = await startTestDecisionSupport(data);
});
afterAll(async () => {
  await server.stop();
  await rm(data, { recursive: true });
});

const drug = (id: string, atc: string, name: string) =>
  order({ id, atc, name, step: { dose: { value: '500', unit: 'mg' }, timing: timesADay(2) }, regimen: {} });
const request = (hook: string, prefetch: object, drafts: ReturnType<typeof drug>[] | null) => ({
  hook,
  hookInstance: '7f1dd8a5-2b0c-4f6e-9d6e-0c7c6f6d9d11',
  context: {
    userId: 'Practitioner/1',
    patientId: 'p',
    ...(drafts ? { draftOrders: bundleOf(...drafts), selections: [] } : {}),
  },
  prefetch,
});
async function post(
  id: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: { cards: Card[]; error: string } }> {
  const response = await fetch(`${server.url}/cds-services/${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.token}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as { cards: Card[]; error: string } };
}
const rules = (cards: Card[]) => cards.map(({ extension }) => extension[findingExtension].rule);
const penicillin = allergy([{ system: 'http://snomed.info/sct', code: '764146007', display: 'Pénicilline' }]);

describe('the services of CDS Hooks', () => {
  it('are discovered with what they want to be handed', async () => {
    const response = await fetch(`${server.url}/cds-services`);
    const { title, publisher, date, isSample, pairs } = examples;
    const knowledge = { title, publisher, date, isSample, size: pairs.length };
    expect(await response.json()).toEqual(discovery('fr', knowledge));
    expect(discovery('en', knowledge).services.map(({ hook }) => hook)).toEqual([
      'order-select',
      'order-sign',
      'patient-view',
    ]);
  });

  it('answer with cards: the alert, its source, its reasons, in the language that is asked for', async () => {
    const asked = request('order-sign', handed({ allergies: bundleOf(penicillin) }), [
      drug('line-0', 'J01CA04', 'amoxicilline'),
    ]);
    const { status, body } = await post('keneyapp-order-sign', asked);
    expect(status).toBe(200);
    expect(body.cards[0]).toMatchObject({
      uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      summary: 'Allergie confirmée à Pénicilline\u00a0: amoxicilline',
      indicator: 'critical',
      source: { label: 'Allergies inscrites dans ce dossier' },
      extension: {
        [findingExtension]: {
          kind: 'alert',
          rule: 'allergy.confirmed',
          level: 'blocks',
          canLift: true,
          orders: ['line-0'],
        },
      },
    });
    expect(body.cards[0]?.overrideReasons?.map(({ code }) => code)).toContain('other');
    const english = await post('keneyapp-order-sign', asked, { 'accept-language': 'en-GB,en' });
    expect(english.body.cards[0]?.summary).toBe('Confirmed allergy to Pénicilline: amoxicilline');
  });

  it('say what was not handed over; empty is not missing', async () => {
    const { medications, ...rest } = handed();
    const without = await post(
      'keneyapp-order-select',
      request('order-select', rest, [drug('line-0', 'J01CA04', 'amoxicilline')]),
    );
    expect(rules(without.body.cards)).toEqual(expect.arrayContaining(['duplicate', 'interaction']));
    const whole = await post(
      'keneyapp-order-select',
      request('order-select', { ...rest, medications }, [drug('line-0', 'J01CA04', 'amoxicilline')]),
    );
    expect(rules(whole.body.cards)).not.toContain('duplicate');
    // a first page alone is not the whole list
    const paged = { ...medications, link: [{ relation: 'next', url: 'http://x' }] };
    const part = await post(
      'keneyapp-order-select',
      request('order-select', { ...rest, medications: paged }, [drug('line-0', 'J01CA04', 'amoxicilline')]),
    );
    expect(rules(part.body.cards)).toContain('duplicate');
  });

  it('look at a chart that is opened: current drugs among each other', async () => {
    const running = bundleOf(drug('a', 'B01AA03', 'warfarine'), drug('b', 'M01AE01', 'ibuprofène'));
    const { body } = await post(
      'keneyapp-patient-view',
      request('patient-view', handed({ medications: running }), null),
    );
    expect(rules(body.cards)).toContain('interaction.not-advised');
    expect(body.cards.every(({ extension }) => extension[findingExtension].kind === 'alert')).toBe(true);
    // nobody is asked for a reason, and what was not handed over is said
    expect(body.cards.flatMap(({ overrideReasons = [] }) => overrideReasons)).toEqual([]);
    const { medications, ...rest } = handed();
    expect(medications).toBeDefined();
    const without = await post('keneyapp-patient-view', request('patient-view', rest, null));
    expect(without.body.cards.map(({ extension }) => extension[findingExtension].kind)).toEqual([
      'not-checked',
    ]);
  });

  it('say that the kidneys clear less than they did, of a drug that they clear', async () => {
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString();
    const rate = (value: number, ago: number) => observation('62238-1', value, 'mL/min', day(ago));
    const viewed = async (...rates: ReturnType<typeof rate>[]) => {
      const given = { medications: bundleOf(drug('a', 'A10BA02', 'metformine')), kidney: bundleOf(...rates) };
      const { body } = await post('keneyapp-patient-view', request('patient-view', handed(given), null));
      return rules(body.cards);
    };
    expect(await viewed(rate(50, 2), rate(80, 60))).toContain('kidney.fell');
    // a quarter less within a category, no quarter less, and a value that is old
    expect(await viewed(rate(61, 2), rate(85, 60))).not.toContain('kidney.fell');
    expect(await viewed(rate(58, 2), rate(70, 60))).not.toContain('kidney.fell');
    expect(await viewed(rate(50, 120), rate(80, 200))).not.toContain('kidney.fell');
  });

  it('judge as of the day that a rehearsal names', async () => {
    const asked = request('order-sign', handed({ patient: patient('2020-01-01') }), [
      drug('line-0', 'N02BE01', 'paracétamol'),
    ]);
    const then = { 'https://keneyapp.example/cds-hooks/as-of': '2021-01-01T00:00:00Z' };
    expect((await post('keneyapp-order-sign', { ...asked, extension: then })).status).toBe(200);
    const wrong = { 'https://keneyapp.example/cds-hooks/as-of': 'yesterday' };
    expect((await post('keneyapp-order-sign', { ...asked, extension: wrong })).status).toBe(400);
  });
});

describe('what is refused, in words', () => {
  const good = () => request('order-sign', handed(), [drug('line-0', 'J01CA04', 'amoxicilline')]);
  it('a stranger, an unknown service, another hook, no orders, no JSON', async () => {
    expect(await post('keneyapp-order-sign', good(), { authorization: 'Bearer wrong' })).toMatchObject({
      status: 401,
    });
    expect(await post('nothing', good())).toMatchObject({ status: 404 });
    expect((await post('keneyapp-order-sign', { ...good(), hook: 'order-select' })).body.error).toMatch(
      /order-select.*answers “order-sign”/,
    );
    expect((await post('keneyapp-order-sign', request('order-sign', handed(), null))).body.error).toMatch(
      /^context.draftOrders/,
    );
    expect((await post('keneyapp-order-sign', { ...good(), hookInstance: 'x' })).body.error).toMatch(
      /^hookInstance: /,
    );
    expect(await post('keneyapp-order-sign', '{"hook":')).toMatchObject({
      status: 400,
      body: { error: 'The request is not JSON' },
    });
    expect(
      (await post('keneyapp-order-sign', { ...good(), prefetch: { patient: 'secret' } })).body.error,
    ).not.toContain('secret');
  });
  it('odd resources break no rule', async () => {
    const odd = {
      resourceType: 'MedicationRequest',
      id: 'line-0',
      dosageInstruction: [{}],
      medicationCodeableConcept: {},
    };
    const { status, body } = await post(
      'keneyapp-order-sign',
      request('order-sign', handed(), [odd as never]),
    );
    expect(status).toBe(200);
    expect(body.cards.map(({ summary }) => summary).join()).not.toMatch(/panne/);
  });
});

it('another list of interactions is read when it is put there; a broken one leaves the former', async () => {
  const pairsOf = async () =>
    ((await (await fetch(`${server.url}/health`)).json()) as { interactions: { pairs: number } }).interactions
      .pairs;
  const file = path.join(data, 'interactions.json');
  expect(await pairsOf()).toBe(examples.pairs.length);
  await writeFile(file, JSON.stringify({ ...examples, pairs: examples.pairs.slice(0, 1), isSample: false }));
  expect(await pairsOf()).toBe(1);
  await writeFile(file, '{"format":1');
  expect(await pairsOf()).toBe(1);
  await rm(file);
  expect(await pairsOf()).toBe(examples.pairs.length);
});

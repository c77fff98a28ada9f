import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { chartGuard, viewUnder, type ChartView } from './chart-guard.ts';
import { Neighbours } from './neighbours.ts';
import type { Obligations } from './policy.ts';

const subject = { reference: 'Patient/a' };
const of = (resourceType: string, id: string, more: object = {}) =>
  ({ resourceType, id, status: 'final', subject, ...more }) as unknown as Resource;
const labels = (code: string) => ({ meta: { security: [{ code }] } });
const to = (reference: string) => ({ reference, display: 'secret' });
const hivHidden: Obligations = { hideLabels: ['HIV', 'PSY'], releasedOnly: false };
const nothingHidden: Obligations = { hideLabels: [], releasedOnly: false };

/** A server that keeps these and knows ids and labels. */
function server(...kept: Resource[]) {
  const batches: { type: string; params: Record<string, unknown> }[][] = [];
  const fhir = {
    batchSearch: (searches: { type: string; params: Record<string, unknown> }[]) => {
      batches.push(searches);
      return Promise.resolve(
        searches.map(({ type, params }): Bundle => {
          const ids = typeof params['_id'] === 'string' ? params['_id'].split(',') : null;
          const security = typeof params['_security'] === 'string' ? params['_security'].split(',') : null;
          return {
            resourceType: 'Bundle',
            type: 'searchset',
            entry: kept
              .filter(
                (r) =>
                  r.resourceType === type &&
                  (ids === null || ids.includes(r.id ?? '')) &&
                  (security === null || r.meta?.security?.some((c) => security.includes(c.code ?? ''))) &&
                  params['_tag'] === undefined,
              )
              .map((resource) => ({ resource })),
          };
        }),
      );
    },
  } as unknown as FhirClient;
  return { fhir, batches };
}
async function shown(
  { fhir }: { fhir: FhirClient },
  obligations: Obligations,
  ...resources: Resource[]
): Promise<(Resource | null)[]> {
  return chartGuard(viewUnder(fhir, 'a', 'record', obligations)).show(resources);
}

it('shows relatives and insurances beside identity: as an open chart does, and without any label in a closed one', async () => {
  const all = [
    of('RelatedPerson', 'r', { patient: subject }),
    of('RelatedPerson', 'secret', { patient: subject, ...labels('HIV') }),
    of('Coverage', 'c', { beneficiary: subject, ...labels('N') }),
    of('Coverage', 'other', { beneficiary: { reference: 'Patient/b' } }),
    of('Condition', 'd'),
  ];
  const beside = async (chart: Obligations | null) => {
    const view = { ...viewUnder(server().fhir, 'a', 'patients', nothingHidden), ofChart: async () => chart };
    return (await chartGuard(view).show(all)).flatMap((one) => one?.id ?? []);
  };
  expect(await beside(null)).toEqual(['r', 'c']);
  expect(await beside(hivHidden)).toEqual(['r', 'c', 'd']);
  expect(await beside(nothingHidden)).toEqual(['r', 'secret', 'c', 'd']);
});

describe('what points at something hidden', () => {
  const hiv = of('Condition', 'hiv', labels('HIV'));
  const asthma = of('Condition', 'asthma');
  const list = of('List', 'l', { entry: [{ item: to('Condition/hiv') }, { item: to('Condition/asthma') }] });

  it('goes without it, after one batch; who sees all is asked nothing of what was brought along', async () => {
    const asked = server(hiv, asthma);
    expect(await shown(asked, hivHidden, list)).toEqual([
      of('List', 'l', { entry: [{ item: to('Condition/asthma') }] }),
    ]);
    expect(asked.batches).toHaveLength(1);
    const whole = server(hiv, asthma);
    expect(await shown(whole, nothingHidden, list, hiv, asthma)).toEqual([list, hiv, asthma]);
    expect(whole.batches).toHaveLength(0);
  });
  it('loses the display where there is no such thing, for who sees all as well', async () => {
    const alone = of('List', 'l', { entry: [{ item: to('Condition/gone') }] });
    for (const obligations of [hivHidden, nothingHidden])
      expect(await shown(server(), obligations, alone)).toEqual([
        of('List', 'l', { entry: [{ item: { reference: 'Condition/gone' } }] }),
      ]);
  });
  it('goes without what is another patient’s', async () => {
    const theirs = of('Condition', 'theirs', { subject: { reference: 'Patient/b' } });
    const both = of('List', 'l', {
      entry: [{ item: to('Condition/theirs') }, { item: to('Condition/asthma') }],
    });
    expect(await shown(server(theirs, asthma), nothingHidden, both)).toEqual([
      of('List', 'l', { entry: [{ item: to('Condition/asthma') }] }),
    ]);
  });
  it('is not shown where its surroundings cannot be read', async () => {
    const broken = { batchSearch: () => Promise.reject(new FhirError(503, null)) } as unknown as FhirClient;
    await expect(shown({ fhir: broken }, hivHidden, list)).rejects.toMatchObject({ status: 503 });
    const inPart = {
      batchSearch: (searches: unknown[]) => Promise.resolve(searches.map(() => new FhirError(500, null))),
    } as unknown as FhirClient;
    await expect(shown({ fhir: inPart }, hivHidden, list)).rejects.toMatchObject({ status: 500 });
  });
});

describe('what belongs to something labelled', () => {
  const stay = of('Encounter', 'stay', labels('PSY'));
  const part = of('Encounter', 'part', { partOf: { reference: 'Encounter/stay' } });
  const inside = of('Observation', 'o', { encounter: { reference: 'Encounter/part' } });

  it('is hidden alike: parts of a stay, orders and what came of them, results of a report', async () => {
    const order = of('ServiceRequest', 'order', { encounter: { reference: 'Encounter/stay' } });
    const report = of('DiagnosticReport', 'r', {
      ...labels('HIV'),
      result: [{ reference: 'Observation/result' }],
    });
    const result = of('Observation', 'result');
    const done = of('Procedure', 'p', { basedOn: [{ reference: 'ServiceRequest/order' }] });
    const plain = of('Observation', 'plain');
    expect(
      await shown(server(stay, part, order, report), hivHidden, inside, part, done, result, plain),
    ).toEqual([null, null, null, null, plain]);
  });
  it('is not told by what points at it', async () => {
    const list = of('List', 'l', {
      entry: [{ item: to('Observation/o') }, { item: to('Observation/plain') }],
    });
    expect(await shown(server(stay, part, inside, of('Observation', 'plain')), hivHidden, list)).toEqual([
      of('List', 'l', { entry: [{ item: to('Observation/plain') }] }),
    ]);
  });
  it('goes round in no circle', async () => {
    const [one, two] = ['one', 'two'].map((id, i) =>
      of('Observation', id, { derivedFrom: [{ reference: `Observation/${i === 0 ? 'two' : 'one'}` }] }),
    );
    expect(await shown(server(), hivHidden, one as Resource, two as Resource)).toEqual([one, two]);
  });
  it('what gathers nothing but hidden things is hidden', async () => {
    const hiv = of('Observation', 'hiv', labels('HIV'));
    const report = of('DiagnosticReport', 'r', {
      code: { text: 'HIV' },
      result: [{ reference: 'Observation/hiv' }],
    });
    expect(await shown(server(hiv), hivHidden, report)).toEqual([null]);
  });
  it('an old version is not shown while what there is now is hidden', async () => {
    const now = of('Condition', 'c', labels('HIV'));
    const guard = chartGuard(viewUnder(server(now).fhir, 'a', 'record', hivHidden));
    expect(await guard.show([of('Condition', 'c')], { ofOldVersions: true })).toEqual([null]);
  });
});

describe('a decision that speaks of its own types alone', () => {
  const hiv = of('Condition', 'hiv', labels('HIV'));
  const drug = of('MedicationRequest', 'm', { ...labels('HIV'), reasonReference: [to('Condition/hiv')] });
  const view = (ofChart: Obligations | null): ChartView => {
    const { fhir } = server(hiv);
    return {
      ...{ patientId: 'a', feature: 'medications', obligations: nothingHidden },
      ofChart: () => Promise.resolve(ofChart),
      neighbours: new Neighbours(fhir, 'a'),
    };
  };
  it('shows them, and neither what they lead to nor what was brought along', async () => {
    const { reasonReference: _reason, ...rest } = drug as unknown as Record<string, unknown>;
    expect(await chartGuard(view(hivHidden)).show([drug, hiv])).toEqual([rest, null]);
    expect(await chartGuard(view(null)).show([drug, of('Condition', 'plain')])).toEqual([rest, null]);
  });
});

describe('everybody else', () => {
  it('goes, whoever reads: other patients, who stands beside them, contained people', async () => {
    const [relative, own] = [
      { resourceType: 'RelatedPerson', id: 'theirs', patient: { reference: 'Patient/b' } },
      { resourceType: 'RelatedPerson', id: 'mine', patient: subject },
    ] as [Resource, Resource];
    const [told] = await shown(
      server(relative, own),
      nothingHidden,
      of('Communication', 'c', {
        contained: [{ resourceType: 'Patient', id: 'p' }],
        sender: to('Patient/b'),
        recipient: [
          ...['RelatedPerson/theirs', 'RelatedPerson/mine', '#p', 'Practitioner/x'].map(to),
          { display: 'secret' },
        ],
      }),
    );
    expect(told).toEqual(
      of('Communication', 'c', { recipient: [to('RelatedPerson/mine'), to('Practitioner/x')] }),
    );
  });
  it('stays by reference where a patient names them, or a record replaces another', async () => {
    const consent = of('Consent', 'c', {
      patient: subject,
      provision: { actor: [{ role: {}, reference: to('Patient/b') }] },
    });
    const patient = {
      resourceType: 'Patient',
      id: 'a',
      link: [{ type: 'replaced-by', other: to('Patient/b') }],
    };
    expect(await shown(server(), nothingHidden, consent, patient as Resource)).toEqual([
      consent,
      { ...patient, link: [{ type: 'replaced-by', other: { reference: 'Patient/b' } }] },
    ]);
  });
});

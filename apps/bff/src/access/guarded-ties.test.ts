import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import type { Binary, Bundle, DocumentReference, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { chartGuard, viewUnder } from './chart-guard.ts';
import { guardedFhir } from './guarded-fhir.ts';

const subject = { reference: 'Patient/a' };
const obligations = { hideLabels: ['V'], releasedOnly: false };

/** A record of these resources, which tells what was written into it. */
function chartOver(resources: readonly Resource[], sent: unknown[] = []): FhirClient {
  const fhir = {
    read: (type: string, id: string) => {
      const found = resources.find((r) => r.resourceType === type && r.id === id);
      return found ? Promise.resolve(found) : Promise.reject(new FhirError(404, null));
    },
    searchAll: (type: string) => Promise.resolve(resources.filter((r) => r.resourceType === type)),
    batchSearch: (searches: unknown[]) =>
      Promise.resolve(searches.map((): Bundle => ({ resourceType: 'Bundle', type: 'searchset' }))),
    create: (resource: Resource) => Promise.resolve(sent.push(resource) && resource),
    update: (resource: Resource) => Promise.resolve(sent.push(resource) && resource),
    transaction: (bundle: Bundle) => Promise.resolve(sent.push(bundle) && { resourceType: 'Bundle' }),
  } as unknown as FhirClient;
  const guard = chartGuard(viewUnder(fhir, 'a', 'documents', obligations));
  return guardedFhir(fhir, guard, { fhirUrl: 'https://fhir.example/r4' });
}

describe('a file', () => {
  const file = (more: Partial<Binary> = {}): Binary => ({
    resourceType: 'Binary',
    id: 'f',
    contentType: 'text/plain',
    data: 'eA==',
    ...more,
  });
  const shows = (url: string, more: Partial<DocumentReference> = {}): DocumentReference => ({
    resourceType: 'DocumentReference',
    id: `d${url.length}`,
    status: 'current',
    subject,
    content: [{ attachment: { url } }],
    ...more,
  });
  const ofOther = { subject: { reference: 'Patient/b' } };
  const patients: Resource[] = [
    { resourceType: 'Patient', id: 'a' },
    { resourceType: 'Patient', id: 'b' },
  ];
  const opens = (...resources: Resource[]) =>
    chartOver([...patients, ...resources])
      .read('Binary', 'f')
      .then(
        () => true,
        (error: unknown) => {
          if (error instanceof FhirError && error.status === 404) return false;
          throw error;
        },
      );

  it.each<[string, boolean, Resource[]]>([
    ['of this patient', true, [file({ securityContext: subject })]],
    ['of another', false, [file({ securityContext: { reference: 'Patient/b' } })]],
    ['of somebody who is not there', false, [file({ securityContext: { reference: 'Patient/c' } })]],
    ['of somebody named otherwise', false, [file({ securityContext: { display: 'x' } })]],
    [
      'of this patient, labelled',
      false,
      [file({ securityContext: subject, meta: { security: [{ code: 'V' }] } })],
    ],
    ['that no document shows', false, [file()]],
    ['that a document of the chart shows', true, [file(), shows('Binary/f')]],
    ['that it shows in full', true, [file(), shows('https://fhir.example/r4/Binary/f/_history/1')]],
    ['that a document of another shows', false, [file(), shows('Binary/f', ofOther)]],
    [
      'that documents of two patients show',
      false,
      [file(), shows('Binary/f'), shows('Binary/f/_history/1', ofOther)],
    ],
    [
      'that a labelled document shows too',
      false,
      [
        file(),
        shows('Binary/f'),
        shows('Binary/f/_history/1', { securityLabel: [{ coding: [{ code: 'V' }] }] }),
      ],
    ],
    [
      'of this patient, that a labelled document shows',
      false,
      [
        file({ securityContext: subject }),
        shows('Binary/f'),
        shows('Binary/f/_history/1', { securityLabel: [{ coding: [{ code: 'V' }] }] }),
      ],
    ],
    [
      'of this patient, that a document of another shows by mistake',
      true,
      [file({ securityContext: subject }), shows('Binary/f'), shows('Binary/f/_history/1', ofOther)],
    ],
    ['whose name begins alike', true, [file(), shows('Binary/f'), shows('Binary/f2', ofOther)]],
  ])('%s: %s', async (_what, expected, resources) => {
    expect(await opens(...resources)).toBe(expected);
  });
});

describe('what ties people to a patient', () => {
  const stay: Resource = {
    resourceType: 'Encounter',
    status: 'in-progress',
    class: { code: 'IMP' },
    subject,
  };
  const provenance = (reference: string, who: object = { reference: 'Practitioner/1' }): Resource => ({
    resourceType: 'Provenance',
    target: [{ reference }, subject],
    recorded: '2026-01-01T00:00:00Z',
    agent: [{ who }],
  });
  const order = (more: object = {}): Resource => ({
    resourceType: 'ServiceRequest',
    status: 'active',
    intent: 'order',
    subject,
    ...more,
  });
  const transaction = (...entry: Bundle['entry'] & object): Bundle => ({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: entry.map((part) => ({
      request: { method: 'POST', url: part.resource?.resourceType ?? '' },
      ...part,
    })),
  });
  const fullUrl = 'urn:uuid:7f1c';

  it('is written with who wrote it', async () => {
    const sent: unknown[] = [];
    const chart = chartOver([], sent);
    await chart.transaction(transaction({ fullUrl, resource: stay }, { resource: provenance(fullUrl) }));
    await chart.transaction(
      transaction({ resource: { ...stay, id: 'e' } }, { resource: provenance('Encounter/e') }),
    );
    await chart.create(order({ requester: { reference: 'Practitioner/1' } }));
    expect(sent.length).toBe(3);
  });
  it('is not written otherwise', async () => {
    const sent: unknown[] = [];
    const chart = chartOver([], sent);
    for (const attempt of [
      chart.create(stay),
      chart.update({ ...stay, id: 'e' }),
      chart.create(order()),
      chart.create(order({ requester: { display: 'me' } })),
      chart.transaction(transaction({ fullUrl, resource: stay })),
      chart.transaction(
        transaction({ fullUrl, resource: stay }, { resource: provenance('Encounter/other') }),
      ),
      chart.transaction(
        transaction({ fullUrl, resource: stay }, { resource: provenance(fullUrl, { display: 'me' }) }),
      ),
    ])
      await expect(attempt).rejects.toMatchObject({ status: 403 });
    expect(sent).toEqual([]);
  });
});

import type { FhirClient } from '@keneyapp/fhir-client';
import type { Bundle } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { within, type Reach } from './reach.ts';

/** A server that answers whatever is asked, and what it was asked. */
function careless() {
  const asked: string[] = [];
  const answer = new Proxy({} as FhirClient, {
    get:
      (_target, method: string) =>
      (...args: unknown[]) => {
        asked.push(`${method} ${JSON.stringify(args[0])}`);
        return Promise.resolve({ resourceType: 'Bundle', type: 'searchset' });
      },
  });
  return { asked, client: (reach: Reach) => within(answer, reach) };
}
const names: Reach = { reads: ['Patient'] };
const beyond = { status: 403 };

describe('a capability', () => {
  it('reads its types', async () => {
    const { asked, client } = careless();
    const fhir = client(names);
    await fhir.read('Patient', 'a');
    await fhir.search('Patient', {});
    await fhir.searchAll('Patient', {}, 10);
    await fhir.batchSearch([{ type: 'Patient', params: {} }]);
    expect(asked.map((one) => one.split(' ')[0])).toEqual(['read', 'search', 'searchAll', 'batchSearch']);
  });
  it('asks the server for nothing else', async () => {
    const { asked, client } = careless();
    const fhir = client(names);
    await expect(fhir.read('Condition', 'a')).rejects.toMatchObject(beyond);
    await expect(fhir.search('Condition', {})).rejects.toMatchObject(beyond);
    await expect(fhir.searchAll('Condition', {}, 10)).rejects.toMatchObject(beyond);
    const batch = [
      { type: 'Patient' as const, params: {} },
      { type: 'Condition' as const, params: {} },
    ];
    await expect(fhir.batchSearch(batch)).rejects.toMatchObject(beyond);
    await expect(fhir.create({ resourceType: 'Patient' })).rejects.toMatchObject(beyond);
    await expect(fhir.update({ resourceType: 'Patient', id: 'a' })).rejects.toMatchObject(beyond);
    expect(asked).toEqual([]);
  });
  it('that reads everything writes nothing, and asks for no versions and operations', async () => {
    const { asked, client } = careless();
    const fhir = client({ reads: 'everything' });
    await fhir.read('Condition', 'a');
    const bundle: Bundle = { resourceType: 'Bundle', type: 'transaction' };
    for (const refused of [
      fhir.create({ resourceType: 'Condition', subject: {} }),
      fhir.transaction(bundle),
      fhir.history('Condition', 'a'),
      fhir.vread('Condition', 'a', '1'),
      fhir.operation('Patient/a/$everything'),
    ])
      await expect(refused).rejects.toMatchObject(beyond);
    expect(asked).toEqual(['read "Condition"']);
  });
  it('writes the types it is there to write', async () => {
    const { asked, client } = careless();
    const fhir = client({ reads: [], writes: ['PractitionerRole'] });
    await fhir.create({ resourceType: 'PractitionerRole' });
    await fhir.update({ resourceType: 'PractitionerRole', id: 'a' });
    await expect(fhir.create({ resourceType: 'CareTeam' })).rejects.toMatchObject(beyond);
    await expect(fhir.read('PractitionerRole', 'a')).rejects.toMatchObject(beyond);
    expect(asked).toHaveLength(2);
  });
});

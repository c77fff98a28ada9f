import { sharedSandbox } from '@keneyapp/config/shared-servers';
import type { RunningSandbox } from '@keneyapp/config/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { fhirOf, idsOf, type Answer, type Fhir } from './fhir-over-http.ts';
import { linkOf as linkAt, patientsOf, put as putAt } from './testing-fhir.ts';

/** Pages of searches, of histories and of $everything, while others write. */
let sandbox: RunningSandbox, fhir: Fhir;
beforeAll(async () => {
  sandbox = await sharedSandbox();
  fhir = await fhirOf(sandbox);
});

const system = 'urn:http';
const ofFile = patientsOf(system);
const patient = (id: string, more: object = {}) => ({ id, ...ofFile(id, more) });
const put = (resource: { resourceType: string; id: string }) => putAt(fhir, resource);
const linkOf = (body: Answer, relation: string) => linkAt(body, relation, sandbox.fhirUrl);

describe('pages', () => {
  const walk = async (start: string, between: (page: number) => Promise<unknown>) => {
    const pages: string[][] = [];
    for (let next: string | undefined = start; next && pages.length < 20;) {
      const { body, status } = await fhir('GET', next);
      expect(status).toBe(200);
      pages.push(idsOf(body));
      next = linkOf(body, 'next');
      await between(pages.length);
    }
    return pages;
  };
  it.each([['_sort=birthdate'], ['_sort=-birthdate'], ['_sort=-_lastUpdated'], ['_sort=family'], ['']])(
    'by "%s" neither repeat nor lose an entry when others come, go and change in between',
    async (sort) => {
      const tag = `pages-${sort.replace('-', 'down').replace(/[^a-z]/gi, '')}`;
      const one = (n: number, date = `19${10 + n}-01-01`) =>
        patient(`${tag}-${n}`, {
          identifier: [{ system: `urn:${tag}`, value: String(n) }],
          birthDate: date,
          name: [{ family: `Page${String.fromCharCode(65 + n)}` }],
        });
      for (let n = 0; n < 9; n += 1) await put(one(n));
      const pages = await walk(`/Patient?identifier=urn:${tag}|&_count=2&${sort}`, async (page) => {
        if (page === 1) {
          await put(one(20, '1901-01-01')); // comes, before and behind
          await put(one(21, '1999-01-01'));
          await put(one(0, '1998-01-01')); // changes its place, seen or not
          await put(one(8, '1902-01-01'));
          await fhir('DELETE', `/Patient/${tag}-4`);
        }
      });
      const seen = pages.flat();
      expect(new Set(seen).size, seen.join(' ')).toBe(seen.length);
      for (const n of [0, 1, 2, 3, 5, 6, 7, 8]) expect(seen, `${n}`).toContain(`${tag}-${n}`);
    },
  );
  it('that are asked for again are the same, and there is a way back', async () => {
    for (let n = 0; n < 5; n += 1)
      await put(patient(`again-${n}`, { identifier: [{ system: 'urn:again', value: String(n) }] }));
    const first = (await fhir('GET', '/Patient?identifier=urn:again|&_count=2&_sort=_id')).body;
    const second = (await fhir('GET', linkOf(first, 'next') ?? '')).body;
    const third = (await fhir('GET', linkOf(second, 'next') ?? '')).body;
    expect([first, second, third].map(idsOf)).toEqual([
      ['again-0', 'again-1'],
      ['again-2', 'again-3'],
      ['again-4'],
    ]);
    expect([linkOf(third, 'next'), third.total]).toEqual([undefined, 5]);
    await fhir('DELETE', '/Patient/again-0');
    expect(idsOf((await fhir('GET', linkOf(first, 'next') ?? '')).body)).toEqual(['again-2', 'again-3']);
    expect(idsOf((await fhir('GET', linkOf(second, 'previous') ?? '')).body)).toEqual(['again-1']);
    expect((await fhir('GET', '/Patient?_page=unknown.1')).status).toBe(410);
    expect(
      (await fhir('GET', `/Observation?${(linkOf(first, 'next') ?? '').split('?')[1]}`)).status,
    ).toBeGreaterThanOrEqual(400);
  });
  it('of a history stay in step with what is written meanwhile', async () => {
    for (let n = 0; n < 5; n += 1) await put(patient('walked', { multipleBirthInteger: n + 1 }));
    const seen: string[] = [];
    for (let next: string | undefined = '/Patient/walked/_history?_count=2'; next;) {
      const { body }: { body: Answer } = await fhir('GET', next);
      seen.push(...(body.entry ?? []).map((e) => e.resource?.meta?.versionId ?? ''));
      next = linkOf(body, 'next');
      await put(patient('walked', { multipleBirthInteger: seen.length + 10 }));
    }
    expect(seen).toEqual(['5', '4', '3', '2', '1']);
  });
  it('of $everything too', async () => {
    await put(patient('all'));
    const flag = (n: number) => ({
      resourceType: 'Flag',
      id: `all-${n}`,
      status: 'active',
      code: { text: `${n}` },
      subject: { reference: 'Patient/all' },
    });
    for (let n = 0; n < 5; n += 1) await put(flag(n));
    const seen: string[] = [];
    for (let next: string | undefined = '/Patient/all/$everything?_count=2'; next;) {
      const { body }: { body: Answer } = await fhir('GET', next);
      seen.push(...idsOf(body).filter((id) => id !== 'all'));
      next = linkOf(body, 'next');
      await put({ ...flag(0), code: { text: `changed ${seen.length}` } } as never);
    }
    expect(seen).toEqual(['all-0', 'all-1', 'all-2', 'all-3', 'all-4']);
  });
});

it('_at of a history are the versions that were current then', async () => {
  const moments: string[] = [];
  for (let n = 1; n <= 3; n += 1) {
    const { headers, body } = await put(patient('at', { multipleBirthInteger: n }));
    expect(headers.get('etag')).toBe(`W/"${n}"`);
    moments.push((body['meta'] as { lastUpdated: string }).lastUpdated);
    await new Promise((done) => setTimeout(done, 15));
  }
  const at = async (moment: string) =>
    (await fhir('GET', `/Patient/at/_history?_at=${encodeURIComponent(moment)}`)).body.entry?.map(
      (e) => e.resource?.meta?.versionId,
    ) ?? [];
  expect(await at(moments[1] ?? '')).toEqual(['2']);
  expect(await at(new Date(Date.parse(moments[1] ?? '') - 5).toISOString())).toEqual(['1']);
  expect(await at(new Date(Date.now() + 60_000).toISOString())).toEqual(['3']);
  expect(await at('2001')).toEqual([]);
  expect(await at(String(new Date().getUTCFullYear()))).toEqual(['3', '2', '1']);
});

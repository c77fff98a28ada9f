import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { leftOut } from '@keneyapp/config/left-out';
import { codeFlow, tokenRequest, type OidcClient } from '@keneyapp/config/oidc-flow';
import {
  freePort,
  sandboxSystemToken,
  startTestSandbox,
  type RunningSandbox,
} from '@keneyapp/config/testing';
import { dicomObject, stowBody } from '@keneyapp/config/testing-dicom';
import type { Bundle } from '@medplum/fhirtypes';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonDataset } from './dicomweb/json-model.ts';
import { bundleOf, fhirOf, type Fhir } from './fhir/fhir-over-http.ts';

const synthea = path.resolve(import.meta.dirname, '../../../../shared/data/synthea');
const missing = existsSync(synthea) ? null : '../shared/data/synthea is missing';

/**
 * What was acknowledged is there after `kill -9` in the middle of writing, in all the embedded servers at once; `rounds`
 * times, then as many Synthea bundles as `bundles` says, the smallest first.
 */
export function durabilityTests({ rounds, bundles }: { rounds: number; bundles: number }): void {
  let sandbox: RunningSandbox, dataDir: string, port: number, fhir: Fhir, client: OidcClient;
  const kept = new Set<string>(); // FHIR: value, and how many resources have it
  const images = new Set<number>();
  let signIns: { access: string; refresh: string }[] = [];
  let n = 0;

  const start = async (env: Record<string, string> = {}) => {
    sandbox = await startTestSandbox({
      dataDir,
      env: { SANDBOX_PORT: String(port), LOG_LEVEL: 'silent', ...env },
    });
    fhir = await fhirOf(sandbox);
    client = {
      issuer: sandbox.issuer,
      clientId: sandbox.env['OIDC_CLIENT_ID'] ?? '',
      clientSecret: sandbox.env['OIDC_CLIENT_SECRET'] ?? '',
      redirectUri: `${sandbox.env['PUBLIC_URL']}/api/auth/callback/oidc`,
    };
  };
  const bearer = async () => ({ authorization: `Bearer ${await sandboxSystemToken(sandbox)}` });
  const scim = async (method: string, address: string, body?: object) =>
    fetch(`${sandbox.baseUrl}/scim/v2${address}`, {
      method,
      headers: { ...(await bearer()), 'content-type': 'application/scim+json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const patch = (id: string, ...Operations: object[]) =>
    scim('PATCH', `/Users/${id}`, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations });
  const big = (number: number) =>
    dicomObject({
      study: '1.2.7',
      series: '1.2.7.1',
      instance: `1.2.7.1.${number}`,
      rows: 512,
      columns: 512,
      number,
    });

  /** Writes resources until it is told that the server is dead; every third time two of them in a transaction. */
  async function writeResources(name: string, isDead: () => boolean): Promise<void> {
    for (let i = 0; !isDead(); i += 1) {
      const identifier = [{ system: 'urn:durable', value: `${name}-${i}` }];
      const basic = (text: string) => ({ resourceType: 'Basic', code: { text }, identifier });
      const isPair = i % 3 === 0;
      const ask = isPair
        ? fhir(
            'POST',
            '/',
            bundleOf(
              'transaction',
              ['a', 'b'].map((t) => ({ url: 'Basic', resource: basic(t) })),
            ),
          )
        : fhir('POST', '/Basic', basic('one'));
      const answer = await ask.catch(() => null);
      if (answer && answer.status < 300) kept.add(`${name}-${i} ${isPair ? 2 : 1}`);
    }
  }
  async function storeImages(headers: Record<string, string>, isDead: () => boolean): Promise<void> {
    while (!isDead()) {
      const mine = (n += 1);
      const { contentType, body } = stowBody([big(mine)]);
      const response = await fetch(`${sandbox.dicomwebUrl}/studies`, {
        method: 'POST',
        headers: { ...headers, 'content-type': contentType },
        body,
      }).catch(() => null);
      if (response?.status === 200) images.add(mine);
    }
  }

  async function changePeople(): Promise<void> {
    expect((await scim('POST', '/Users', newcomer)).status).toBe(201);
    expect((await patch('infirmier2', { op: 'replace', path: 'active', value: false })).status).toBe(200);
    expect(
      (await patch('radiologue', { op: 'replace', path: 'roles', value: [{ value: 'pharmacist' }] })).status,
    ).toBe(200);
  }

  beforeAll(async () => {
    [dataDir, port] = [await mkdtemp(path.join(tmpdir(), 'keneyapp-durable-')), await freePort()];
    await start();
    const publicUrl = sandbox.env['PUBLIC_URL'] ?? '';
    for (let round = 1; round <= rounds; round += 1) {
      const tokens = await codeFlow(client, 'medecin');
      signIns = [...signIns, { access: tokens.access_token, refresh: tokens.refresh_token }];
      const headers = await bearer();
      let dead = false;
      const [before, imagesBefore] = [kept.size, images.size];
      const isDead = () => dead;
      const work = [
        ...[1, 2, 3].map((writer) => writeResources(`${round}-${writer}`, isDead)),
        storeImages(headers, isDead),
        storeImages(headers, isDead),
      ];
      while (kept.size < before + 20 || images.size < imagesBefore + 5)
        await new Promise((resolve) => setTimeout(resolve, 20));
      if (round === 1) await changePeople();
      await sandbox.kill();
      dead = true;
      await Promise.all(work);
      await start({ PUBLIC_URL: publicUrl });
    }
  }, 120_000 * rounds);
  afterAll(async () => {
    await sandbox?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  describe('after a kill in the middle of writing', () => {
    it('every acknowledged resource is there, once, and no half of a transaction', async () => {
      const counts = new Map<string, number>();
      for (const { resource } of (await fhir('GET', '/Basic?_count=5000')).body.entry ?? []) {
        const value = (resource as { identifier?: { value?: string }[] }).identifier?.[0]?.value ?? '';
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      expect(kept.size).toBeGreaterThanOrEqual(20 * rounds);
      for (const entry of kept) {
        const [value = '', times] = entry.split(' ');
        expect([value, counts.get(value)]).toEqual([value, Number(times)]);
      }
      for (const [value, count] of counts)
        if (Number(value.split('-')[2]) % 3 === 0) expect([value, count]).toEqual([value, 2]);
    });

    it('every confirmed image is there, none half', async () => {
      const headers = await bearer();
      const rows = (await (
        await fetch(`${sandbox.dicomwebUrl}/studies/1.2.7/instances`, { headers })
      ).json()) as JsonDataset[];
      const there = rows.map((row) => Number(row['00200013']?.Value?.[0]));
      expect(images.size).toBeGreaterThanOrEqual(5 * rounds);
      expect([...images].filter((i) => !there.includes(i))).toEqual([]);
      for (const i of there) {
        const response = await fetch(
          `${sandbox.dicomwebUrl}/studies/1.2.7/series/1.2.7.1/instances/1.2.7.1.${i}`,
          { headers: { ...headers, accept: 'application/dicom' } },
        );
        expect(Buffer.from(await response.arrayBuffer()).equals(big(i)), String(i)).toBe(true);
      }
    });

    it('sign-ins and keys are those of before', async () => {
      for (const { access, refresh } of signIns) {
        const headers = { authorization: `Bearer ${access}` };
        expect((await fetch(`${sandbox.fhirUrl}/Patient?_count=1`, { headers })).status).toBe(200); // same keys
        expect(
          (await tokenRequest(client, { grant_type: 'refresh_token', refresh_token: refresh })).status,
        ).toBe(200);
      }
    });

    it('people are as they were changed', async () => {
      expect(await (await scim('GET', '/Users/infirmier2')).json()).toMatchObject({
        active: false,
        meta: { version: 'W/"1"' },
      });
      await expect(codeFlow(client, 'infirmier2')).rejects.toThrow('(403)');
      expect(decodeJwt((await codeFlow(client, newcomer.userName)).id_token)).toMatchObject({
        name: 'Dr Jean Noir',
        roles: ['doctor'],
      });
      expect(decodeJwt((await codeFlow(client, 'radiologue')).access_token)).toMatchObject({
        roles: ['pharmacist'],
      });
    });

    it('the folder is refused to another process', async () => {
      await expect(startTestSandbox({ dataDir })).rejects.toThrow(/ended with/);
    });

    it.skipIf(missing)(
      leftOut('Synthea bundles are taken over the wire, whole and fast', missing),
      async () => {
        const size = (name: string) => statSync(path.join(synthea, name)).size;
        const names = readdirSync(synthea)
          .sort((a, b) => size(a) - size(b))
          .slice(0, bundles);
        await takeBundles(fhir, names);
      },
    );
  });
}

const newcomer = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'interne2',
  name: { familyName: 'Noir', givenName: 'Jean', honorificPrefix: 'Dr' },
  roles: [{ value: 'doctor' }],
};

async function takeBundles(fhir: Fhir, names: readonly string[]): Promise<void> {
  const expected = new Map<string, number>();
  let resources = 0,
    milliseconds = 0;
  for (const name of names) {
    const text = readFileSync(path.join(synthea, name), 'utf8');
    const entries = (JSON.parse(text) as Bundle).entry ?? [];
    for (const { resource } of entries)
      if (resource) expected.set(resource.resourceType, (expected.get(resource.resourceType) ?? 0) + 1);
    const before = performance.now();
    const answer = await fhir('POST', '/', text);
    milliseconds += performance.now() - before;
    expect([name, answer.status, answer.body.entry?.length]).toEqual([name, 200, entries.length]);
    resources += entries.length;
  }
  for (const [type, count] of expected)
    expect([type, (await fhir('GET', `/${type}?_summary=count`)).body.total]).toEqual([type, count]);
  const patients = (await fhir('GET', '/Patient?_count=50')).body.entry ?? [];
  const everything = await Promise.all(
    patients.map(
      async ({ resource }) => (await fhir('GET', `/Patient/${resource?.id}/$everything`)).body.total ?? 0,
    ),
  );
  expect(everything.reduce((a, b) => a + b, 0)).toBe(resources);
  expect(JSON.stringify((await fhir('GET', '/Observation?_count=500')).body)).not.toContain('urn:uuid:');
  console.log(`Synthea: ${resources} resources at ${Math.round((resources / milliseconds) * 1000)}/s`);
}

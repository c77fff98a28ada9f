import { connectFhir } from '@keneyapp/fhir-client';
import {
  besideIt,
  callQuery,
  sandboxSystemToken,
  signInOverHttp,
  startTestBff,
  type RunningBff,
  type Visitor,
} from '@keneyapp/config/testing';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import type { Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';

let bff: RunningBff;
let secretary: Visitor;
let ids: string[];

beforeAll(async () => {
  const sandbox = await sharedSandbox();
  // a twentieth of what one person may do
  bff = await startTestBff(sandbox, { env: { ...(await besideIt()), RATE_LIMIT_FACTOR: '0.05' } });
  const token = await sandboxSystemToken(sandbox);
  const fhir = connectFhir({ baseUrl: sandbox.fhirUrl }).client({ token: async () => token });
  const made = await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      fhir.create<Patient>({ resourceType: 'Patient', name: [{ use: 'official', family: `Bound${i}` }] }),
    ),
  );
  ids = made.flatMap(({ id }) => id ?? []);
  secretary = await signInOverHttp(bff, sandbox, 'secretaire');
}, 180_000);
afterAll(() => bff?.stop());

const statusOf = async (path: string, input?: unknown) =>
  (await callQuery(bff, secretary, path, input)).status;

it('who looks at one identity after the other is stopped, whichever way they look; the work list too', async () => {
  const [same = '', ...others] = ids;
  expect(await statusOf('identities.suspects', { patientId: same })).toBe(200);
  // the same record once more counts for nothing
  for (const path of ['identities.suspects', 'identities.mergesOf', 'identities.form'])
    expect(await statusOf(path, { patientId: same })).toBe(200);
  expect(await statusOf('identities.mergesOf', { patientId: others[0] })).toBe(200);
  for (const [i, path] of ['identities.suspects', 'identities.mergesOf', 'identities.form'].entries())
    expect(await statusOf(path, { patientId: others[i + 1] })).toBe(429);
  expect(await statusOf('identities.comparePair', { patients: others.slice(4, 6) })).toBe(429);
  const lists = [];
  for (let i = 0; i < 4; i += 1)
    lists.push(await statusOf(i % 2 ? 'identities.judgements' : 'identities.open', {}));
  expect(lists).toEqual([200, 200, 200, 429]);
}, 60_000);

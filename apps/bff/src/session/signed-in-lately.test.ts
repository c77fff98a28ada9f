import { randomUUID } from 'node:crypto';
import { HttpBrowser } from '@keneyapp/config/http-browser';
import { codeFlow } from '@keneyapp/config/oidc-flow';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import {
  besideIt,
  callMutation,
  postTokens,
  entrustPatients,
  sandboxSystemToken,
  startTestBff,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { connectFhir } from '@keneyapp/fhir-client';
import { afterAll, beforeAll, expect, test } from 'vitest';

let sandbox: RunningSandbox, bff: RunningBff;
const freshSeconds = 8;

beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await startTestBff(sandbox, {
    env: { ...(await besideIt()), FRESH_SIGN_IN_MINUTES: String(freshSeconds / 60) },
  });
  const token = await sandboxSystemToken(sandbox);
  const server = connectFhir({ baseUrl: sandbox.fhirUrl });
  const fhir = server.client({ token: async () => token });
  for (const id of ['fresh-1', 'fresh-2'])
    await fhir.update({
      resourceType: 'Patient',
      id,
      birthDate: '1960-03-04',
      name: [{ use: 'official', family: id, given: ['Anne'] }],
    });
  await fhir.update({
    resourceType: 'DocumentReference',
    id: 'fresh-files',
    status: 'current',
    subject: { reference: 'Patient/fresh-1' },
    // a PDF, an archive, and an archive that nothing is said of
    content: [
      { attachment: { contentType: 'application/pdf', data: 'JVBERi0xLjQK' } },
      { attachment: { contentType: 'application/zip', data: 'UEsDBA==' } },
      { attachment: { data: 'UEsDBA==' } },
    ],
  });
  await entrustPatients(sandbox, ['fresh-1', 'fresh-2']);
  await server.close();
});
afterAll(() => bff?.stop());

/** Signs in as this browser does it; `expiresIn` makes the access token look old at once. */
async function signIn(browser: HttpBrowser, previous: string | null, expiresIn?: number): Promise<Visitor> {
  const tokens = await codeFlow(
    {
      issuer: sandbox.issuer,
      clientId: 'keneyapp',
      clientSecret: sandbox.env['OIDC_CLIENT_SECRET'] ?? '',
      redirectUri: `${sandbox.env['PUBLIC_URL']}/api/auth/callback/oidc`,
    },
    'medecin',
    'demo',
    browser,
  );
  const response = await postTokens(
    bff,
    { ...tokens, ...(expiresIn ? { expires_in: expiresIn } : {}) },
    previous,
  );
  expect(response.status).toBe(201);
  const { cookie } = (await response.json()) as { cookie: string };
  return {
    cookie,
    tokens,
    headers: {
      cookie: `keneya-session=${cookie}`,
      origin: bff.env['PUBLIC_URL'] ?? '',
      'x-keneya-request': '1',
    },
  };
}
const delegate = (who: Visitor) =>
  callMutation(bff, who, 'consents.delegate', {
    patientId: 'fresh-1',
    key: randomUUID(),
    token: '',
    delegate: { by: 'record', delegateId: 'fresh-2' },
  });
const reasonOf = async (response: Response) =>
  ((await response.json()) as { error?: { data: { reason: string | null } } }).error?.data.reason ?? null;
const wait = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));

test('delegating is refused some time after signing in, and open again after signing in afresh in the same browser', async () => {
  const browser = new HttpBrowser();
  const before = await signIn(browser, null);
  expect(await reasonOf(await delegate(before))).not.toBe('sign-in-again');
  await wait(freshSeconds + 1);
  const refused = await delegate(before);
  expect([refused.status, await reasonOf(refused)]).toEqual([403, 'sign-in-again']);
  const withdrawn = await callMutation(bff, before, 'consents.withdraw', {
    patientId: 'fresh-1',
    key: randomUUID(),
    token: '',
    consentId: 'none',
    reference: null,
  });
  expect([withdrawn.status, await reasonOf(withdrawn)]).toEqual([403, 'sign-in-again']);
  const after = await signIn(browser, before.cookie);
  expect(await reasonOf(await delegate(after))).not.toBe('sign-in-again');
});

test('a file that no page shows is a file taken out, whatever its address says', async () => {
  const who = await signIn(new HttpBrowser(), null);
  const statuses = async () =>
    Promise.all(
      ['0', '0?download=1', '1', '2'].map(
        async (part) =>
          (await fetch(`${bff.url}/bff/documents/fresh-1/fresh-files/${part}`, { headers: who.headers }))
            .status,
      ),
    );
  expect(await statuses()).toEqual([200, 200, 200, 200]);
  await wait(freshSeconds + 1);
  expect(await statuses()).toEqual([200, 403, 403, 403]);
});

test('signing in afresh does not take away the grant that the session goes on with', async () => {
  const browser = new HttpBrowser();
  const before = await signIn(browser, null);
  const after = await signIn(browser, before.cookie, 1); // the access token is renewed at the next call
  const read = (who: Visitor) =>
    fetch(
      `${bff.url}/trpc/problems.list?input=${encodeURIComponent(JSON.stringify({ patientId: 'fresh-1' }))}`,
      { headers: who.headers },
    );
  expect((await read(after)).status).toBe(200);
  expect((await read(before)).status).toBe(401);
});

import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { codeFlow } from '../packages/config/src/oidc-flow.ts';
import { appPorts } from '../scripts/lib/ports.mjs';
import { entrust, FhirAsSystem, newPatient } from './fhir.ts';
import { stackOf } from './stack.ts';

/** Two BFF processes behind the gateway (`npm run test:engines`): nobody notices which one answers, or that one is gone. */
const stack = stackOf();
const { publicUrl, settings } = stack;
const second = stack.pids?.['bff-2'];
const ports = appPorts(Number(settings['PORT']));
const fronts = [`http://127.0.0.1:${ports.bff}`, `http://127.0.0.1:${ports.secondBff}`] as const;
const fhir = new FhirAsSystem(stack);

test.skip(second === undefined, 'one BFF process only');
test.describe.configure({ mode: 'serial' });

let headers: Record<string, string> = {};
test.beforeAll(async () => {
  const tokens = await codeFlow(
    {
      issuer: settings['OIDC_ISSUER'] ?? '',
      clientId: settings['OIDC_CLIENT_ID'] ?? '',
      clientSecret: settings['OIDC_CLIENT_SECRET'] ?? '',
      redirectUri: `${publicUrl}/api/auth/callback/oidc`,
    },
    'medecin',
  );
  const deposited = await fetch(`${settings['BFF_INTERNAL_URL']}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-keneya-internal': settings['INTERNAL_SECRET'] ?? '' },
    body: JSON.stringify({
      idToken: tokens.id_token,
      accessToken: tokens.access_token,
      refreshToken: tokens.refresh_token,
      expiresAt: Math.floor(Date.now() / 1000) + tokens.expires_in,
      refreshExpiresAt: null,
      previousCookie: null,
      remoteAddress: '127.0.0.1',
    }),
  });
  const { cookie } = (await deposited.json()) as { cookie: string };
  headers = {
    cookie: `${publicUrl.startsWith('https:') ? '__Host-' : ''}keneya-session=${cookie}`,
    origin: publicUrl,
    'x-keneya-request': '1',
    'content-type': 'application/json',
  };
});

const call = (base: string, procedure: string, input: unknown) =>
  fetch(`${base}/trpc/${procedure}`, { method: 'POST', headers, body: JSON.stringify(input) });

/** Types of the changes that a process tells of a patient, from now on. */
async function follow(base: string, patientId: string) {
  const seen: string[] = [],
    end = new AbortController();
  const response = await fetch(
    `${base}/trpc/live.chart?input=${encodeURIComponent(JSON.stringify({ patientId }))}`,
    { headers: { ...headers, accept: 'text/event-stream' }, signal: end.signal },
  );
  void (async () => {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? [])
      for (const [, type = ''] of chunk.matchAll(/"resourceType":"(\w+)"/g)) seen.push(type);
  })().catch(() => undefined);
  return { seen, end: () => end.abort(), status: response.status };
}

test('a session started on one process works on the other', async () => {
  for (const base of [...fronts, publicUrl])
    expect((await call(base, 'session.me', undefined)).status, base).toBe(200);
});

test('what happens reaches screens on either process: our own writes, and those of others by the FHIR server’s word', async () => {
  const patient = await newPatient(fhir);
  await entrust(fhir, patient.id);
  const [one, two] = [await follow(fronts[0], patient.id), await follow(fronts[1], patient.id)];
  expect([one.status, two.status]).toEqual([200, 200]);
  const written = await call(fronts[0], 'vitals.record', {
    patientId: patient.id,
    key: randomUUID(),
    takenAt: new Date(Date.now() - 60_000).toISOString(),
    values: { heartRate: 72 },
  });
  expect(written.status, await written.text()).toBe(200);
  for (const stream of [one, two]) await expect.poll(() => stream.seen).toContain('Observation');
  const began = Date.now();
  await fhir.create({
    resourceType: 'Condition',
    subject: { reference: patient.reference },
    code: { text: 'Essai' },
  });
  // sooner than the minute after which every process looks by itself
  for (const stream of [one, two])
    await expect.poll(() => stream.seen, { timeout: 40_000, intervals: [50] }).toContain('Condition');
  console.log(`on both screens ${Date.now() - began} ms after it was asked to be written`);
  one.end();
  two.end();
});

test('one process is killed under load: nothing fails but what was under way in it', async () => {
  const outcomes: (number | string)[] = [];
  let isOver = false;
  const lanes = 6;
  const { id: patientId } = await newPatient(fhir);
  const asked = [
    ['session.me', undefined],
    ['problems.list', { patientId }],
  ] as const; // from the database, and from the FHIR server
  const load = Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      const [procedure, input] = asked[lane % asked.length] ?? asked[0];
      while (!isOver)
        outcomes.push(
          await call(publicUrl, procedure, input).then(
            async (r) => {
              await r.arrayBuffer();
              return r.status;
            },
            () => 'broken',
          ),
        );
    }),
  );
  await expect.poll(() => outcomes.length, { timeout: 60_000 }).toBeGreaterThan(100);
  process.kill(second ?? 0, 'SIGKILL');
  const before = outcomes.length;
  await expect.poll(() => outcomes.length, { timeout: 60_000 }).toBeGreaterThan(before + 400);
  isOver = true;
  await load;
  const failed = outcomes.filter((outcome) => outcome !== 200);
  console.log(`${outcomes.length} calls, ${failed.length} failed`);
  expect(
    failed.length,
    `of ${outcomes.length} calls: ${[...new Set(failed)].join(', ')}`,
  ).toBeLessThanOrEqual(lanes);
});

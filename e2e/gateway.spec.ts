import { existsSync, readFileSync } from 'node:fs';
import http2 from 'node:http2';
import https from 'node:https';
import path from 'node:path';
import tls from 'node:tls';
import { expect, test } from '@playwright/test';
import { stackOf } from './stack.ts';

/** nginx in front of the application (`npm run engines`): what it lets in, and what it writes down. */
const { publicUrl, settings, dataDir } = stackOf();
const gateway = new URL(publicUrl);
const authority = settings['NODE_EXTRA_CA_CERTS'] ?? '';
const log = path.join(dataDir, 'engines', 'nginx', 'access.log');

test.skip(gateway.protocol !== 'https:' || !existsSync(log), 'no gateway in front of this stack');
test.describe.configure({ mode: 'serial' });

const handshake = (options: tls.ConnectionOptions) =>
  new Promise<tls.TLSSocket>((resolve, reject) => {
    const socket = tls.connect(
      {
        host: gateway.hostname,
        port: Number(gateway.port),
        servername: gateway.hostname,
        ca: readFileSync(authority),
        ...options,
      },
      () => resolve(socket),
    );
    socket.on('error', reject);
  });
/** Over HTTP/1.1: what is refused there is refused by a status, not by the end of the connection. */
const statusOf = (
  address: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
) =>
  new Promise<number>((resolve, reject) => {
    const request = https.request(
      publicUrl + address,
      { method, headers, ca: readFileSync(authority), agent: false },
      (response) => {
        response.resume().on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    request.on('error', reject).end(body);
  });

test('TLS 1.3 and nothing older, HTTP/2, a certificate that is checked', async () => {
  const socket = await handshake({ ALPNProtocols: ['h2', 'http/1.1'] });
  expect([socket.getProtocol(), socket.alpnProtocol, socket.authorized]).toEqual(['TLSv1.3', 'h2', true]);
  socket.destroy();
  await expect(handshake({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' })).rejects.toThrow(
    /protocol version|EPROTO|alert/i,
  );
  await expect(handshake({ ca: [] })).rejects.toThrow(/certificate|issuer/i);
});

test('it speaks HTTP/2 through to the application and tells nothing of itself', async () => {
  const session = http2.connect(publicUrl, { ca: readFileSync(authority) });
  const headers = await new Promise<http2.IncomingHttpHeaders & http2.IncomingHttpStatusHeader>(
    (resolve, reject) => {
      session.on('error', reject);
      const request = session.request({ ':path': '/api/health' });
      request.on('response', resolve).on('error', reject).resume().end();
    },
  );
  session.close();
  expect([headers[':status'], headers['server']]).toEqual([200, 'nginx']);
});

test('what is larger than any honest request is refused', async () => {
  expect(
    await statusOf('/trpc/session.me', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: ' '.repeat(3 * 1024 * 1024),
    }),
  ).toBe(413);
  // but for scanned papers, of which the application says itself how much it reads, and of whom
  expect(
    await statusOf('/trpc/identities.addPaper', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: ' '.repeat(3 * 1024 * 1024),
    }),
  ).toBe(401);
  expect(await statusOf(`/patients?x=${'a'.repeat(40_000)}`)).toBe(414);
  expect(await statusOf('/api/health', { headers: { 'x-large': 'a'.repeat(40_000) } })).toBe(400);
});

test('the access log names no patient, study or session', async () => {
  const secrets = ['pat-demo', 'Lefèvre', '1.2.826.0.1.3680043.99', 'nom-de-famille', 'jeton'];
  const before = readFileSync(log, 'utf8').length;
  const cookie = { cookie: '__Host-keneya-session=jeton', referer: `${publicUrl}/patients/pat-demo` };
  await statusOf('/patients/pat-demo/summary?tab=nom-de-famille', { headers: cookie });
  await statusOf(`/trpc/summary.get?input=${encodeURIComponent('{"patientId":"pat-demo"}')}`, {
    headers: cookie,
  });
  await statusOf('/trpc/pat-demo%2F..%2Fx', { headers: cookie });
  await statusOf('/dicom-web/studies/1.2.826.0.1.3680043.99/series?PatientName=Lef%C3%A8vre', {
    headers: cookie,
  });
  await statusOf('/nom-de-famille', { headers: cookie });
  const written = () => readFileSync(log, 'utf8').slice(before);
  await expect.poll(() => written().trim().split('\n').length).toBeGreaterThanOrEqual(5);
  for (const secret of secrets) expect(written()).not.toContain(secret);
  expect(written()).toContain('"path":"/trpc/summary.get"');
  expect(JSON.parse(written().split('\n')[0] ?? '')).toMatchObject({
    method: 'GET',
    path: '/patients',
    tls: 'TLSv1.3',
  });
});

test('a flood of sign-ins is held up, the rest of the application is not, and it ends with the flood', async () => {
  const flood = await Promise.all(Array.from({ length: 600 }, () => statusOf('/api/auth/csrf')));
  expect(flood).toContain(429);
  expect(flood).toContain(200);
  expect(await statusOf('/api/health')).toBe(200);
  await expect.poll(() => statusOf('/api/auth/csrf'), { timeout: 30_000 }).toBe(200);
});

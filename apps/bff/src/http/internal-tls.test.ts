import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startFakeProvider } from '@keneyapp/config/fake-provider';
import { freePort, startTestBff } from '@keneyapp/config/testing';
import { expect, it } from 'vitest';

it('the internal listener speaks TLS where it has a certificate, and nothing else', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'keneyapp-tls-'));
  const [cert, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
  spawnSync('env', [
    'openssl',
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert],
  ]);
  const provider = await startFakeProvider();
  const port = await freePort();
  const bff = await startTestBff(
    {
      env: {
        PUBLIC_URL: `http://localhost:${await freePort()}`,
        BFF_INTERNAL_URL: `https://127.0.0.1:${port}`,
      },
      issuer: provider.issuer,
      fhirUrl: 'http://127.0.0.1:9/fhir',
      dicomwebUrl: 'http://127.0.0.1:9/dicom-web',
    },
    { env: { INTERNAL_TLS_CERT: cert, INTERNAL_TLS_KEY: key } },
  );
  try {
    const status = await new Promise<number>((resolve, reject) => {
      request(
        {
          port,
          host: '127.0.0.1',
          path: '/session',
          method: 'POST',
          ca: readFileSync(cert),
          headers: {
            'x-keneya-internal': bff.env['INTERNAL_SECRET'],
            'content-type': 'application/json',
            'content-length': 2,
          },
        },
        (response) => resolve(response.resume().statusCode ?? 0),
      )
        .on('error', reject)
        .end('{}');
    });
    expect(status).toBe(400); // heard, and no postTokens
    await expect(fetch(`http://127.0.0.1:${port}/session`, { method: 'POST' })).rejects.toThrow();
  } finally {
    await bff.stop();
    await provider.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

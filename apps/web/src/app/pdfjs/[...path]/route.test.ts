import { expect, it } from 'vitest';
import { GET } from './route.ts';

const get = (...path: string[]) =>
  GET(new Request('https://keneya.example/pdfjs'), { params: Promise.resolve({ path }) });

it('serves the worker under a policy of its own, to be kept for good', async () => {
  const response = await get('worker.mjs');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(response.headers.get('cache-control')).toContain('immutable');
  expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(100_000);
});

it.each([
  [['cmaps', 'Adobe-Japan1-UCS2.bcmap'], 'application/octet-stream'],
  [['wasm', 'openjpeg.wasm'], 'application/wasm'],
])('serves what the worker loads: %j', async (path, type) => {
  const response = await get(...path);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe(type);
});

it.each([
  [['package.json']],
  [['cmaps', '..%2F..%2Fpackage.json']],
  [['cmaps', '../package.json']],
  [['build', 'pdf.mjs']],
  [['wasm', 'a', 'b.wasm']],
  [['constructor', 'x']],
  [['cmaps', 'No-Such-Map.bcmap']],
  [[]],
])('serves nothing else: %j', async (path) => {
  expect((await get(...path)).status).toBe(404);
});

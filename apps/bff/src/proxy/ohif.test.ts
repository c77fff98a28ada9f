import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testPolicy } from '../testing-access.ts';
import { ohifViewer } from './ohif.ts';

let folder: string;
let app: FastifyInstance;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'keneyapp-ohif-'));
  const files = { 'index.html': '<!doctype html><!--extension-->', 'app.js': 'app', 'decode.js': 'decode' };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  const entry = (name: keyof typeof files) => ({ type: 'text/plain', size: files[name].length, hash: name });
  await writeFile(
    path.join(folder, 'manifest.json'),
    JSON.stringify({
      version: '1',
      recipe: 'abc123',
      worker: 'decode.js',
      files: {
        'index.html': entry('index.html'),
        'app.js': entry('app.js'),
        'decode.js': entry('decode.js'),
      },
    }),
  );
  await mkdir(path.join(folder, 'extension'));
  await writeFile(path.join(folder, 'extension/fed987.js'), 'own');
  await writeFile(
    path.join(folder, 'extension/manifest.json'),
    JSON.stringify({ hash: 'fed987', type: 'text/javascript; charset=utf-8', size: 3 }),
  );
  app = Fastify();
  await ohifViewer(app, {
    folder,
    sessions: { of: async () => null },
    // nobody is signed in
    services: { policy: await testPolicy() },
  });
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const get = async (url: string, headers = {}) => {
  const { statusCode, headers: h, body } = await app.inject({ url, headers });
  return {
    status: statusCode,
    caching: h['cache-control'],
    policy: String(h['content-security-policy']),
    etag: h['etag'],
    body,
  };
};

test('files are kept for ever under the address of their recipe, and nowhere else', async () => {
  expect(await get('/ohif/v/abc123/app.js')).toMatchObject({
    status: 200,
    caching: 'public, max-age=31536000, immutable',
    body: 'app',
  });
  // a page of before an update asks for what it knows: it gets what there is, and asks again next time
  expect(await get('/ohif/v/000fff/app.js')).toMatchObject({ status: 200, caching: 'no-cache', body: 'app' });
  expect(await get('/ohif/app.js')).toMatchObject({ status: 200, caching: 'no-cache' });
  expect(await get('/ohif/app.js', { 'if-none-match': '"app.js"' })).toMatchObject({ status: 304, body: '' });
});

const page = '<!doctype html><script defer src="/ohif/v/fed987/extension/extension.js"></script>';

test('what runs inside the viewer has a hash of its own in its address', async () => {
  expect(await get('/ohif/v/fed987/extension/extension.js')).toMatchObject({
    status: 200,
    caching: 'public, max-age=31536000, immutable',
    body: 'own',
  });
  // the viewer's recipe says nothing of it
  expect(await get('/ohif/v/abc123/extension/extension.js')).toMatchObject({
    status: 200,
    caching: 'no-cache',
  });
  expect(await get('/ohif/v/fed987/extension/manifest.json')).toMatchObject({ status: 404 });
  const { etag } = await get('/ohif/viewer');
  expect(await get('/ohif/viewer', { 'if-none-match': etag })).toMatchObject({ status: 304, body: '' });
});

test('every address without a file is the page, which is never kept; files that are not there are not found', async () => {
  for (const url of ['/ohif/', '/ohif/viewer?StudyInstanceUIDs=1.2', '/ohif/v/abc123/viewer'])
    expect(await get(url)).toMatchObject({ status: 200, caching: 'no-cache', body: page });
  for (const url of [
    '/ohif/index.html',
    '/ohif/none.js',
    '/ohif/v/abc123/none.js',
    '/ohif/v/abc123/manifest.json',
    '/ohif/../package.json',
    '/ohif/%2e%2e/secrets.env',
    '/ohif/__proto__.js',
  ])
    expect(await get(url)).toMatchObject({ status: 404 });
});

test('only the decoding worker may make functions from text', async () => {
  expect((await get('/ohif/v/abc123/decode.js')).policy).toContain("'unsafe-eval'");
  for (const url of ['/ohif/', '/ohif/v/abc123/app.js', '/ohif/app-config.js'])
    expect((await get(url)).policy).not.toContain(" 'unsafe-eval'");
});

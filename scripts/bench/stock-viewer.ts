import { execFile } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '../..');
const version = '3.13.2';
const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The published viewer as it is, on a plain web server, over the bare image server (its token added on the way): what ours is compared with. */
export async function startStockViewer({
  port,
  dicomweb,
  token,
}: {
  port: number;
  dicomweb: string;
  token: () => Promise<string>;
}): Promise<{ url: string; stop(): Promise<void> }> {
  const dist = await unpacked();
  const page = await readFile(path.join(dist, 'index.html'));
  const agent = new http.Agent({ keepAlive: true });
  const server = http.createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { pathname, search } = new URL(request.url ?? '/', 'http://stock');
    if (pathname.startsWith('/dicom-web/'))
      return forward(request, response, pathname.slice('/dicom-web'.length) + search);
    if (pathname === '/app-config.js') {
      response.setHeader('content-type', 'text/javascript');
      response.end(config);
      return;
    }
    const file = path.join(dist, path.normalize(pathname));
    const found = file.startsWith(dist) ? await stat(file).catch(() => null) : null;
    if (!found?.isFile()) {
      response.setHeader('content-type', 'text/html');
      response.end(page);
      return;
    }
    // As a plain static server does: validators, no compression.
    const etag = `"${found.size}-${found.mtimeMs}"`;
    response.setHeader('etag', etag);
    if (request.headers['if-none-match'] === etag) {
      response.statusCode = 304;
      response.end();
      return;
    }
    response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream');
    response.setHeader('content-length', found.size);
    createReadStream(file).pipe(response);
  }
  async function forward(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    tail: string,
  ): Promise<void> {
    const headers = { accept: request.headers.accept ?? '*/*', authorization: `Bearer ${await token()}` };
    http
      .get(dicomweb + tail, { headers, agent }, (upstream) => {
        response.writeHead(upstream.statusCode ?? 502, upstream.headers);
        upstream.pipe(response);
      })
      .on('error', () => response.destroy());
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve());
  });
  return {
    url: `http://localhost:${port}`,
    stop: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const config = `window.config = { routerBasename: '/', showStudyList: false, extensions: [], modes: [], customizationService: [{ 'ohif.tours': { $set: [] } }], defaultDataSourceName: 'dicomweb', investigationalUseDialog: { option: 'never' },
  dataSources: [{ namespace: '@ohif/extension-default.dataSourcesModule.dicomweb', sourceName: 'dicomweb', configuration: { friendlyName: 'stock', name: 'stock', wadoUriRoot: '/dicom-web', qidoRoot: '/dicom-web', wadoRoot: '/dicom-web', qidoSupportsIncludeField: true, imageRendering: 'wadors', thumbnailRendering: 'wadors', enableStudyLazyLoad: true, omitQuotationForMultipartRequest: true, bulkDataURI: { enabled: true }, acceptHeader: ['multipart/related; type=application/octet-stream; transfer-syntax=*'] } }] };`;

async function unpacked(): Promise<string> {
  const folder = path.join(root, 'node_modules/.cache/ohif-stock', version);
  const dist = path.join(folder, 'package/dist');
  if (existsSync(path.join(dist, 'index.html'))) return dist;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const shell = process.platform === 'win32';
  await promisify(execFile)(
    'npm',
    ['pack', `@ohif/app@${version}`, '--pack-destination', folder, '--silent', '--ignore-scripts'],
    { cwd: root, shell },
  );
  await promisify(execFile)('tar', ['-xzf', `ohif-app-${version}.tgz`], { cwd: folder, shell });
  return dist;
}

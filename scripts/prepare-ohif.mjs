// Prepares the OHIF viewer for apps/bff: takes the published package, leaves out what is not served, moves it below
// /ohif/, minifies and compresses it into apps/bff/ohif/. Does nothing when that is done already.
// Runs on Node 20: `node scripts/prepare-ohif.mjs [--force]`.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gunzip, gzip } from 'node:zlib';
import { changed, checkFiles } from './lib/ohif-source.mjs';

const version = '3.13.2';
const integrity =
  'sha512-WZdxmpmG7rqFgW9ZJLcbgr3XCtLi1KDNPoMaeY5PPe6j4G4fjEjjkycZM6C6Zk2F87BKxFfpq+jd5xXZB9E8EA==';
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const output = path.join(root, 'apps/bff/ohif');
/** What decides what is made. */
const recipeFiles = [
  'scripts/prepare-ohif.mjs',
  'scripts/lib/ohif-source.mjs',
  'scripts/lib/ohif-drawing.mjs',
  'scripts/lib/ohif-access.mjs',
  'scripts/lib/ohif-panels.mjs',
];

/** Not served: source maps, the AI runtime, examples, service workers that load code from outside, OIDC of its own, icons of phones. */
const leftOut =
  /(\.map|\.LICENSE\.txt)$|^(ort|customizations)\/|^(sw|init-service-worker|google|es6-shim\.min|polyfill\.min|oidc-client\.min|app-config)\.js$|^(silent-refresh\.html|manifest\.json|serve\.json|_headers|_redirects|index\.html)$|^assets\/(apple|android|mstile|yandex|firefox|coast|manifest|browserconfig)/;
/** @type {Record<string, string>} */
const types = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  wasm: 'application/wasm',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  html: 'text/html; charset=utf-8',
};

/** @typedef {Map<string, Buffer>} Files by their path below dist/ */

/** Makes apps/bff/ohif/ what it should be; resolves with true when there was something to do. */
async function prepareOhif({ force = false, log = console.log } = {}) {
  const hash = createHash('sha256');
  for (const file of recipeFiles) hash.update(await readFile(path.join(root, file)));
  const recipe = hash.digest('hex').slice(0, 16);
  // Browsers keep what is below it for ever: another recipe, another address.
  const home = `/ohif/v/${recipe}/`;
  const made = await readFile(path.join(output, 'manifest.json'), 'utf8').then(JSON.parse, () => null);
  if (!force && made?.version === version && made?.recipe === recipe) return false;
  log(`OHIF ${version}: taking the package`);
  const files = await unpack(await takePackage());
  const { transform } = await import('esbuild');
  log(`OHIF ${version}: preparing ${files.size} files`);
  const page = indexPage(text(files, 'index.html'), [...files.keys()], home);
  const worker = decodeWorker(files);
  const staging = `${output}.${process.pid}.tmp`;
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  const served = new Map([...files].filter(([name]) => !leftOut.test(name)));
  checkFiles(served.keys(), version);
  served.set(
    'boot.js',
    Buffer.from('window.PUBLIC_URL="/ohif/";function browserImportFunction(n){return import(n)}'),
  );
  served.set('index.html', Buffer.from(page));
  /** @type {{ version: string, recipe: string, worker: string, files: Record<string, object> }} */
  const manifest = { version, recipe, worker, files: {} };
  await inTurn([...served], 4, async ([name, bytes]) => {
    const content = await prepared(name, bytes, home, transform);
    manifest.files[name] = await write(staging, name, content);
  });
  await writeFile(path.join(staging, 'manifest.json'), JSON.stringify(manifest));
  await rm(output, { recursive: true, force: true });
  await rename(staging, output);
  return true;
}

async function takePackage() {
  const folder = await mkdtemp(path.join(root, 'node_modules/.ohif-'));
  try {
    // npm itself knows the registry, its mirror and its credentials.
    await promisify(execFile)(
      'npm',
      [
        'pack',
        `@ohif/app@${version}`,
        '--pack-destination',
        folder,
        '--silent',
        '--ignore-scripts',
        '--fetch-retries=1',
      ],
      { cwd: root, shell: process.platform === 'win32', maxBuffer: 1 << 24 },
    );
    const bytes = await readFile(path.join(folder, `ohif-app-${version}.tgz`));
    const found = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    if (found !== integrity) throw new Error(`the package has another checksum than expected (${found})`);
    return bytes;
  } catch (error) {
    throw new Error(
      `The OHIF viewer (@ohif/app ${version}) cannot be fetched from the npm registry: ${String(error instanceof Error ? error.message : error).split('\n')[0]}. Check the network or the registry setting, then start again.`,
      { cause: error },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Files below package/dist of a tarball. @param {Buffer} tgz @returns {Promise<Files>} */
async function unpack(tgz) {
  const tar = await promisify(gunzip)(tgz);
  /** @type {Files} */
  const files = new Map();
  let longName = '';
  for (let at = 0; at + 512 <= tar.length;) {
    /** @param {number} from @param {number} length */
    const field = (from, length) => tar.toString('utf8', at + from, at + from + length).replace(/\0.*$/s, '');
    const size = Number.parseInt(field(124, 12).trim() || '0', 8);
    const kind = field(156, 1),
      prefix = field(345, 155);
    const name = longName || (prefix ? `${prefix}/${field(0, 100)}` : field(0, 100));
    const body = tar.subarray(at + 512, at + 512 + size);
    longName =
      kind === 'L'
        ? body.toString('utf8').replace(/\0.*$/s, '')
        : kind === 'x'
          ? (/\d+ path=([^\n]+)\n/.exec(body.toString('utf8'))?.[1] ?? '')
          : '';
    if ((kind === '0' || kind === '') && name.startsWith('package/dist/'))
      files.set(name.slice('package/dist/'.length), Buffer.from(body));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  for (const name of files.keys())
    if (name.split('/').includes('..')) throw new Error(`the package holds a suspicious path: ${name}`);
  return files;
}

/** @param {Files} files @param {string} name */
function text(files, name) {
  const bytes = files.get(name);
  if (!bytes) throw new Error(`@ohif/app ${version} has no ${name}`);
  return bytes.toString('utf8');
}

/** What opening a study always loads, one after another as each is run: asked for together with the page instead. */
const atStart =
  /^(1673|6938|6489|6495|8478|89|2779|2623|6749|5696|1483|9383|7499|8492|9290|4683|1180|7248|781|9415|3500|9116|100|5406|3760|9068|899|5448|5910|7463)\.bundle\.[0-9a-f]+\.js$|^(6214|2623|8492|3833|781|9415|3760|5910|7463)\.css$/;

/** The page: no inline script, no web app manifest, everything below /ohif/. @param {string} original @param {string[]} names @param {string} home */
function indexPage(original, names, home) {
  const app = /src="\/(app\.bundle\.[0-9a-f]+\.js)"/.exec(original)?.[1];
  const style = /href="\/(app\.bundle\.css)"/.exec(original)?.[1];
  if (!app || !style) throw new Error(`the page of @ohif/app ${version} is not as expected`);
  const ahead = names.filter((name) => atStart.test(name)).sort();
  if (ahead.length !== 39) throw new Error(`@ohif/app ${version} starts with other files than expected`);
  const preloads = ahead
    .map(
      (name) =>
        `<link rel="preload" as="${name.endsWith('.css') ? 'style' : 'script'}" href="${home}${name}">`,
    )
    .join('');
  return `<!doctype html><html lang="en"><head><meta charset="UTF-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>OHIF Viewer</title><link rel="icon" href="${home}assets/favicon.ico"><link rel="preload" as="script" href="${home}${app}"><link rel="stylesheet" href="${home}${style}"><script src="${home}boot.js"></script><script src="/ohif/app-config.js"></script><!--extension--><script defer src="${home}${app}"></script>${preloads}</head><body><noscript>JavaScript is needed.</noscript><div id="react-portal"></div><div id="root"></div></body></html>`;
}

/** The script of the worker that decodes images: the only one that may use eval (its codecs make functions). @param {Files} files */
function decodeWorker(files) {
  const found = [...files].filter(
    ([name, bytes]) =>
      /^\d+\.bundle\.[0-9a-f]+\.js$/.test(name) &&
      bytes.includes(
        'CONCATENATED MODULE: ../../../node_modules/@cornerstonejs/dicom-image-loader/dist/esm/decodeImageFrameWorker.js',
      ),
  );
  const [only] = found;
  if (!only || found.length !== 1) throw new Error(`the decode worker of @ohif/app ${version} was not found`);
  return only[0];
}

/** @param {string} name @param {Buffer} bytes @param {string} home @param {typeof import('esbuild').transform} transform */
async function prepared(name, bytes, home, transform) {
  if (name === 'index.html' || name === 'boot.js') return bytes;
  if (name.endsWith('.css'))
    return Buffer.from(
      (
        await transform(bytes.toString('utf8').replaceAll('url(/', `url(${home}`), {
          loader: 'css',
          minify: true,
          legalComments: 'none',
        })
      ).code,
    );
  if (!name.endsWith('.js')) return bytes;
  const source = changed(name, bytes.toString('utf8'), version).replace(
    '__webpack_require__.p = "/";',
    `__webpack_require__.p = ${JSON.stringify(home)};`,
  );
  if (name.endsWith('.min.js')) return Buffer.from(source.replace(/^\/\/# sourceMappingURL=.*$/m, ''));
  return Buffer.from(
    (
      await transform(source, {
        loader: 'js',
        minify: true,
        legalComments: 'none',
        target: 'es2022',
        // no other letters: a browser keeps such a script in half the memory, and reads it faster
        charset: 'ascii',
      })
    ).code,
  );
}

/** @param {string} folder @param {string} name @param {Buffer} content */
async function write(folder, name, content) {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
  const entry = {
    type: types[name.split('.').pop() ?? ''] ?? 'application/octet-stream',
    size: content.length,
    hash: createHash('sha256').update(content).digest('hex').slice(0, 20),
  };
  if (content.length < 1024 || /\.(png|woff2|ico)$/.test(name)) return entry;
  const br = await promisify(brotliCompress)(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 9,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
  const gz = await promisify(gzip)(content, { level: 9 });
  await writeFile(`${file}.br`, br);
  await writeFile(`${file}.gz`, gz);
  return { ...entry, br: br.length, gz: gz.length };
}

/** The largest first, `width` at a time. @param {[string, Buffer][]} items @param {number} width @param {(item: [string, Buffer]) => Promise<void>} run */
async function inTurn(items, width, run) {
  const queue = [...items].sort(([, a], [, b]) => b.length - a.length);
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let next = queue.shift(); next; next = queue.shift()) await run(next);
    }),
  );
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const started = Date.now();
  await prepareOhif({ force: process.argv.includes('--force') }).then(
    (done) =>
      console.log(
        done
          ? `OHIF ${version} prepared in ${((Date.now() - started) / 1000).toFixed(1)} s`
          : `OHIF ${version} is ready`,
      ),
    (error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  );
}

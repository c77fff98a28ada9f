// Builds what runs inside the OHIF viewer (packages/viewer/src/extension) into one script beside the prepared viewer,
// compressed, with its own hash: apps/bff/ohif/extension/. Takes a tenth of a second; the viewer is not prepared again.
// Runs on Node 20 after scripts/prepare-ohif.mjs: `node scripts/build-viewer-extension.mjs`.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const folder = path.join(root, 'apps/bff/ohif/extension');

const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ['packages/viewer/src/extension/index.ts'],
  bundle: true,
  write: false,
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
  charset: 'utf8',
});
const content = Buffer.from(outputFiles[0]?.contents ?? []);
const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
const known = await readFile(path.join(folder, 'manifest.json'), 'utf8').then(JSON.parse, () => null);
if (known?.hash !== hash) {
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(content),
    promisify(gzip)(content, { level: 9 }),
  ]);
  await mkdir(folder, { recursive: true });
  // another name for another content: a server that runs goes on sending what it knows of
  const file = path.join(folder, `${hash}.js`);
  await Promise.all([writeFile(file, content), writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
  // last: what it names is there
  await writeFile(
    path.join(folder, 'manifest.json'),
    JSON.stringify({
      hash,
      type: 'text/javascript; charset=utf-8',
      size: content.length,
      br: br.length,
      gz: gz.length,
    }),
  );
}

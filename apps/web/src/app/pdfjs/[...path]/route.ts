import { readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The parts of pdfjs-dist that its worker loads by address: the worker itself, character maps, standard fonts, decoders.
 * Served from the package, so that nothing of it is copied; the version in the address lets browsers keep them for good.
 */
const folders: Record<string, RegExp> = {
  cmaps: /^[A-Za-z0-9-]+\.bcmap$/,
  standard_fonts: /^[A-Za-z0-9-]+\.(pfb|ttf)$/,
  wasm: /^[a-z0-9_-]+\.(wasm|js)$/,
  iccs: /^[A-Za-z0-9_-]+\.icc$/,
};
const types: Record<string, string> = {
  mjs: 'text/javascript; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  wasm: 'application/wasm',
};
/** A worker obeys the policy of its own script: it decodes images with WebAssembly and reads its neighbours here, nothing else. */
const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'none'";
const roots = [
  path.join(process.cwd(), 'node_modules/pdfjs-dist'),
  path.join(process.cwd(), '../../node_modules/pdfjs-dist'),
];

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ path: string[] }> },
): Promise<Response> {
  const [first = '', second, ...more] = (await params).path,
    file =
      more.length > 0
        ? null
        : second === undefined
          ? first === 'worker.mjs'
            ? 'build/pdf.worker.min.mjs'
            : null
          : Object.hasOwn(folders, first) && folders[first]?.test(second)
            ? `${first}/${second}`
            : null;
  if (file === null) return new Response(null, { status: 404 });
  for (const root of roots) {
    try {
      const bytes = await readFile(path.join(root, file));
      return new Response(new Uint8Array(bytes), {
        headers: {
          'content-type': types[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
          'cache-control': 'public, max-age=31536000, immutable',
          'content-security-policy': policy,
        },
      });
    } catch {
      /* hoisted to the other place */
    }
  }
  return new Response(null, { status: 404 });
}

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import charls from '@cornerstonejs/codec-charls/decodewasmjs';
import libjpeg from '@cornerstonejs/codec-libjpeg-turbo-8bit/wasmjs';
import openjpeg from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import openjph from '@cornerstonejs/codec-openjph/wasmjs';

const binaries = {
  charls: [charls, '@cornerstonejs/codec-charls/decodewasm'],
  libjpeg: [libjpeg, '@cornerstonejs/codec-libjpeg-turbo-8bit/wasm'],
  openjpeg: [openjpeg, '@cornerstonejs/codec-openjpeg/decodewasm'],
  openjph: [openjph, '@cornerstonejs/codec-openjph/wasm'],
} as const;
export type CodecName = keyof typeof binaries;
type Loaded = Awaited<ReturnType<typeof charls>>;
const loaded = new Map<CodecName, Promise<Loaded>>();

/** The WebAssembly codecs Cornerstone ships, instantiated once. */
export function codec(name: CodecName): Promise<Loaded> {
  const known = loaded.get(name);
  if (known) return known;
  const [factory, binary] = binaries[name];
  // The codecs print to stdout and stderr what they think of an image; errors come as exceptions too.
  const silent = () => undefined;
  const loading = readFile(fileURLToPath(import.meta.resolve(binary))).then((wasmBinary) =>
    factory({ wasmBinary, print: silent, printErr: silent }),
  );
  loaded.set(name, loading);
  return loading;
}

import { losesDigits, parseJson } from '@keneyapp/fhir-client/json';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { badRequest, FhirFailure } from '../outcome.ts';

/** The largest body that is read, packed or not: more would hold up every server of this process (docs/adr/0006). */
export const largestBody = 16 * 1024 * 1024;
/** Resources nest: no more than this. */
const deepest = 100;

export const tooLarge = () =>
  new FhirFailure(413, 'too-long', `The body is too large: ${largestBody / 1024 / 1024} MB at most`);

const unpackers = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const;

/** A body without the packing of `Content-Encoding`, done off the main thread. Throws 415, 413 or 400. */
export async function unpacked(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase() ?? 'identity';
  if (name === 'identity' || name === '') return body;
  const unpack = unpackers[name as keyof typeof unpackers] as
    (typeof unpackers)[keyof typeof unpackers] | undefined;
  if (!unpack || !Object.hasOwn(unpackers, name))
    throw new FhirFailure(415, 'not-supported', 'Content-Encoding: gzip, deflate and br are understood');
  try {
    return await unpack(body, { maxOutputLength: largestBody });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw badRequest(`The body is not what Content-Encoding says (${name})`);
  }
}

/** Text of a body; throws 400 where it is not UTF-8. */
export function textOf(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw badRequest('The body is not UTF-8');
  }
}

/** Parsed JSON with its decimals as written. Throws 400 for what is not JSON, or what no resource may hold. */
export function jsonOf(text: string): unknown {
  if (text.trim() === '') return undefined;
  let plain: unknown;
  try {
    plain = JSON.parse(text);
  } catch {
    throw badRequest('The body is not JSON');
  }
  assertTree(plain);
  return losesDigits(text) ? parseJson(text) : plain;
}

interface Branch {
  value: unknown;
  path: string;
  depth: number;
}

/** Refuses what cannot be stored or walked: deep nesting, NUL and halves of characters, names of what every object has. */
function assertTree(root: unknown): void {
  const waiting: Branch[] = [{ value: root, path: '', depth: 0 }];
  for (let branch = waiting.pop(); branch; branch = waiting.pop()) {
    const { value, path, depth } = branch;
    if (typeof value === 'string') assertText(value, path);
    if (value === null || typeof value !== 'object') continue;
    if (depth >= deepest)
      throw badRequest(`The body is nested more than ${deepest} deep`, [path.slice(0, 200)]);
    if (Array.isArray(value))
      for (let i = 0; i < value.length; i += 1) {
        const item: unknown = value[i];
        if (typeof item === 'string' || typeof item === 'object')
          waiting.push({ value: item, path: `${path}[${i}]`, depth: depth + 1 });
      }
    else
      for (const key of Object.keys(value)) {
        const held = (value as Record<string, unknown>)[key],
          here = path === '' ? key : `${path}.${key}`;
        if (key in Object.prototype || key === '')
          throw badRequest('There is no such element', [here.slice(0, 200)]);
        if (typeof held === 'string') assertText(held, here);
        else if (typeof held === 'object' && held !== null)
          waiting.push({ value: held, path: here, depth: depth + 1 });
      }
  }
}

function assertText(text: string, path: string): void {
  if (text.includes('\0') || !text.isWellFormed())
    throw badRequest('A text holds a character that no text may hold', [path.slice(0, 200)]);
}

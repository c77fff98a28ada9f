import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { badRequest, FhirFailure } from '../outcome.ts';

/** The largest body that is read, packed or not: more would hold up every server of this process (docs/adr/0006). */
export const largestBody = 16 * 1024 * 1024;

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

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { CodeSystemConcept, CodeSystemConceptProperty, CodeSystemProperty } from '@medplum/fhirtypes';
import type { Problems } from './problems.ts';
import type { SystemRelease } from './release.ts';

/** A release as it was read: its concepts one a line on the disk, so that none has to fit into memory. */
export interface Spooled {
  file: string;
  count: number;
  /** Of what is loaded: the same files, or others that say the same, have the same. */
  hash: string;
  version: string;
  /** The properties that concepts have. */
  properties: CodeSystemProperty[];
  last: string;
}

const flushAt = 1 << 20;

/** Reads a release once. A code that comes twice, and a parent that is none, are problems. */
export async function spool(
  release: SystemRelease,
  folder: string,
  problems: Problems,
  report: (count: number) => void = () => undefined,
): Promise<Spooled> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, `${release.short}.ndjson`),
    out = await open(file, 'w', 0o600),
    hash = createHash('sha256'),
    codes = new Set<string>(),
    parents = new Map<string, string>(),
    properties = new Map<string, CodeSystemProperty>();
  let waiting = '',
    last = '';
  const flush = async () => {
    hash.update(waiting);
    await out.write(waiting);
    waiting = '';
    report(codes.size);
  };
  try {
    for await (const concept of release.concepts()) {
      const code = concept.code ?? '';
      if (codes.has(code)) {
        problems.add(release.title, 0, `${code} is there twice: the first counts`);
        continue;
      }
      codes.add(code);
      last = code;
      for (const property of concept.property ?? []) {
        if (property.code === 'parent' && property.valueCode) parents.set(property.valueCode, code);
        if (property.code && !properties.has(property.code))
          properties.set(property.code, { code: property.code, type: typeOf(property) });
      }
      waiting += `${JSON.stringify(concept)}\n`;
      if (waiting.length > flushAt) await flush();
    }
    await flush();
  } finally {
    await out.close();
  }
  for (const [above, below] of parents)
    if (!codes.has(above)) problems.add(release.title, 0, `${above}, above ${below}, is no code of it`);
  const version = release.version();
  hash.update(
    JSON.stringify([release.url, version, release.title, release.language, release.isWhole, release.licence]),
  );
  return {
    file,
    count: codes.size,
    hash: hash.digest('hex'),
    version,
    properties: [...properties.values()],
    last,
  };
}

const typeOf = (property: CodeSystemConceptProperty): CodeSystemProperty['type'] =>
  property.valueCode !== undefined ? 'code' : property.valueBoolean !== undefined ? 'boolean' : 'string';

/** Concepts of a spool from the one at `skip` on, in groups of at most so many and so many bytes. */
export async function* groups(
  { file }: Spooled,
  { skip = 0, most = 2000, bytes = 4 * 1024 * 1024 }: { skip?: number; most?: number; bytes?: number } = {},
): AsyncGenerator<{ first: number; concepts: CodeSystemConcept[] }> {
  let at = 0,
    size = 0,
    concepts: CodeSystemConcept[] = [];
  for await (const line of createInterface({ input: createReadStream(file, { highWaterMark: 1 << 20 }) })) {
    at += 1;
    if (at <= skip) continue;
    if (concepts.length >= most || (concepts.length > 0 && size + line.length > bytes)) {
      yield { first: at - 1 - concepts.length, concepts };
      concepts = [];
      size = 0;
    }
    concepts.push(JSON.parse(line) as CodeSystemConcept);
    size += line.length;
  }
  if (concepts.length > 0) yield { first: at - concepts.length, concepts };
}

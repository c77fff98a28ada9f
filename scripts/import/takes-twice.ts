import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Bundle } from '@medplum/fhirtypes';
import { expect } from 'vitest';
import type { Connection } from '../wire/connection.ts';
import { qido } from '../wire/dicomweb.ts';
import { read, search } from '../wire/fhir.ts';
import type { ImportResult } from './run.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

/** For tests: imports Synthea bundles and a folder of images, then both again, and looks at what is there of each. */
export async function takesTwice({
  connection,
  load,
  bundles: files,
  images,
}: {
  connection: Connection;
  load: (...paths: string[]) => Promise<ImportResult>;
  bundles: readonly string[];
  images: string;
}): Promise<void> {
  const count = async (query: string): Promise<number> =>
    (await search(connection, `${query}${query.includes('?') ? '&' : '?'}_summary=count`)).total ?? -1;
  const bundles = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Bundle);
  const expected = bundles.reduce((n, b) => n + (b.entry?.length ?? 0), 0),
    types = ['Patient', 'Observation', 'Encounter', 'ImagingStudy', 'Practitioner'] as const;
  const unreadable = ['MR_truncated.dcm', 'badVR.dcm'];
  const readable = readdirSync(images, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.dcm') && !unreadable.includes(path.basename(name)));

  const first = await load(...files, images);
  expect(first.resources).toBe(expected);
  expect(first.failures.map((f) => path.basename(f.path)).sort()).toEqual(unreadable);
  const before = await Promise.all(types.map((t) => count(t)));
  expect(first.images).toBe(readable.length);
  const second = await load(...files, images);
  expect(second.failures).toHaveLength(2);
  expect(await Promise.all(types.map((t) => count(t)))).toEqual(before);
  for (const b of bundles) {
    const id = b.entry?.[0]?.resource?.id;
    expect(await read(connection, patientReference(id ?? '')), id).not.toBeNull();
  }
  for (const study of await qido(connection, 'studies')) {
    const uid = String(study['0020000D']?.Value?.[0]);
    expect(
      await count(`ImagingStudy?identifier=${encodeURIComponent(`urn:dicom:uid|urn:oid:${uid}`)}`),
      uid,
    ).toBe(1);
  }
}

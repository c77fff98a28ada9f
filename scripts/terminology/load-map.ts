import { createHash } from 'node:crypto';
import type { ConceptMap, ConceptMapGroupElement } from '@medplum/fhirtypes';
import { mapUrl, releaseSystem } from '@keneyapp/fhir-model/releases';
import { read, write } from '../wire/fhir.ts';
import { checkTargets } from './check-targets.ts';
import { NotLoaded, type Loaded, type Loading } from './loading.ts';
import type { Problems } from './problems.ts';
import type { MapElement, MapRelease } from './release.ts';

/** A map goes in by one request: the embedded server takes 16 MB. */
const largest = 15 * 1024 * 1024;

export interface MapLoaded {
  state: Loaded;
  elements: number;
  version: string;
  remarks: string[];
}

/** Writes a map over the one that was there; of the same content nothing is written. */
export async function loadMap(
  { connection: c }: Loading,
  release: MapRelease,
  problems: Problems,
): Promise<MapLoaded> {
  const written: MapElement[] = [];
  for await (const one of release.elements()) written.push(one);
  const { elements, remarks } = await checkTargets(c, release, written, problems);
  const element = elements.map(({ code, display, target }): ConceptMapGroupElement => ({
    code,
    ...(display ? { display } : {}),
    target: target.map(({ row: _row, ...one }) => one),
  }));
  if (element.length === 0) throw new NotLoaded('nothing of it could be read');
  const version = release.version();
  const hash = createHash('sha256')
    .update(JSON.stringify([release.source, release.target, version, element]))
    .digest('hex');
  const id = `map-${release.short}`;
  const before = await read<ConceptMap>(c, `ConceptMap/${id}?_elements=identifier`);
  if (before?.identifier?.value === hash)
    return { state: 'unchanged', elements: element.length, version, remarks };
  const map: ConceptMap = {
    resourceType: 'ConceptMap',
    id,
    url: mapUrl(release.short),
    identifier: { system: releaseSystem, value: hash },
    version,
    name: release.short.replace(/[^a-z0-9]/g, '').toUpperCase(),
    title: release.title,
    status: 'active',
    experimental: false,
    date: new Date().toISOString(),
    publisher: release.licence.publisher,
    copyright: release.licence.copyright,
    group: [{ source: release.source, target: release.target, element }],
  };
  const body = JSON.stringify(map);
  if (Buffer.byteLength(body) > largest)
    throw new NotLoaded(`a map of ${element.length} codes is more than servers take in one request`);
  await write(c, `ConceptMap/${id}`, body);
  return { state: 'loaded', elements: element.length, version, remarks };
}

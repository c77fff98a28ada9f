import type { CapabilityStatement } from '@medplum/fhirtypes';
import { loadDefinitions } from '../model/definitions.ts';
import { parametersOf } from '../model/parameters.ts';
import type { Operation } from '../operations/operation.ts';

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
      conditionalRead: 'not-match',
      conditionalUpdate: true,
      conditionalDelete: 'single',
      referencePolicy: ['literal', 'local'],
      searchInclude: [...parametersOf(type).values()]
        .filter((p) => p.kind === 'reference')
        .map((p) => `${type}:${p.code}`),
      searchParam: [
        { name: '_id', type: 'token' as const },
        { name: '_lastUpdated', type: 'date' as const },
        ...[...parametersOf(type).values()]
          .filter((p) => !p.code.includes(':'))
          .map((p) => ({ name: p.code, definition: p.definition.url, type: p.kind })),
      ],
      operation: onTypes(type).map((o) => ({ name: o.name, definition: o.definition })),
    }));
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: '2026-01-01',
    kind: 'instance',
    fhirVersion: '4.0.1',
    format: ['application/fhir+json'],
    patchFormat: ['application/json-patch+json'],
    software: { name: 'KeneyApp embedded FHIR server', version: '0.1.0' },
    implementation: { description: 'Embedded FHIR R4 server', url: base },
    rest: [
      {
        mode: 'server',
        resource,
        operation: operations
          .filter((o) => o.levels.includes('system'))
          .map((o) => ({ name: o.name, definition: o.definition })),
        interaction: [{ code: 'transaction' }, { code: 'batch' }, { code: 'history-system' }],
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

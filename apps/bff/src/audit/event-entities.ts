import type { AuditEventEntity, Coding, Reference } from '@medplum/fhirtypes';
import type { Pattern } from './event-type.ts';
import type { AuditRecord } from './record.ts';
import { isFhirId } from '@keneyapp/fhir-client/ids';
import { patientReference, referenceKey } from '@keneyapp/fhir-model/references';

const entityType = 'http://terminology.hl7.org/CodeSystem/audit-entity-type';
const objectRole = 'http://terminology.hl7.org/CodeSystem/object-role';
const systemObject: Coding = { system: entityType, code: '2', display: 'System Object' };
const domainResource: Coding = { system: objectRole, code: '4', display: 'Domain Resource' };

/**
 * The patient; what was touched; the query; the request. BALP knows one `data` entity (System Object) in a read or write
 * and one `query` entity in a query, so what else was touched has its resource type as the entity's type.
 */
export function entitiesOf(
  { patientId, resources, query, requestId, operation, emergency }: AuditRecord,
  pattern: Pattern,
): AuditEventEntity[] {
  const request = query === null ? undefined : Buffer.from(query).toString('base64');
  const isListed = patientId === null && pattern === 'query';
  // a record that somebody altered may name what is no id: it is shown as it stands
  const patient = isFhirId(patientId) ? patientReference(patientId) : patientId;
  const others = resources.filter((r) => r !== patient);
  const patients = [
    ...(patient === null ? [] : [patient]),
    ...(isListed ? others.filter((r) => r.startsWith('Patient/')) : []),
  ];
  const rest = isListed ? others.filter((r) => !r.startsWith('Patient/')) : others;
  const hasData = ['read', 'create', 'update', 'delete', 'export'].includes(pattern);
  const [data, more] = hasData ? [rest[0] ?? patient ?? operation, rest.slice(1)] : [null, rest];
  return [
    ...patients.map((reference) => ({
      what: { reference },
      type: { system: entityType, code: '1', display: 'Person' },
      role: { system: objectRole, code: '1', display: 'Patient' },
    })),
    ...(data === null
      ? []
      : [
          {
            what: referenceTo(data),
            type: systemObject,
            role: domainResource,
            ...(request === undefined ? {} : { detail: [{ type: 'request', valueBase64Binary: request }] }),
          },
        ]),
    ...(pattern === 'query'
      ? [
          {
            type: systemObject,
            role: { system: objectRole, code: '24', display: 'Query' },
            query: request ?? '',
          },
        ]
      : []),
    ...more.map((resource) => ({
      what: referenceTo(resource),
      type: typeOf(resource),
      role: domainResource,
    })),
    ...(!hasData && pattern !== 'query' && request !== undefined
      ? [
          {
            what: { display: operation },
            type: systemObject,
            role: { system: objectRole, code: '24', display: 'Query' },
            query: request,
          },
        ]
      : []),
    ...(emergency
      ? [
          {
            what: { identifier: { system: 'https://keneyapp.example/emergency', value: emergency } },
            type: {
              system: 'https://keneyapp.example/audit-entity',
              code: 'emergency-access',
              display: 'Emergency access',
            },
          },
        ]
      : []),
    {
      what: { identifier: { value: requestId } },
      type: {
        system: 'https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType',
        code: 'XrequestId',
      },
    },
  ];
}

/** `Observation/7` is a reference; `Observation` and `study/1.2.3` name what it was. */
function referenceTo(resource: string): Reference {
  if (referenceKey(resource) === resource) return { reference: resource };
  if (resource.startsWith('study/'))
    return {
      identifier: { system: 'urn:dicom:uid', value: `urn:oid:${resource.slice('study/'.length)}` },
      display: 'study',
    };
  return {
    ...(/^[A-Z][A-Za-z]+$/.test(resource) ? { type: resource as NonNullable<Reference['type']> } : {}),
    display: resource,
  };
}

function typeOf(resource: string): Coding {
  const type = resource.startsWith('study/') ? 'ImagingStudy' : (resource.split('/')[0] ?? resource);
  return /^[A-Z][A-Za-z]+$/.test(type)
    ? { system: 'http://hl7.org/fhir/resource-types', code: type, display: type }
    : { system: 'https://keneyapp.example/audit-entity', code: 'other' };
}

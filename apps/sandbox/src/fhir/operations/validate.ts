import type { OperationOutcomeIssue, Parameters, Resource } from '@medplum/fhirtypes';
import { json } from '../http/call.ts';
import { readCurrent } from '../repository.ts';
import { issuesOf } from '../write/validation.ts';
import type { Operation, OperationCall } from './operation.ts';

/** Always 200 with the findings: https://hl7.org/fhir/R4/resource-operation-validate.html */
export const validate: Operation = {
  name: 'validate',
  definition: 'http://hl7.org/fhir/OperationDefinition/Resource-validate',
  types: null,
  levels: ['type', 'instance'],
  isQuery: true,
  run,
};

async function run({ call, store, type, id }: OperationCall) {
  const subject = await subjectOf(call.body, () => readCurrent(store.driver, type ?? '', id ?? ''));
  const issue: OperationOutcomeIssue[] = issuesOf(subject).map((found) => ({
    ...found,
    diagnostics: found.diagnostics ?? found.details?.text,
  }));
  if (issue.length === 0 && (subject as Resource).resourceType !== type)
    issue.push({ severity: 'error', code: 'invalid', diagnostics: `The resource is not a ${type}` });
  return json(200, {
    resourceType: 'OperationOutcome',
    issue:
      issue.length > 0
        ? issue
        : [{ severity: 'information', code: 'informational', diagnostics: 'No issues' }],
  });
}

async function subjectOf(body: unknown, stored: () => Promise<{ content: string }>): Promise<unknown> {
  const given = body as Resource | null | undefined;
  if (given?.resourceType === 'Parameters')
    return (given as Parameters).parameter?.find((p) => p.name === 'resource')?.resource ?? null;
  return given ?? (JSON.parse((await stored()).content) as unknown);
}

import { parseJson } from '@keneyapp/fhir-client/json';
import { tryGetDataType } from '@medplum/core';
import type { OperationOutcomeIssue, Resource, StructureDefinition } from '@medplum/fhirtypes';
import { json } from '../http/call.ts';
import { isType } from '../model/definitions.ts';
import { parameterNumber } from '../model/parameter-number.ts';
import { badRequest } from '../outcome.ts';
import type { Queryable } from '../store/driver.ts';
import { readCurrent } from '../store/store.ts';
import { findingsOf } from '../validation/validation.ts';
import { Given } from './given.ts';
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

const modes = ['create', 'update', 'delete', 'profile'];

async function run({ call, db, type, id }: OperationCall) {
  const isBare =
    call.body !== null && call.body !== undefined && (call.body as Resource).resourceType !== 'Parameters';
  const given = new Given(isBare ? { ...call, body: undefined } : call);
  given.only(['resource', 'mode', 'profile', '_format', '_pretty']);
  const mode = given.text('mode');
  if (mode !== undefined && !modes.includes(mode)) throw badRequest(`mode takes ${modes.join(', ')}`);
  const subject = isBare ? call.body : (given.resource('resource') ?? (await storedOf(db, type, id)));
  const issue: OperationOutcomeIssue[] = [];
  const isOther = (subject as Resource).resourceType !== type;
  for (const found of findingsOf(subject).issues) issue.push(found);
  if (issue.length === 0 && isOther) issue.push(error('invalid', `The resource is not a ${type}`));
  if (mode === 'update' && id !== null && (subject as Resource).id !== id)
    issue.push(error('invalid', 'The id of the resource and of the address differ', ['id']));
  const asked = given.text('profile');
  if (asked !== undefined) issue.push(...(await againstProfile(db, subject as Resource, asked, 'error')));
  const claimed = (subject as Resource).meta?.profile;
  for (const profile of Array.isArray(claimed) ? claimed : [])
    if (profile !== asked && typeof profile === 'string')
      issue.push(...(await againstProfile(db, subject as Resource, profile, 'warning')));
  return json(200, {
    resourceType: 'OperationOutcome',
    issue:
      issue.length > 0
        ? issue
        : [{ severity: 'information', code: 'informational', diagnostics: 'No issues' }],
  });
}

async function storedOf(db: Queryable, type: string | null, id: string | null): Promise<unknown> {
  if (id === null) throw badRequest('A resource is needed', ['Parameters.parameter']);
  return parseJson((await readCurrent(db, type ?? '', id)).content);
}

const error = (
  code: OperationOutcomeIssue['code'],
  diagnostics: string,
  expression?: string[],
): OperationOutcomeIssue => ({ severity: 'error', code, diagnostics, ...(expression ? { expression } : {}) });

/** Findings against a profile; one that is not known here, or has no snapshot, is said not to have been looked at. */
async function againstProfile(
  db: Queryable,
  subject: Resource,
  canonical: string,
  severity: 'error' | 'warning',
): Promise<OperationOutcomeIssue[]> {
  const [url = ''] = canonical.split('|');
  const own = /^http:\/\/hl7\.org\/fhir\/StructureDefinition\/([A-Za-z]+)$/.exec(url)?.[1];
  if (
    own !== undefined &&
    (isType(own) || own === 'Resource' || own === 'DomainResource') &&
    tryGetDataType(own)
  )
    return !isType(own) || own === subject.resourceType
      ? []
      : [error('invalid', `The profile is one of ${own}, not of ${subject.resourceType}`)];
  const profile = await findProfile(db, canonical);
  const notLookedAt = (why: string): OperationOutcomeIssue => ({
    severity,
    code: 'not-found',
    diagnostics: `The profile ${url.slice(0, 200)} ${why}: the resource was not looked at against it`,
  });
  if (!profile) return [notLookedAt('is not known here')];
  if (!profile.snapshot) return [notLookedAt('has no snapshot')];
  if (profile.type !== subject.resourceType)
    return [error('invalid', `The profile is one of ${profile.type}`)];
  const { issues, isReadable } = findingsOf(subject, profile);
  return isReadable ? issues : [];
}

const structureUrl = parameterNumber('StructureDefinition.url');

async function findProfile(db: Queryable, canonical: string): Promise<StructureDefinition | null> {
  const [url = '', version] = canonical.split('|');
  const rows = await db.query<{ content: string }>(
    `SELECT r.content FROM resource r WHERE r.type = 'StructureDefinition' AND NOT r.deleted
    AND r.rid IN (SELECT rid FROM idx_token WHERE p = $1 AND value = $2) ORDER BY r.updated DESC LIMIT 20`,
    [structureUrl, url],
  );
  return (
    rows
      .map(({ content }) => JSON.parse(content) as StructureDefinition)
      .find((profile) => version === undefined || profile.version === version) ?? null
  );
}

import type { ParametersParameter } from '@medplum/fhirtypes';
import { badRequest, FhirFailure } from '../fhir/outcome.ts';
import { json } from '../fhir/http/call.ts';
import type { Operation, OperationCall } from '../fhir/operations/operation.ts';
import { designationsOf, displayIn, propertiesOf, readConcept } from './concepts.ts';
import { Given, parametersOf } from '../fhir/operations/given.ts';
import { findSystem, isComplete } from './systems.ts';

/** https://hl7.org/fhir/R4/codesystem-operation-lookup.html */
export const lookup: Operation = {
  name: 'lookup',
  definition: 'http://hl7.org/fhir/OperationDefinition/CodeSystem-lookup',
  types: ['CodeSystem'],
  levels: ['type'],
  isQuery: true,
  run,
};

async function run({ call, db }: OperationCall) {
  const given = new Given(call);
  const { system: url, code, version } = given.subject();
  if (!url) throw badRequest('system is needed');
  const system = await findSystem(db, url, version);
  const concept = system ? await readConcept(db, system.rid, code) : null;
  if (!system || !concept)
    throw new FhirFailure(
      404,
      'not-found',
      !system
        ? 'The code system is not known here'
        : isComplete(system)
          ? 'The code is not in this code system'
          : 'The code is not in the part of the code system that is stored here',
    );
  const wanted = given.texts('property');
  const edges = await db.query<{ relation: string; code: string; display: string | null }>(
    `SELECT 'parent' AS relation, e.parent AS code, c.display FROM term_edge e LEFT JOIN term_concept c ON c.rid = e.rid AND c.code = e.parent WHERE e.rid = $1 AND e.child = $2
     UNION ALL SELECT 'child', e.child, c.display FROM term_edge e LEFT JOIN term_concept c ON c.rid = e.rid AND c.code = e.child WHERE e.rid = $1 AND e.parent = $2`,
    [system.rid, code],
  );
  const property = (
    name: string,
    value: ParametersParameter,
    description?: string | null,
  ): ParametersParameter | null =>
    wanted.length > 0 && !wanted.includes(name)
      ? null
      : {
          name: 'property',
          part: [
            { name: 'code', valueCode: name },
            { ...value, name: 'value' },
            ...(description ? [{ name: 'description', valueString: description }] : []),
          ],
        };
  return json(
    200,
    parametersOf([
      { name: 'name', valueString: system.name ?? system.url },
      system.version ? { name: 'version', valueString: system.version } : null,
      { name: 'display', valueString: displayIn(concept, given.language(), system.language) ?? code },
      concept.definition ? { name: 'definition', valueString: concept.definition } : null,
      ...designationsOf(concept).map((d): ParametersParameter => ({
        name: 'designation',
        part: [
          ...(d.language ? [{ name: 'language', valueCode: d.language }] : []),
          ...(d.use ? [{ name: 'use', valueCoding: d.use }] : []),
          { name: 'value', valueString: d.value },
        ],
      })),
      property('inactive', { name: 'value', valueBoolean: concept.inactive }),
      ...propertiesOf(concept).flatMap(({ code: name, ...value }) =>
        name && name !== 'parent' && name !== 'child' && name !== 'inactive'
          ? [property(name, { name: 'value', ...value })]
          : [],
      ),
      ...edges.map((edge) => property(edge.relation, { name: 'value', valueCode: edge.code }, edge.display)),
    ]),
  );
}

import { Decimal } from '@keneyapp/fhir-client/json';
import type { OperationOutcomeIssue } from '@medplum/fhirtypes';
import { isType } from '../model/definitions.ts';
import { narrativeProblem } from './narrative.ts';
import { primitiveProblem } from './primitives.ts';
import { shapeOf, type Field } from './type-shapes.ts';

/** Enough to mend a resource by. */
const max = 50;

interface Check {
  issues: OperationOutcomeIssue[];
  /** Resources inside (`Bundle.entry.resource`, `Parameters.parameter.resource`) are looked at by somebody else. */
  outerOnly: boolean;
}

/**
 * Whether parsed JSON has the form of a FHIR resource: the members its type has, one of each choice, no empty or null
 * ones, values of their primitive types (https://hl7.org/fhir/R4/json.html). What is found makes reading it at all unsafe,
 * so it is looked at before anything else. An unknown element is `structure`, everything else `invalid`.
 */
export function shapeIssues(resource: unknown, outerOnly = false): OperationOutcomeIssue[] {
  const check: Check = { issues: [], outerOnly };
  checkResource(resource, '', check);
  return check.issues;
}

function checkResource(value: unknown, path: string, check: Check): void {
  if (!isObject(value)) return tell(check, path, 'a resource is needed');
  const type = value['resourceType'];
  if (typeof type !== 'string' || !isType(type))
    return tell(
      check,
      path === '' ? 'resourceType' : `${path}.resourceType`,
      'the name of a resource type is needed',
    );
  checkObject(value, type, path || type, check, true);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Decimal);
}

function checkObject(
  value: Record<string, unknown>,
  type: string,
  path: string,
  check: Check,
  isResource = false,
): void {
  const fields = shapeOf(type)?.fields;
  if (!fields) return tell(check, path, 'a type that is not known');
  const choices = new Map<string, string>();
  let members = 0;
  for (const key of Object.keys(value)) {
    if (check.issues.length >= max) return;
    if (isResource && key === 'resourceType') continue;
    members += 1;
    const name = key.startsWith('_') ? key.slice(1) : key,
      field = fields.get(name);
    if (!field || (name !== key && !field.isPrimitive)) {
      unknown(check, path, key);
      continue;
    }
    const here = `${path}.${name}`;
    if (field.choice) {
      const other = choices.get(field.choice);
      if (other !== undefined && other !== name)
        tell(check, here, `only one of ${field.choice} may be given, ${other} is there too`);
      choices.set(field.choice, name);
    }
    if (name === key) checkMember(value[key], value[`_${key}`], field, here, check);
    else checkBeside(value[key], value[name], field, here, check);
  }
  if (members === 0 && !isResource) tell(check, path, 'an empty object is not allowed');
}

function checkMember(value: unknown, beside: unknown, field: Field, path: string, check: Check): void {
  if (!field.isArray) {
    if (Array.isArray(value)) return tell(check, path, 'one value is needed, not a list');
    return checkValue(value, field, path, check);
  }
  if (!Array.isArray(value)) return tell(check, path, 'a list is needed');
  if (value.length === 0) return tell(check, path, 'an empty list is not allowed');
  for (let i = 0; i < value.length && check.issues.length < max; i += 1) {
    const item: unknown = value[i];
    if (item === null && field.isPrimitive && Array.isArray(beside) && isObject(beside[i])) continue; // only its extensions are known
    checkValue(item, field, `${path}[${i}]`, check);
  }
}

/** `_birthDate` beside `birthDate`: id and extensions of a primitive. */
function checkBeside(value: unknown, main: unknown, field: Field, path: string, check: Check): void {
  const one = (item: unknown, at: string) => {
    if (isObject(item)) checkObject(item, 'Element', at, check);
    else tell(check, at, 'an object with id or extension is needed');
  };
  if (!field.isArray) return one(value, path);
  if (!Array.isArray(value)) return tell(check, path, 'a list is needed');
  if (value.length === 0 || (Array.isArray(main) && main.length !== value.length))
    return tell(check, path, 'the lists of values and of their extensions differ in length');
  value.forEach((item: unknown, i) => {
    if (item !== null) one(item, `${path}[${i}]`);
    else if (!Array.isArray(main) || main[i] === null)
      tell(check, `${path}[${i}]`, 'null is not allowed here');
  });
}

function checkValue(value: unknown, field: Field, path: string, check: Check): void {
  if (value === null || value === undefined) return tell(check, path, 'null is not allowed');
  if (field.isPrimitive) {
    const problem =
      field.type === 'xhtml' && typeof value === 'string'
        ? narrativeProblem(value)
        : primitiveProblem(field.type, value);
    if (problem) tell(check, path, problem);
    return;
  }
  if (field.type === 'Resource' || isType(field.type)) {
    if (!check.outerOnly) checkResource(value, path, check);
    else if (!isObject(value)) tell(check, path, 'a resource is needed');
    return;
  }
  if (!isObject(value)) return tell(check, path, 'an object is needed');
  checkObject(value, field.type, path, check);
}

function tell(check: Check, path: string, problem: string): void {
  check.issues.push({
    severity: 'error',
    code: 'invalid',
    expression: [path],
    diagnostics: `${path}: ${problem}`,
  });
}

/** Names of elements are the caller's own words: long ones are cut. */
function unknown(check: Check, path: string, key: string): void {
  const where = `${path}.${key.slice(0, 60)}`;
  const isOdd = key in Object.prototype;
  check.issues.push({
    severity: 'error',
    code: isOdd ? 'invalid' : 'structure',
    expression: [where],
    diagnostics: `${where}: there is no such element`,
  });
}

import { Decimal } from '@keneyapp/fhir-client/json';
import {
  evalFhirPathTyped,
  getElementDefinitionFromElements,
  toTypedValue,
  tryGetDataType,
} from '@medplum/core';
import type { Parameters, ParametersParameter, Resource } from '@medplum/fhirtypes';
import { badRequest, unprocessable } from '../outcome.ts';
import { shapeOf } from '../validation/type-shapes.ts';
import { assertFrame } from '../validation/validation.ts';
import { applyJsonPatch } from './json-patch.ts';

interface Operation {
  type: string;
  path: string;
  name: string | null;
  value: { type: string; value: unknown } | null;
  index: number | null;
  source: number | null;
  destination: number | null;
}
/** What a path finds: its type, and where it is in the JSON. */
interface Target {
  type: string;
  pointer: string[];
}

/** https://hl7.org/fhir/R4/fhirpatch.html, in place. What is no patch is 400, what does not fit the resource 422. */
export function applyFhirPathPatch(resource: Resource, parameters: Parameters): void {
  assertFrame(parameters);
  (parameters.parameter ?? []).forEach((parameter, i) => {
    const at = [`Parameters.parameter[${i}]`];
    if (parameter.name !== 'operation') throw badRequest('A patch holds nothing but operations', at);
    const operation = operationOf(parameter, at);
    const problem = apply(resource, operation);
    if (problem)
      throw unprocessable(`The patch does not apply: operation ${i + 1} (${operation.type}): ${problem}`, at);
  });
}

const takesValue = ['add', 'insert', 'replace'];
const kinds = [...takesValue, 'delete', 'move'];

function operationOf({ part = [] }: ParametersParameter, at: string[]): Operation {
  const named = (name: string) => part.find((p) => p.name === name) as Record<string, unknown> | undefined;
  const text = (name: string) => {
    const found = named(name);
    const value = found?.['valueCode'] ?? found?.['valueString'];
    return typeof value === 'string' ? value : null;
  };
  const whole = (name: string) => {
    const value = named(name)?.['valueInteger'];
    return typeof value === 'number' ? value : null;
  };
  const held = Object.entries(named('value') ?? {}).find(([key]) => key.startsWith('value'));
  const type = text('type'),
    path = text('path');
  if (type === null || !kinds.includes(type))
    throw badRequest('An operation has a type: add, insert, delete, replace or move', at);
  if (path === null) throw badRequest('An operation has a path', at);
  if (takesValue.includes(type) && !held) throw badRequest(`${type} has a value`, at);
  if (type === 'add' && text('name') === null) throw badRequest('add has a name', at);
  if (type === 'insert' && whole('index') === null) throw badRequest('insert has an index', at);
  if (type === 'move' && (whole('source') === null || whole('destination') === null))
    throw badRequest('move has a source and a destination', at);
  return {
    type,
    path,
    name: text('name'),
    value: held ? { type: held[0].slice('value'.length), value: held[1] } : null,
    index: whole('index'),
    source: whole('source'),
    destination: whole('destination'),
  };
}

/** Null when it was applied; else why not. */
function apply(resource: Resource, operation: Operation): string | null {
  let targets: Target[];
  try {
    targets = targetsOf(resource, operation.path);
  } catch {
    return 'the path cannot be read';
  }
  const change = (list: object[]) => {
    applyJsonPatch(resource as unknown as Record<string, unknown>, list);
    return null;
  };
  const [target] = targets;
  if (operation.type === 'insert' || operation.type === 'move') return inList(operation, targets, change);
  if (targets.length > 1) return 'the path finds more than one';
  if (operation.type === 'delete') {
    if (!target) return null;
    return change(removal(resource, target.pointer));
  }
  if (!target) return 'the path finds nothing';
  const { value } = operation;
  if (operation.type === 'add') return addTo(resource, target, operation, change);
  if (target.pointer.length === 0) return 'the whole resource is not replaced by a patch';
  const key = target.pointer.at(-1) ?? '',
    renamed = keyOfChoice(holderType(resource, target.pointer), key, value?.type ?? '');
  const place = [...target.pointer.slice(0, -1), renamed];
  return change(
    renamed === key
      ? [{ op: 'replace', path: text(place), value: value?.value }]
      : [
          { op: 'remove', path: text(target.pointer) },
          { op: 'add', path: text(place), value: value?.value },
        ],
  );
}

type Change = (list: object[]) => null;

function addTo(
  resource: Resource,
  { type, pointer }: Target,
  { name, value }: Operation,
  change: Change,
): string | null {
  const elements = tryGetDataType(type)?.elements;
  const element = elements && getElementDefinitionFromElements(elements, name ?? '');
  if (!element) return 'there is no such element';
  const key = `${name}[x]` in elements ? `${name}${value?.type ?? ''}` : (name ?? '');
  const holder = valueAt(resource, pointer) as Record<string, unknown>;
  if (!element.isArray) return change([{ op: 'add', path: text([...pointer, key]), value: value?.value }]);
  return Object.hasOwn(holder, key)
    ? change([{ op: 'add', path: text([...pointer, key, '-']), value: value?.value }])
    : change([{ op: 'add', path: text([...pointer, key]), value: [value?.value] }]);
}

/** Insert and move work on a list as a whole: the path must find all of one. */
function inList(
  { type, value, index, source, destination }: Operation,
  targets: Target[],
  change: Change,
): string | null {
  const list = targets[0]?.pointer.slice(0, -1) ?? [];
  if (
    !targets.every(
      ({ pointer }, i) => pointer.at(-1) === String(i) && text(pointer.slice(0, -1)) === text(list),
    ) ||
    targets.length === 0
  )
    return 'the path does not find a list';
  if (type === 'insert')
    return change([{ op: 'add', path: text([...list, String(index)]), value: value?.value }]);
  return change([
    { op: 'move', from: text([...list, String(source)]), path: text([...list, String(destination)]) },
  ]);
}

/** The last of a list takes the list with it: FHIR has no empty ones. */
function removal(resource: Resource, pointer: string[]): object[] {
  const list = valueAt(resource, pointer.slice(0, -1));
  const gone = Array.isArray(list) && list.length === 1 ? pointer.slice(0, -1) : pointer;
  return [{ op: 'remove', path: text(gone) }];
}

function targetsOf(resource: Resource, path: string): Target[] {
  return evalFhirPathTyped(path, [toTypedValue(resource)]).map((found) => {
    const where = 'path' in found ? String(found.path) : '';
    const parts = where.split(/[.[]/).map((part) => part.replace(/\]$/, ''));
    if (where === '') throw new Error('nothing that stands in the resource');
    return {
      type: found.type,
      pointer: inJson(resource, parts[0] === resource.resourceType ? parts.slice(1) : parts),
    };
  });
}

/** `value` of a path is `valueQuantity` in the JSON. */
function inJson(resource: Resource, parts: readonly string[]): string[] {
  const pointer: string[] = [];
  for (const part of parts) {
    const holder = valueAt(resource, pointer) as Record<string, unknown>;
    const key = Object.hasOwn(holder, part)
      ? part
      : Object.keys(holder).find((name) => name.startsWith(part) && /^[A-Z]/.test(name.slice(part.length)));
    if (key === undefined) throw new Error('nothing that stands in the resource');
    pointer.push(key);
  }
  return pointer;
}

function valueAt(resource: Resource, pointer: readonly string[]): unknown {
  let value: unknown = resource;
  for (const part of pointer)
    value =
      value !== null && typeof value === 'object' && !(value instanceof Decimal)
        ? (value as Record<string, unknown>)[part]
        : undefined;
  return value;
}

/** The type of what holds the last part of a pointer. */
function holderType(resource: Resource, pointer: readonly string[]): string {
  let type: string = resource.resourceType;
  for (const part of pointer.slice(0, -1))
    if (!/^\d+$/.test(part)) type = shapeOf(type)?.fields.get(part)?.type ?? '';
  return type;
}

/** `valueString` becomes `valueQuantity` when a Quantity takes its place. */
function keyOfChoice(holder: string, key: string, type: string): string {
  const choice = shapeOf(holder)?.fields.get(key)?.choice;
  return choice ? choice.slice(0, -3) + type : key;
}

const text = (pointer: readonly string[]): string =>
  pointer.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

import { isType } from '../model/definitions.ts';
import { findOperation, type Operation } from '../operations/operation.ts';
import { badRequest, FhirFailure } from '../outcome.ts';
import type { Pairs } from '../search/query.ts';
import { addressOf, belowBase, splitOnce } from './address.ts';
import type { FhirCall } from './call.ts';

/** Which resource is written: by its id, or the one that a search finds. */
type Target = { id: string; criteria: null } | { id: null; criteria: Pairs };

/** A change of one resource. */
export type WriteInteraction =
  | { code: 'create'; type: string; criteria: Pairs | null }
  | { code: 'update' | 'patch' | 'delete'; type: string; target: Target };

/** What only looks, or computes: may stand in a transaction too. */
export type ReadInteraction =
  | { code: 'capabilities' }
  | { code: 'read'; type: string; id: string }
  | { code: 'vread'; type: string; id: string; version: string }
  | { code: 'history'; type: string | null; id: string | null }
  | { code: 'search'; type: string; compartment: { type: string; id: string } | null }
  | { code: 'operation'; operation: Operation; type: string | null; id: string | null };

export type Interaction = { code: 'bundle' } | ReadInteraction | WriteInteraction;

export const isWrite = (interaction: Interaction): interaction is WriteInteraction =>
  ['create', 'update', 'patch', 'delete'].includes(interaction.code);

const anId = /^[A-Za-z0-9.-]{1,64}$/;
/** Of HTTP, never of a search: said in every address. */
const always = ['_format', '_pretty'];

/**
 * What a request asks, from its method, its address and its headers: of HTTP and of entries of Bundles alike, so that the
 * two cannot differ (https://hl7.org/fhir/R4/http.html). Whatever is not recognised whole is refused by its name.
 */
export function interactionOf(call: FhirCall, operations: readonly Operation[]): Interaction {
  const method = call.method === 'HEAD' ? 'GET' : call.method;
  if (!['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(method))
    throw new FhirFailure(405, 'not-supported', `The method ${method.slice(0, 20)} is not known here`);
  const interaction = recognise(method, call, operations);
  if (!interaction)
    throw new FhirFailure(405, 'not-supported', `${method} is nothing that ${shown(call.path)} takes`);
  if (call.headers['if-none-exist'] !== undefined && interaction.code !== 'create')
    throw badRequest('If-None-Exist belongs to a creation (POST Type)');
  return interaction;
}

function recognise(method: string, call: FhirCall, operations: readonly Operation[]): Interaction | null {
  const { path, query } = call;
  const [first, second, third, fourth] = path;
  const isGet = method === 'GET';
  if (first === undefined) {
    if (isGet) throw everyType();
    if (method !== 'POST') return null;
    only(query, always);
    return { code: 'bundle' };
  }
  if (path.at(-1)?.startsWith('$')) return operationOf(method, path, operations);
  if (first === 'metadata' && path.length === 1) {
    if (!isGet) return null;
    capabilityMode(query);
    return { code: 'capabilities' };
  }
  if (first === '_search' && path.length === 1) throw everyType();
  if (first === '_history' && path.length === 1)
    return isGet ? { code: 'history', type: null, id: null } : null;
  if (!isType(first))
    throw new FhirFailure(404, 'not-supported', `${first.slice(0, 60)} is not a resource type`);
  const type = first;
  if (second === undefined) return onType(method, type, call);
  if (second === '_search' && path.length === 2)
    return isGet || method === 'POST' ? { code: 'search', type, compartment: null } : null;
  if (second === '_history' && path.length === 2) return isGet ? { code: 'history', type, id: null } : null;
  const id = second;
  if (third === undefined) return onInstance(method, type, id, query);
  if (third === '_history' && fourth === undefined) return isGet ? { code: 'history', type, id } : null;
  if (third === '_history' && fourth !== undefined && path.length === 4) {
    if (!isGet) return null;
    only(query, [...always, '_summary', '_elements']);
    return { code: 'vread', type, id, version: fourth };
  }
  const isSearch =
    (path.length === 3 && isGet) ||
    (path.length === 4 && fourth === '_search' && (isGet || method === 'POST'));
  if (isSearch && (isType(third) || third === '*')) {
    if (third === '*') throw everyType();
    return { code: 'search', type: third, compartment: { type, id } };
  }
  if (isSearch && !isType(third))
    throw new FhirFailure(404, 'not-supported', `${third.slice(0, 60)} is not a resource type`);
  return null;
}

function onType(method: string, type: string, call: FhirCall): Interaction | null {
  const { query, headers } = call;
  if (method === 'GET') return { code: 'search', type, compartment: null };
  if (method === 'POST') {
    only(query, always);
    const condition = headers['if-none-exist'];
    return {
      code: 'create',
      type,
      criteria: condition === undefined ? null : conditionOf(type, condition, call.base),
    };
  }
  const criteria = query.filter(([name]) => !always.includes(name));
  if (criteria.length === 0)
    throw badRequest(
      `${method} ${type}: an id (${type}/id) or a condition (${type}?parameter=value) is needed`,
    );
  return { code: writes[method] ?? 'update', type, target: { id: null, criteria } };
}

const writes: Record<string, 'update' | 'patch' | 'delete'> = {
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

function onInstance(method: string, type: string, id: string, query: Pairs): Interaction | null {
  if (method === 'GET') {
    only(query, [...always, '_summary', '_elements']);
    return { code: 'read', type, id };
  }
  const code = writes[method];
  if (!code) return null;
  only(query, always);
  if (!anId.test(id)) throw badRequest('An id of 1 to 64 letters, digits, - and . is needed');
  return { code, type, target: { id, criteria: null } };
}

function operationOf(method: string, path: readonly string[], operations: readonly Operation[]): Interaction {
  const [type = null, id = null] = path.slice(0, -1),
    name = path.at(-1)?.slice(1) ?? '';
  if (type !== null && !isType(type))
    throw new FhirFailure(404, 'not-supported', `${type.slice(0, 60)} is not a resource type`);
  const operation = path.length > 3 ? undefined : findOperation(operations, name, type, id);
  if (!operation) throw new FhirFailure(404, 'not-supported', `$${name.slice(0, 60)} is not known here`);
  if (method !== 'POST' && !(operation.isQuery && method === 'GET'))
    throw new FhirFailure(405, 'not-supported', `$${name} does not take ${method}`);
  return { code: 'operation', operation, type, id };
}

/** The pairs of `name=value`, `?name=value`, `Type?name=value` or that below the base, of If-None-Exist. */
function conditionOf(type: string, text: string, base: string): Pairs {
  const below = belowBase(text.trim(), base);
  if (below === null) throw badRequest('If-None-Exist is a condition of another server');
  const [place, query] = splitOnce(below, '?');
  const isBare = query === undefined;
  if (!isBare && place !== '' && place.replace(/^\//, '') !== type)
    throw badRequest(`If-None-Exist is about another type than ${type}`);
  const { query: pairs } = addressOf(`?${isBare ? place : query}`);
  if (pairs.length === 0) throw badRequest('If-None-Exist needs search parameters');
  return pairs;
}

/** Refuses what the address says beyond what this interaction takes. */
function only(query: Pairs, names: readonly string[]): void {
  const odd = query.find(([name]) => !names.includes(name));
  if (odd) throw badRequest(`The parameter "${odd[0].slice(0, 60)}" is nothing that this interaction takes`);
}

function capabilityMode(query: Pairs): void {
  only(query, [...always, 'mode', '_summary', '_elements']);
  const mode = query.find(([name]) => name === 'mode')?.[1];
  if (mode !== undefined && mode !== 'full' && mode !== 'normative')
    throw new FhirFailure(400, 'not-supported', 'metadata: mode takes full or normative');
}

const everyType = () =>
  new FhirFailure(400, 'not-supported', 'Searching every type at once is not supported: name one');

const shown = (path: readonly string[]): string =>
  path.length === 0 ? 'the base' : path.join('/').slice(0, 120);

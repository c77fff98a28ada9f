import { copyJson, Decimal, sameJson } from '@keneyapp/fhir-client/json';
import { badRequest, unprocessable } from '../outcome.ts';

interface Change {
  op: string;
  path: string[];
  from: string[] | null;
  value: unknown;
}
const names = ['add', 'remove', 'replace', 'move', 'copy', 'test'];

/**
 * JSON Patch (RFC 6902) on a document, in place. What is no patch is 400, what does not fit the document 422; both name the
 * operation. Decimals are moved and copied with their digits.
 */
export function applyJsonPatch(document: Record<string, unknown>, patch: readonly unknown[]): void {
  const changes = patch.map(changeOf);
  const root: Record<string, unknown> = { '': document };
  changes.forEach((change, i) => {
    const failed = applied(root, change);
    if (failed) throw unprocessable(`The patch does not apply: operation ${i + 1} (${change.op}): ${failed}`);
  });
}

function changeOf(given: unknown, i: number): Change {
  const refuse = (problem: string) =>
    badRequest(`The patch is not well formed: operation ${i + 1}: ${problem}`);
  if (given === null || typeof given !== 'object' || Array.isArray(given))
    throw refuse('an object is needed');
  const { op, path, from, value } = given as Record<string, unknown>;
  if (typeof op !== 'string' || !names.includes(op)) throw refuse('op is not one of JSON Patch');
  const pointer = (text: unknown, what: string): string[] => {
    if (typeof text !== 'string' || (text !== '' && !text.startsWith('/')) || /~(?![01])/.test(text))
      throw refuse(`${what} is not a JSON pointer`);
    return ['', ...text.split('/').slice(1)].map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  };
  if (['add', 'replace', 'test'].includes(op) && !Object.hasOwn(given, 'value'))
    throw refuse('value is needed');
  return {
    op,
    path: pointer(path, 'path'),
    from: op === 'move' || op === 'copy' ? pointer(from, 'from') : null,
    value,
  };
}

/** Null when it was applied; else why not. */
function applied(root: Record<string, unknown>, { op, path, from, value }: Change): string | null {
  const at = targetOf(root, path);
  if (!at) return 'there is no such place';
  if (path.length === 1 && op !== 'test') return 'the whole resource is not replaced by a patch';
  switch (op) {
    case 'add':
      return insert(at, copyJson(value));
    case 'remove':
      return take(at).problem;
    case 'replace':
      return take(at).problem ?? insert(at, copyJson(value));
    case 'test':
      return sameValue(read(at), value) ? null : 'the value is another';
    default: {
      const source = from ? targetOf(root, from) : null;
      if (!source || !from) return 'there is nothing at from';
      if (op === 'copy') {
        const held = read(source);
        return held === undefined ? 'there is nothing at from' : insert(at, copyJson(held));
      }
      if (from.length < path.length && from.every((part, i) => part === path[i])) return 'from is above path';
      const taken = take(source);
      const target = targetOf(root, path); // an index may have moved
      return taken.problem ?? (target ? insert(target, taken.value) : 'there is no such place');
    }
  }
}

interface PointerTarget {
  holder: Record<string, unknown> | unknown[];
  key: string;
}

function targetOf(root: Record<string, unknown>, path: readonly string[]): PointerTarget | null {
  let holder: unknown = root;
  for (const part of path.slice(0, -1)) {
    holder = isHolder(holder) ? read({ holder, key: part }) : undefined;
    if (holder === undefined) return null;
  }
  return isHolder(holder) ? { holder, key: path.at(-1) ?? '' } : null;
}

const isHolder = (value: unknown): value is PointerTarget['holder'] =>
  value !== null && typeof value === 'object' && !(value instanceof Decimal);

const indexOf = (key: string): number => (/^(0|[1-9]\d{0,8})$/.test(key) ? Number(key) : -1);

function read({ holder, key }: PointerTarget): unknown {
  if (Array.isArray(holder)) return holder[indexOf(key)];
  return Object.hasOwn(holder, key) ? holder[key] : undefined;
}

function insert({ holder, key }: PointerTarget, value: unknown): string | null {
  if (Array.isArray(holder)) {
    const index = key === '-' ? holder.length : indexOf(key);
    if (index < 0 || index > holder.length) return 'there is no such place in the list';
    holder.splice(index, 0, value);
  } else {
    if (key in Object.prototype) return 'there is no such element';
    holder[key] = value;
  }
  return null;
}

function take({ holder, key }: PointerTarget): { problem: string | null; value: unknown } {
  const value = read({ holder, key });
  if (value === undefined) return { problem: 'there is nothing at this place', value };
  if (Array.isArray(holder)) holder.splice(indexOf(key), 1);
  else delete holder[key];
  return { problem: null, value };
}

/** Numbers are the same when they are equal: RFC 6902, 4.6. */
function sameValue(a: unknown, b: unknown): boolean {
  const number = (value: unknown) => (value instanceof Decimal ? value.valueOf() : value);
  return typeof number(a) === 'number' ? number(a) === number(b) : sameJson(a, b);
}

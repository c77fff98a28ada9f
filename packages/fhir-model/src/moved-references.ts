import { sameJson } from '@keneyapp/fhir-client/json';
import type { Resource } from '@medplum/fhirtypes';
import { patientReference, referenceKey } from './references.ts';

/** A literal reference of a resource, as it is written there; `path` is where it stands (`participant.1.actor`). */
export interface Pointer {
  path: string;
  reference: string;
}

/** What a contained resource says is a part of what was said then, and no reference of the record. */
const isLeft = (key: string, path: string): boolean => path === '' && key === 'contained';

/** The resource with other texts of its references; the very resource where none changes. */
function withReferences<R extends Resource>(resource: R, change: (pointer: Pointer) => string): R {
  const visit = (node: object, path: string): object => {
    if (Array.isArray(node)) {
      const items = node as unknown[];
      const changed = items.map((item, i) => child(item, join(path, i)));
      return changed.every((item, i) => item === items[i]) ? node : changed;
    }
    let copy: Record<string, unknown> | null = null;
    for (const [key, value] of Object.entries(node)) {
      if (isLeft(key, path)) continue;
      const changed =
        key === 'reference' && typeof value === 'string'
          ? change({ path, reference: value })
          : child(value, join(path, key));
      if (changed !== value) (copy ??= { ...(node as Record<string, unknown>) })[key] = changed;
    }
    return copy ?? node;
  };
  const child = (value: unknown, path: string): unknown =>
    typeof value === 'object' && value !== null && !(value instanceof Number) ? visit(value, path) : value;
  return visit(resource, '') as R;
}
const join = (path: string, key: string | number): string => (path === '' ? String(key) : `${path}.${key}`);

/** Where a resource refers to this patient, whether relative, absolute or to a version. */
export function pointersTo(resource: Resource, patientId: string): Pointer[] {
  const key = patientReference(patientId);
  const found: Pointer[] = [];
  withReferences(resource, (pointer) => {
    if (referenceKey(pointer.reference) === key) found.push(pointer);
    return pointer.reference;
  });
  return found;
}

/** The same text naming another patient. The version of one says nothing of the other. */
const named = (reference: string, to: string): string =>
  reference.replace(/Patient\/[^/]+(?:\/_history\/[^/]+)?$/, patientReference(to));

/** The resource as that of another patient: every reference to the one names the other. */
export function moved<R extends Resource>(resource: R, from: string, to: string): R {
  const key = patientReference(from);
  return withReferences(resource, ({ reference }) =>
    referenceKey(reference) === key ? named(reference, to) : reference,
  );
}

/** What was moved of a resource. */
export interface Moved {
  /** `Type/id` */
  key: string;
  /** As they were written. */
  pointers: readonly Pointer[];
  /** It named the patient it was moved to already: what names them now is not all of the other. */
  namedBoth: boolean;
}

/**
 * The resource with what was moved put back, as it was written; what names somebody else by now stays so. Elements may have
 * changed their places in a list since: then all at such a place go back, unless the resource named both before.
 */
export function movedBack<R extends Resource>(
  resource: R,
  { pointers, namedBoth }: Pick<Moved, 'pointers' | 'namedBoth'>,
  kept: string,
): R {
  const there = pointersTo(resource, kept);
  const exact = new Map(pointers.map(({ path, reference }) => [path, reference]));
  const isAsItWas = there.length === pointers.length && there.every(({ path }) => exact.has(path));
  const places = new Map(pointers.map(({ path, reference }) => [placeOf(path), reference]));
  const key = patientReference(kept);
  return withReferences(resource, ({ path, reference }) => {
    if (referenceKey(reference) !== key) return reference;
    return (isAsItWas || namedBoth ? exact.get(path) : places.get(placeOf(path))) ?? reference;
  });
}
const placeOf = (path: string): string => path.replaceAll(/\.\d+(?=\.|$)/g, '');

/** Whether `after` is `before` but for references to the one that now name the other: no word, no label, no other reference changed. */
export function differsInReferences(before: Resource, after: Resource, from: string, to: string): boolean {
  const [a, b] = [referencesOf(before), referencesOf(after)];
  const isMove = a.every(({ path, reference }, i) => {
    const other = b[i];
    return (
      other?.path === path &&
      (other.reference === reference ||
        (referenceKey(reference) === patientReference(from) &&
          referenceKey(other.reference) === patientReference(to)))
    );
  });
  return isMove && a.length === b.length && sameJson(bare(before), bare(after));
}

function referencesOf(resource: Resource): Pointer[] {
  const found: Pointer[] = [];
  withReferences(resource, (pointer) => {
    found.push(pointer);
    return pointer.reference;
  });
  return found;
}

/** Without the texts of references, and what a server says of a version. */
function bare(resource: Resource): unknown {
  const { meta, ...rest } = withReferences(resource, () => '');
  const { versionId: _version, lastUpdated: _at, ...said } = meta ?? {};
  return { ...rest, meta: said };
}

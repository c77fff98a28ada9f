import type { Resource } from '@medplum/fhirtypes';
import { shapeOf, type Field } from '../validation/type-shapes.ts';

/** Where an address stands: in `Reference.reference`, an element of type uri, oid, uuid or canonical, of type url, or in a narrative. */
type LinkKind = 'reference' | 'uri' | 'url' | 'narrative';
/** A returned text takes the place of the address. */
export type LinkVisitor = (address: string, kind: LinkKind) => string | undefined;

/**
 * Calls `visit` for every address in a resource, by the types of its elements, so that an identifier that looks like one
 * is left alone: https://hl7.org/fhir/R4/http.html#trules
 */
export function rewriteLinks(resource: Resource, visit: LinkVisitor): void {
  walk(resource as unknown as Record<string, unknown>, resource.resourceType, visit);
}

const kinds: Record<string, LinkKind> = {
  uri: 'uri',
  oid: 'uri',
  uuid: 'uri',
  canonical: 'uri',
  url: 'url',
  xhtml: 'narrative',
};

function walk(node: Record<string, unknown>, type: string, visit: LinkVisitor): void {
  const fields = shapeOf(type)?.fields;
  if (!fields) return;
  for (const key in node) {
    const field = fields.get(key);
    if (field) member(node, key, field, type, visit);
    else if (key.startsWith('_')) each(node[key], (beside) => walk(beside, 'Element', visit));
  }
}

function member(
  node: Record<string, unknown>,
  key: string,
  { type, isPrimitive }: Field,
  holder: string,
  visit: LinkVisitor,
): void {
  if (!isPrimitive) {
    each(node[key], (inner) =>
      walk(inner, type === 'Resource' ? String(inner['resourceType']) : type, visit),
    );
    return;
  }
  const kind = holder === 'Reference' && key === 'reference' ? 'reference' : kinds[type];
  if (!kind) return;
  const value = node[key];
  if (Array.isArray(value)) node[key] = value.map((item: unknown) => changed(item, kind, visit));
  else node[key] = changed(value, kind, visit);
}

function each(value: unknown, run: (inner: Record<string, unknown>) => void): void {
  for (const item of Array.isArray(value) ? (value as unknown[]) : [value])
    if (item !== null && typeof item === 'object') run(item as Record<string, unknown>);
}

function changed(value: unknown, kind: LinkKind, visit: LinkVisitor): unknown {
  if (typeof value !== 'string') return value;
  if (kind !== 'narrative') return visit(value, kind) ?? value;
  return value.replace(
    /(<(?:a|img)\s[^>]*?\b(?:href|src)\s*=\s*)("[^"]*"|'[^']*')/g,
    (whole, before: string, quoted: string) => {
      const found = visit(quoted.slice(1, -1).replaceAll('&amp;', '&'), 'narrative');
      const quote = quoted.charAt(0);
      return found === undefined ? whole : `${before}${quote}${found.replaceAll('&', '&amp;')}${quote}`;
    },
  );
}

/** `Patient?identifier=…`: the target is whatever the search finds. */
export const isConditional = (reference: string): boolean => /^[A-Z][A-Za-z]+\?/.test(reference);

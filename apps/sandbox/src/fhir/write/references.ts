import type { Resource } from '@medplum/fhirtypes';

/** Calls `visit` for every literal reference and attachment or canonical address in a resource; a returned string takes its place. */
export function rewriteReferences(
  resource: Resource,
  visit: (reference: string) => string | undefined,
): void {
  walk(resource as unknown as Record<string, unknown>, visit);
}

function walk(
  node: Record<string, unknown> | unknown[],
  visit: (reference: string) => string | undefined,
): void {
  if (Array.isArray(node)) {
    for (let i = 0; i < node.length; i += 1) {
      const item: unknown = node[i];
      if (item !== null && typeof item === 'object') walk(item as Record<string, unknown>, visit);
    }
    return;
  }
  for (const key in node) {
    const value = node[key];
    if (typeof value === 'string') {
      if (
        key === 'reference' ||
        ((key === 'url' || key === 'valueUri' || key === 'valueUrl') && value.startsWith('urn:'))
      ) {
        const replacement = visit(value);
        if (replacement !== undefined) node[key] = replacement;
      }
    } else if (value !== null && typeof value === 'object') walk(value as Record<string, unknown>, visit);
  }
}

/** `Patient?identifier=…`: the target is whatever the search finds. */
export const isConditional = (reference: string): boolean => /^[A-Z][A-Za-z]+\?/.test(reference);

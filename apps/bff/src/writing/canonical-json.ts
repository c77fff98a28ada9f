import { createHash } from 'node:crypto';
import { Decimal, digitsOf } from '@keneyapp/fhir-client/json';
import type { Resource } from '@medplum/fhirtypes';

/**
 * A resource as one text, however a server orders its members: keys sorted, no spaces, decimals with the digits they are
 * written with (`1.00` is not `1.0`), empty members left out. Without `meta`: versions, times and labels are the server's and
 * the house's, and no part of what somebody put their name to.
 */
export function canonicalJson({ meta: _meta, ...resource }: Resource): string {
  return textOf(resource) ?? '{}';
}

export const hashOfResource = (resource: Resource): string => sha256(canonicalJson(resource));
export const sha256 = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/** Null for what is empty, which FHIR does not write. */
function textOf(value: object): string | null {
  const members = Object.keys(value)
    .sort()
    .flatMap((key) => {
      const member = (value as Record<string, unknown>)[key];
      const text =
        typeof member === 'object' && member !== null
          ? member instanceof Decimal
            ? member.text
            : textOf(member)
          : (digitsOf(value, key) ?? JSON.stringify(member) ?? null);
      return text === null ? [] : [Array.isArray(value) ? text : `${JSON.stringify(key)}:${text}`];
    });
  if (members.length === 0) return null;
  return Array.isArray(value) ? `[${members.join(',')}]` : `{${members.join(',')}}`;
}

import type { InternalSchemaElement } from '@medplum/core';
import { isType } from '../model/definitions.ts';

const profiles = 'http://hl7.org/fhir/StructureDefinition/';
/** The last two parts of an address, `Patient/1`, with or without a version behind. */
const target = /(?:^|\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/** Why a Reference may not stand in this element: it points at a type that R4 does not allow there. Null when it may, or when the type is not told. */
export function referenceProblem({ type }: InternalSchemaElement, value: unknown): string | null {
  const allowed = type.find(({ code }) => code === 'Reference')?.targetProfile ?? [];
  if (allowed.length === 0 || allowed.includes(`${profiles}Resource`)) return null;
  const { reference } = value as { reference?: unknown };
  const found = typeof reference === 'string' ? target.exec(reference)?.[1] : undefined;
  if (found === undefined || !isType(found) || allowed.includes(profiles + found)) return null;
  return `a ${found} is no target of this reference`;
}

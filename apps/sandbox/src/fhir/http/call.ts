import type { Resource } from '@medplum/fhirtypes';
import type { Pairs } from '../search/query.ts';

/** One FHIR interaction as it is asked, by an HTTP request or by an entry of a Bundle. */
export interface FhirCall {
  method: string;
  /** Decoded segments below the base: `['Patient', '1']`. */
  path: readonly string[];
  query: Pairs;
  headers: FhirHeaders;
  /** Parsed JSON, the text of a form, or bytes of a content that is not FHIR. */
  body: unknown;
  /** Address of this server as the caller sees it, without trailing slash. */
  base: string;
  /** Of an entry: where it stands in its Bundle, for what is said of it. */
  place: string | null;
}

/** Headers by lower-case name, each as one text. */
export type FhirHeaders = Readonly<Record<string, string | undefined>>;

/** `body` is the JSON text to send (or bytes, of a Binary as it is), null for none. */
export interface FhirAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer | null;
  /** The body is an OperationOutcome about the interaction, not what was asked for. */
  isOutcome?: boolean;
}

export const json = (
  status: number,
  body: Resource | string | null,
  headers: Record<string, string> = {},
): FhirAnswer & { body: string | null } => ({
  status,
  headers,
  body: body === null || typeof body === 'string' ? body : JSON.stringify(body),
});

/** `return=minimal`, `handling=lenient` of the Prefer header. */
export function prefers(headers: FhirHeaders, wish: string): boolean {
  return (headers['prefer'] ?? '')
    .split(/[,;]/)
    .some((part) => part.trim().toLowerCase() === wish.toLowerCase());
}

import { badRequest, preconditionFailed } from '../outcome.ts';
import type { FhirHeaders } from './call.ts';

/** Which versions a header means: any, or those listed. */
interface Versions {
  any: boolean;
  listed: readonly string[];
}

/** On what a request depends. Read for HTTP and for entries of Bundles alike; a header that cannot be read is refused. */
export interface Conditions {
  ifMatch: Versions | null;
  ifNoneMatch: Versions | null;
  /** Milliseconds since 1970. */
  ifModifiedSince: number | null;
  ifUnmodifiedSince: number | null;
}
interface Version {
  version: number;
  updated: number;
  deleted: boolean;
}

export function conditionsOf(headers: FhirHeaders): Conditions {
  return {
    ifMatch: versions('If-Match', headers['if-match']),
    ifNoneMatch: versions('If-None-Match', headers['if-none-match']),
    ifModifiedSince: moment('If-Modified-Since', headers['if-modified-since']),
    ifUnmodifiedSince: moment('If-Unmodified-Since', headers['if-unmodified-since']),
  };
}

/** `W/"1"`, `"1", W/"2"` or `*`. Refuses one without quotes rather than write over a version the caller did not mean. */
function versions(name: string, header: string | undefined): Versions | null {
  if (header === undefined) return null;
  if (header.trim() === '*') return { any: true, listed: [] };
  const parts = header.split(',').map((part) => /^\s*(?:W\/)?"([^"]*)"\s*$/.exec(part)?.[1]);
  if (parts.some((part) => part === undefined))
    throw badRequest(`${name} takes W/"version", a list of them, or *`);
  return { any: false, listed: parts as string[] };
}

function moment(name: string, header: string | undefined): number | null {
  if (header === undefined) return null;
  const at = Date.parse(header);
  if (Number.isNaN(at)) throw badRequest(`${name} takes a moment`);
  return at;
}

const holds = ({ any, listed }: Versions, { version, deleted }: Version): boolean =>
  !deleted && (any || listed.includes(String(version)));

/** Throws 412 when what is stored is not what a writer depends on. */
export function assertWritable(conditions: Conditions, prior: Version | null): void {
  const { ifMatch, ifNoneMatch, ifUnmodifiedSince } = conditions;
  if (ifMatch && !(prior && holds(ifMatch, prior)))
    throw preconditionFailed('The version is not the current one');
  if (ifNoneMatch && prior && holds(ifNoneMatch, prior))
    throw preconditionFailed('If-None-Match: there is such a version already');
  if (ifUnmodifiedSince !== null && prior && prior.updated >= ifUnmodifiedSince + 1000)
    throw preconditionFailed('The resource was changed since');
}

/** What the reader has already: the answer is 304. If-None-Match counts before the date, as HTTP says. */
export function isKnown({ ifNoneMatch, ifModifiedSince }: Conditions, current: Version): boolean {
  if (ifNoneMatch) return holds(ifNoneMatch, current);
  return ifModifiedSince !== null && current.updated < ifModifiedSince + 1000; // HTTP's dates are whole seconds
}

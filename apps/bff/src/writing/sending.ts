import { setTimeout as pause } from 'node:timers/promises';
import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import type { Outcome } from './intents.ts';
import { refusalOf } from './outcome-errors.ts';
import { markerIdOf } from './write-ids.ts';

type Client = Pick<FhirClient, 'transaction'>;
type Reader = Pick<FhirClient, 'read' | 'batchSearch'>;

/** What came of it, and the resources where the answer brought them along. */
export interface Sent {
  outcome: Outcome;
  resources: Resource[];
}

/** The first one waits so long, each further one twice as long. */
const pauseMs = 30,
  longestPauseMs = 2_000;

/**
 * Sends a transaction until it is known what became of it; null when that is not known at `deadline` (ms since 1970). Whoever
 * calls has the lock of the intent. A server that refuses, or does not answer, is believed only after the marker was looked
 * for: an answer may be lost on the way back, and a second one of two identical writes is refused while the first is in.
 * @param isFirst nobody has sent it before, so there is no marker to look for
 */
export async function send(
  { id, bundle }: { id: string; bundle: Bundle },
  { fhir, system, isFirst, deadline }: { fhir: Client; system: Reader; isFirst: boolean; deadline: number },
): Promise<Sent | null> {
  for (let tries = 0; ; tries += 1) {
    if (tries > 0) {
      if (Date.now() >= deadline) return null;
      await pause(Math.min(longestPauseMs, pauseMs * 2 ** tries) * (0.5 + Math.random() / 2));
    }
    try {
      const marked = isFirst && tries === 0 ? null : await findMarked(id, bundle, system);
      if (marked) return marked;
    } catch (error) {
      if (!(error instanceof FhirError)) throw error;
      continue;
    }
    try {
      const answer = await fhir.transaction(bundle);
      if (isWhole(bundle, answer)) return sentOf(bundle, answer);
    } catch (error) {
      if (!(error instanceof FhirError)) throw error;
      if (!isRefusal(error.status)) continue;
      const marked = await findMarked(id, bundle, system).catch(() => undefined);
      if (marked) return marked;
      if (marked === null)
        return { outcome: { state: 'refused', refusal: refusalOf(error.status) }, resources: [] };
    }
  }
}

/** Each part is answered, and went in. Whatever else comes with a 200, from whoever stands between, tells nothing. */
const isWhole = ({ entry: sent = [] }: Bundle, { entry = [] }: Bundle): boolean =>
  entry.length === sent.length && entry.every(({ response }) => /^2\d\d\b/.test(response?.status ?? ''));

/** The server said no. What it may have done, or was too busy for, is no answer. */
const isRefusal = (status: number): boolean =>
  status >= 400 && status < 500 && status !== 408 && status !== 429 && status !== 499;

/** Whether the transaction is in: its marker is. Null when it is not; throws when the server does not say. */
export async function findMarked(id: string, bundle: Bundle, system: Reader): Promise<Sent | null> {
  try {
    await system.read('Provenance', markerIdOf(id));
  } catch (error) {
    if (error instanceof FhirError && error.status === 404) return null;
    throw error;
  }
  const sent = sentResources(bundle);
  const types = [...new Set(sent.map(({ resourceType }) => resourceType))];
  const answers = await system.batchSearch(
    types.map((type) => {
      const ids = sent.filter(({ resourceType }) => resourceType === type).map((r) => r.id ?? '');
      return { type, params: { _id: ids.join(','), _count: ids.length } };
    }),
  );
  const versions = new Map<string, string | undefined>(
    answers.flatMap((answer) =>
      answer instanceof FhirError
        ? []
        : (answer.entry ?? []).flatMap(({ resource }) =>
            resource
              ? [[`${resource.resourceType}/${resource.id ?? ''}`, resource.meta?.versionId] as const]
              : [],
          ),
    ),
  );
  return committed(sent, (key) => versions.get(key));
}

/** What is written, the marker left out. */
export const sentResources = ({ entry = [] }: Bundle): Resource[] =>
  entry.flatMap(({ resource }) =>
    resource === undefined || resource.resourceType === 'Provenance' ? [] : [resource],
  );

function sentOf(bundle: Bundle, answer: Bundle): Sent {
  const sent = sentResources(bundle);
  const versions = new Map<string, string>();
  const stored = new Map<string, Resource>();
  for (const [i, { resource, response }] of (answer.entry ?? []).entries()) {
    const asked = bundle.entry?.[i]?.resource;
    if (!asked) continue;
    const key = `${asked.resourceType}/${asked.id ?? ''}`;
    const version =
      resource?.meta?.versionId ??
      /_history\/([^/]+)$/.exec(response?.location ?? '')?.[1] ??
      /^(?:W\/)?"(.+)"$/.exec(response?.etag ?? '')?.[1] ??
      response?.etag;
    if (version !== undefined) versions.set(key, version);
    stored.set(
      key,
      resource?.resourceType === asked.resourceType
        ? resource
        : {
            ...asked,
            meta: {
              ...asked.meta,
              ...(version === undefined ? {} : { versionId: version }),
              lastUpdated: response?.lastModified ?? new Date().toISOString(),
            },
          },
    );
  }
  return {
    ...committed(sent, (key) => versions.get(key)),
    resources: sent.flatMap((r) => stored.get(`${r.resourceType}/${r.id ?? ''}`) ?? []),
  };
}

function committed(sent: readonly Resource[], versionOf: (key: string) => string | undefined): Sent {
  return {
    outcome: {
      state: 'committed',
      written: sent.map(({ resourceType, id = '' }) => {
        const key = `${resourceType}/${id}`;
        return `${key}/${versionOf(key) ?? ''}`;
      }),
    },
    resources: [],
  };
}

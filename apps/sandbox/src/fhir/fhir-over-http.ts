import { sandboxSystemToken, type RunningSandbox } from '@keneyapp/config/testing';
import type { Bundle, BundleEntry, OperationOutcome, Parameters, Resource } from '@medplum/fhirtypes';

/** What tests read of any answer, whatever its type. */
export type Answer = Partial<Bundle> &
  Partial<Omit<OperationOutcome, 'resourceType'>> &
  Partial<Omit<Parameters, 'resourceType'>> & { id?: string; [name: string]: unknown };
export interface Reply {
  status: number;
  body: Answer;
  headers: Headers;
  text: string;
}

/** Speaks FHIR to a running sandbox as its background client: tests only. */
export async function fhirOf(sandbox: RunningSandbox) {
  const token = await sandboxSystemToken(sandbox);
  return async (
    method: string,
    address: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> => {
    const answer = await fetch(`${sandbox.fhirUrl}${address}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      body: (text ? JSON.parse(text) : {}) as Answer,
      headers: answer.headers,
      text,
    };
  };
}
export type Fhir = Awaited<ReturnType<typeof fhirOf>>;

export const idsOf = (body: Answer): string[] =>
  (body.entry ?? []).flatMap((e: BundleEntry) =>
    e.search?.mode === 'match' && e.resource?.id ? [e.resource.id] : [],
  );
export const typesOf = (body: Answer): string[] =>
  (body.entry ?? []).flatMap((e: BundleEntry) => (e.resource ? [e.resource.resourceType] : []));
export const bundleOf = (
  type: 'transaction' | 'batch',
  entry: {
    method?: string;
    url: string;
    resource?: Resource | Record<string, unknown>;
    fullUrl?: string;
    ifNoneExist?: string;
    ifMatch?: string;
  }[],
) => ({
  resourceType: 'Bundle',
  type,
  entry: entry.map(({ method = 'POST', url, resource, fullUrl, ...conditions }) => ({
    ...(fullUrl ? { fullUrl } : {}),
    ...(resource ? { resource } : {}),
    request: { method, url, ...conditions },
  })),
});

import { connectFhir, type FhirClient, type FhirServer } from '@keneyapp/fhir-client';
import type { BffEnv } from '../env.ts';

type Settings = Pick<
  BffEnv,
  'FHIR_URL' | 'TERMINOLOGY_URL' | 'TERMINOLOGY_TOKEN' | 'TERMINOLOGY_TIMEOUT_SECONDS'
>;

/**
 * The terminology server: the FHIR server itself unless another one is named. Our token is for the servers of the hospital's
 * record and goes to no other origin; such a server gets the token that is configured for it, or none.
 */
export function connectTerminology(
  env: Settings,
  record: FhirServer,
  systemToken: () => Promise<string>,
): { client: FhirClient; close(): Promise<void> } {
  const url = env.TERMINOLOGY_URL ?? env.FHIR_URL;
  if (url === env.FHIR_URL)
    return { client: record.client({ token: systemToken }), close: () => Promise.resolve() };
  const isSameOrigin = new URL(url).origin === new URL(env.FHIR_URL).origin;
  const own = env.TERMINOLOGY_TOKEN ?? null;
  const server = connectFhir({ baseUrl: url, timeoutMs: env.TERMINOLOGY_TIMEOUT_SECONDS * 1_000 });
  const token = own === null && isSameOrigin ? systemToken : () => Promise.resolve(own);
  return { client: server.client({ token }), close: () => server.close() };
}

import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import { rppsSystem } from '@keneyapp/clinical';
import { TRPCError } from '@trpc/server';
import type { Bundle } from '@medplum/fhirtypes';
import { DeniedError } from '../access/denied.ts';
import type { ChartTransaction } from './chart-transaction.ts';
import { freezes, keeps } from './freeze.ts';
import { markerIdOf } from './write-ids.ts';

const denied = (reason: 'signed' | 'no-rpps'): TRPCError =>
  new TRPCError({ code: 'FORBIDDEN', message: 'denied', cause: new DeniedError(reason) });

/**
 * Refuses a transaction that writes over what was signed, whoever would: but for an amendment, of which its own marker says
 * that the signed version is kept. Of what is made anew nothing is asked.
 */
export async function refuseOverSigned(
  fhir: Pick<FhirClient, 'search'>,
  { id, overwritten }: Pick<ChartTransaction, 'id' | 'overwritten'>,
  { entry = [] }: Bundle,
): Promise<void> {
  if (overwritten.length === 0) return;
  const found = await fhir.search('Provenance', { target: overwritten.join(','), _count: 1_000 });
  if (hasNext(found)) throw new FhirError(502, null, 'too-many');
  const told = matches(found, 'Provenance');
  const marker = entry.find(({ resource }) => resource?.id === markerIdOf(id))?.resource;
  for (const { fullUrl: key = '', request } of entry) {
    if (!overwritten.includes(key) || !told.some((one) => freezes(one, key))) continue;
    const version = /^W\/"(.+)"$/.exec(request?.ifMatch ?? '')?.[1];
    const isAmended =
      version !== undefined && marker?.resourceType === 'Provenance' && keeps(marker, key, version);
    if (!isAmended) throw denied('signed');
  }
}

/** Number of a professional in the national register; nobody signs without one. */
export async function rppsOf(fhir: Pick<FhirClient, 'read'>, fhirUser: string | null): Promise<string> {
  const id = /^Practitioner\/(.+)$/.exec(fhirUser ?? '')?.[1];
  if (id === undefined) throw denied('no-rpps');
  const { identifier = [] } = await fhir.read('Practitioner', id);
  const rpps = identifier.find(({ system, use }) => system === rppsSystem && use !== 'old')?.value;
  if (rpps === undefined) throw denied('no-rpps');
  return rpps;
}

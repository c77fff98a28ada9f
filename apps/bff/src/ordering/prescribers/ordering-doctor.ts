import { FhirError } from '@keneyapp/fhir-client';
import { personName } from '@keneyapp/fhir-model/names';
import type { Practitioner, Reference } from '@medplum/fhirtypes';
import type { Services } from '../../context.ts';
import { doctorNamed, mayReread, readPrescribers, type Orderer } from './prescribers.ts';

export interface OrderingDoctor {
  orderer: Orderer;
  name: string | null;
  requester: Reference<Practitioner>;
}

/**
 * A doctor of the house in whose name somebody else writes orders down: by word, or by a protocol that they signed. Null of
 * who is none, who does not work here any more, and whose orders have to be reread or validated.
 */
export async function orderingDoctor(
  services: Pick<Services, 'db' | 'capabilities'>,
  key: string,
  now: Date,
): Promise<OrderingDoctor | null> {
  const [table, orderer] = await Promise.all([readPrescribers(services.db), doctorNamed(services, key, now)]);
  if (!orderer || !mayReread(table, orderer.profession)) return null;
  const person = await services.capabilities.prescribers
    .read('Practitioner', key.split('/')[1] ?? '')
    .catch(nobodyIfGone);
  if (!person || person.active === false) return null;
  const name = personName(person.name);
  return { orderer, name, requester: { reference: key, ...(name === null ? {} : { display: name }) } };
}

function nobodyIfGone(error: unknown): null {
  if (error instanceof FhirError && (error.status === 404 || error.status === 410)) return null;
  throw error;
}

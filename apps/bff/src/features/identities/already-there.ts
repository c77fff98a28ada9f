import { insSystems } from '@keneyapp/clinical';
import { matches } from '@keneyapp/fhir-model/bundles';
import { matriculeOf, replacedBy } from '@keneyapp/fhir-model/identity-merge';
import type { Patient } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import { DeniedError } from '../../access/denied.ts';
import type { Context, PatientContext } from '../../context.ts';
import { comparedTraits } from '../../identities/compared.ts';
import { toldApart } from '../../identities/suspects.ts';
import { oneAtATime } from '../../writing/one-at-a-time.ts';
import type { ChartWrite, Written } from '../../writing/writer.ts';
import { maxAlike } from './look-alikes.ts';

/** Whoever writes an identity looks at the base once more before, one after the other, in all processes. */
export const identityLock = 'identities:register';

/** Writes over one identity, one after the other with all who register: what was looked for in the base stays so until it is in. */
export function writeIdentityAlone(
  { services, write }: Pick<PatientContext, 'services' | 'write'>,
  planned: ChartWrite,
): Promise<Written> {
  return oneAtATime(services.locks, identityLock, async () => {
    const written = await write(planned);
    const [stored] = written.resources.filter((one): one is Patient => one.resourceType === 'Patient');
    if (stored) await services.identities.written(stored);
    return written;
  });
}

/** Refuses somebody who may be a person on record that was not shown, nor told apart before. */
export async function refuseAlike(
  { services }: Pick<Context, 'services'>,
  patient: Patient,
  others: readonly string[],
): Promise<void> {
  const { identities } = services;
  const traits = comparedTraits(patient, new Date());
  // one more: who is corrected is like themselves
  const { found } = traits ? await identities.alike(traits, maxAlike + 1) : { found: [] };
  const ids = found.map(({ patientId }) => patientId).filter((id) => id !== patient.id);
  const apart = patient.id ? await toldApart(identities.rows, patient.id, ids) : new Set();
  if (ids.slice(0, maxAlike).some((id) => !others.includes(id) && !apart.has(id)))
    throw refused('look-alike');
}

/**
 * Refuses a matricule that another record has in force: that is one person, whatever anybody says. `before`: what it had
 * already is not taken on; `beside`: a record that is written in the same step. Source: RNIV 1: one matricule is one identity, and of two with one the records are merged.
 */
export async function refuseTaken(
  { services }: Pick<Context, 'services'>,
  patient: Patient,
  { before = null, beside = null }: { before?: Patient | null; beside?: string | null } = {},
): Promise<void> {
  const now = new Date();
  const taken = matriculeOf(patient, now)?.matricule;
  if (taken === undefined || (before && matriculeOf(before, now)?.matricule === taken)) return;
  const { identities, capabilities } = services;
  const { found } = await identities.alike({ ins: taken }, maxAlike);
  const filed = found.map(({ patientId }) => patientId);
  const identifier = Object.values(insSystems)
    .map((system) => `${system}|${taken}`)
    .join(',');
  const bundles = await Promise.all([
    // what was not filed yet is found as it is written by all who write here
    capabilities.lookAlikes.search('Patient', { identifier, _count: 20 }),
    ...(filed.length > 0
      ? [capabilities.lookAlikes.search('Patient', { _id: filed.join(','), _count: filed.length })]
      : []),
  ]);
  const other = bundles
    .flatMap((bundle) => matches(bundle, 'Patient'))
    .find(
      (one) =>
        one.id !== patient.id &&
        one.id !== beside &&
        one.active !== false &&
        replacedBy(one) === null &&
        matriculeOf(one, now)?.matricule === taken,
    );
  if (other) throw refused('matricule-taken', other.id);
}

const refused = (reason: string, otherPatientId: string | null = null): TRPCError =>
  new TRPCError({ code: 'CONFLICT', message: reason, cause: new DeniedError(reason, { otherPatientId }) });

import { orThrow, matches } from '@keneyapp/fhir-model/bundles';
import { currentStaysSearch, isInHouse, readEncounter } from '@keneyapp/fhir-model/encounter';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import { readIdentity } from '@keneyapp/fhir-model/identity';
import { lookupIn, patientReference } from '@keneyapp/fhir-model/references';
import { leadsOn, refuseLeadingOn } from '../access/both-records.ts';
import { readPerFeature } from '../access/read-per-feature.ts';
import type { PatientContext } from '../context.ts';

export type OrderContext = Pick<
  PatientContext,
  'session' | 'access' | 'patientId' | 'fhir' | 'chartFhir' | 'auditResources' | 'write' | 'services'
>;
export type ReadContext = Omit<OrderContext, 'write'>;

/** What orders are judged by, beside themselves. */
export interface Circumstances {
  now: Date;
  /** The day it is in the hospital. */
  today: string;
  /** The stay in the house that an order of the ward belongs to. */
  stay: string | null;
  isInHouse: boolean;
  isDeceased: boolean;
  /** As it is recorded, a year alone included; null: nobody wrote one down. */
  birthDate: string | null;
}

/** Throws where the record leads on to another one: orders belong to the patient's chart, and that is the other. */
export async function circumstancesOf(ctx: ReadContext, now: Date): Promise<Circumstances> {
  const [stay, patient] = await Promise.all([
    stayOf(ctx, now),
    ctx.fhir.read('Patient', ctx.patientId),
    refuseLeadingOn(ctx.services, ctx.patientId),
  ]);
  const { deceased, replacedBy, birthDate } = readIdentity(patient, now);
  // another system's merge leads on as well as one of this application
  if (replacedBy !== null) throw leadsOn();
  return { now, today: dayOf(now), stay, isInHouse: stay !== null, isDeceased: deceased !== null, birthDate };
}

async function stayOf(ctx: ReadContext, now: Date): Promise<string | null> {
  const search = { ...currentStaysSearch(patientReference(ctx.patientId)), feature: 'encounters' as const };
  const { answers, asked } = await readPerFeature(ctx, [search]);
  ctx.auditResources(...asked);
  const bundle = orThrow(answers[0]);
  const lookup = lookupIn(bundle);
  return (
    matches(bundle, 'Encounter')
      .map((one) => readEncounter(one, lookup, now))
      .find((row) => isInHouse(row, now))?.id ?? null
  );
}

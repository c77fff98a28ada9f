import type { FhirClient } from '@keneyapp/fhir-client';
import { referenceKey } from '@keneyapp/fhir-model/references';
import { House } from '../access/house.ts';
import type { Context, Visit } from '../context.ts';
import { absentFor, type Absence } from './absences.ts';
import type { Looker } from './find.ts';
import type { ReadTask } from '@keneyapp/fhir-model/task';

export interface Person extends Looker {
  units: readonly string[];
  absent: readonly Absence[];
}

/** Who asks: what of the house is theirs now. Null of who is nobody of the house. */
export async function personOf(
  { session, services }: Pick<Context & Visit, 'session' | 'services'>,
  now: Date,
): Promise<Person | null> {
  const me = referenceKey(session.fhirUser ?? '');
  if (!me?.startsWith('Practitioner/')) return null;
  const [units, absent] = await Promise.all([
    unitsAndRoles(services.capabilities.taskPeople, me, now),
    absentFor(services.db, me, now),
  ]);
  return whoIs(me, units, { role: session.role, absent });
}

interface Works {
  units: string[];
  roles: string[];
}
async function unitsAndRoles(fhir: Pick<FhirClient, 'batchSearch'>, me: string, now: Date): Promise<Works> {
  const house = new House(fhir, now);
  await house.learn([me], () => []);
  return {
    units: [...new Set(house.unitsOf(me))],
    roles: house.rolesOf(me).map(({ id }) => `PractitionerRole/${id ?? ''}`),
  };
}

function whoIs(
  me: string,
  { units, roles }: Works,
  { role, absent }: { role: string; absent: readonly Absence[] },
): Person {
  return {
    me,
    units,
    absent,
    keys: [me, ...roles, ...units, ...units.map((unit) => `${unit}#${role}`)],
    standsInFor: absent.map(({ practitioner }) => practitioner),
  };
}

/** A count is no opening of anything: where somebody works may be a minute old for it. */
const keptMs = 60_000,
  maxKept = 5_000;
const known = new Map<string, { works: Works; until: number }>();

export async function personForCount(
  { session, services }: Context & Visit,
  now: Date,
): Promise<Person | null> {
  const me = referenceKey(session.fhirUser ?? '');
  if (!me?.startsWith('Practitioner/')) return null;
  const kept = known.get(me);
  const works =
    kept && kept.until > now.getTime()
      ? kept.works
      : await unitsAndRoles(services.capabilities.taskPeople, me, now);
  if (works !== kept?.works) {
    known.delete(me);
    known.set(me, { works, until: now.getTime() + keptMs });
    const oldest = known.size > maxKept ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
  }
  return whoIs(me, works, { role: session.role, absent: await absentFor(services.db, me, now) });
}

/** Whether a task asks this person, or whom they stand in for. */
export function isAsked(
  { owner, also }: Pick<ReadTask, 'owner' | 'also'>,
  { keys, standsInFor }: Pick<Person, 'keys' | 'standsInFor'>,
): boolean {
  const mine = [...keys, ...standsInFor];
  return [owner, ...also].some(
    (one) => one !== null && mine.includes(one.role === null ? one.key : `${one.key}#${one.role}`),
  );
}

import type { FhirClient } from '@keneyapp/fhir-client';
import { FhirError } from '@keneyapp/fhir-client';
import { addDays, dayOf, startOf } from '@keneyapp/fhir-model/hospital-days';
import { referenceKey } from '@keneyapp/fhir-model/references';
import type { Appointment, Location } from '@medplum/fhirtypes';
import { House } from '../../access/house.ts';
import type { Context, Visit } from '../../context.ts';
import { wallView, type WallView } from './wall-view.ts';

/** More than a hospital has in its waiting rooms at a time; who has left is not among them. */
const max = 5_000;
/** Who was called and has left since stays as long as the call does. */
const leftLatelyMs = 30 * 60_000;
/** What reception says of somebody is an Appointment that changed: it is looked for this often, and at once where the agenda tells of it. */
const lookEveryMs = 5_000;

interface Wanted {
  /** `Organization/…` or `Location/…`; empty: of the whole house. */
  units: readonly string[];
}

/** What hangs on the wall now. */
async function readWall({ services }: Context & Visit, { units }: Wanted, now: Date): Promise<WallView> {
  const { wallCalls, receptionUnits } = services.capabilities;
  const today = dayOf(now);
  const day = {
    date: [`ge${startOf(today).toISOString()}`, `lt${startOf(addDays(today, 1)).toISOString()}`],
    _count: 500,
  };
  const since = new Date(now.getTime() - leftLatelyMs).toISOString();
  const [here, left] = await Promise.all([
    wallCalls.searchAll('Appointment', { ...day, status: 'arrived,checked-in', _sort: 'date' }, max),
    wallCalls.searchAll('Appointment', { ...day, status: 'fulfilled', _lastUpdated: `ge${since}` }, max),
  ]);
  // who leaves between the two is in both
  const appointments = [...new Map([...here, ...left].map((one) => [one.id, one])).values()];
  const { shown, rooms } = await within(receptionUnits, appointments, { units, now });
  return wallView(shown, rooms, now);
}

async function within(
  house: Pick<FhirClient, 'batchSearch'>,
  appointments: readonly Appointment[],
  { units, now }: Wanted & { now: Date },
): Promise<{ shown: Appointment[]; rooms: Map<string, Location> }> {
  const known = new House(house, now);
  await known.learn(new Set(appointments.flatMap(actorsOf)), () => []);
  const rooms = new Map(
    appointments.flatMap(actorsOf).flatMap((key) => {
      const place = known.get(key);
      return place?.resourceType === 'Location' ? [[key, place] as const] : [];
    }),
  );
  const isThere = (appointment: Appointment) =>
    actorsOf(appointment).some((key) => known.unitsOf(key).some((unit) => units.includes(unit)));
  return { shown: units.length === 0 ? [...appointments] : appointments.filter(isThere), rooms };
}

/** The units of who hung it up, where none was named. */
async function unitsFor({ session, services }: Context & Visit, unit: string | null): Promise<string[]> {
  if (unit !== null) return [`Organization/${unit}`, `Location/${unit}`];
  const me = referenceKey(session.fhirUser ?? '');
  if (!me?.startsWith('Practitioner/')) return [];
  const house = new House(services.capabilities.receptionUnits, new Date());
  await house.learn([me], () => []);
  return house.unitsOf(me);
}

/** What hangs on the wall, anew whenever it changes, until the signal or until its reader may not see it any more. */
export async function* wallStream(
  ctx: Context & Visit,
  { unit }: { unit: string | null },
  signal: AbortSignal,
): AsyncGenerator<WallView> {
  const { services, session } = ctx;
  let wake: (() => void) | null = null;
  const stop = services.appointments.subscribe(() => wake?.());
  signal.addEventListener('abort', () => wake?.(), { once: true });
  let units: string[] | null = null;
  let told = '';
  try {
    while (!signal.aborted) {
      // decided afresh each time: a stream outlives what it began with
      if (told !== '' && !(await services.accessFor(session).decide('appointments.wall', null)).allow) return;
      try {
        units ??= await unitsFor(ctx, unit);
        const view = await readWall(ctx, { units }, new Date());
        const { readAt: _, ...shown } = view;
        // told again at least every minute: a screen that hears nothing says so
        const now = `${JSON.stringify(shown)} ${view.readAt.slice(0, 16)}`;
        if (now !== told) yield view;
        told = now;
      } catch (error) {
        // the record is away: what hangs there stays, and the screen sees by its age that it does
        if (!(error instanceof FhirError)) throw error;
        if (told === '') throw error;
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, lookEveryMs);
        wake = () => (clearTimeout(timer), resolve());
        if (signal.aborted) wake();
      });
    }
  } finally {
    stop();
  }
}

const ofHouse = /^(Practitioner|PractitionerRole|Location|HealthcareService)\//;
const actorsOf = ({ participant = [] }: Appointment): string[] =>
  participant.flatMap(({ actor }) =>
    ofHouse.test(actor?.reference ?? '') ? (referenceKey(actor?.reference ?? '') ?? []) : [],
  );

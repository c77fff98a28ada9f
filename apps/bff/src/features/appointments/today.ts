import { FhirError } from '@keneyapp/fhir-client';
import { matches } from '@keneyapp/fhir-model/bundles';
import { referenceKey } from '@keneyapp/fhir-model/references';
import { words } from '@keneyapp/fhir-model/text';
import type { Appointment, Bundle } from '@medplum/fhirtypes';
import { House } from '../../access/house.ts';
import type { Context, Visit } from '../../context.ts';
import { namedIn, type AgendaView, type TodayView } from './view.ts';

const ofHouse = /^(Practitioner|PractitionerRole|Location|HealthcareService|Organization)\//;

/**
 * Of a day's appointments those of the units in which the reader works: by practitioner, place or service. What leads to no
 * unit (a locum, a room that nobody manages) stays, since it may be anybody's; whoever works in no unit sees all.
 */
export async function inUnitsOf(
  { session, services }: Context & Visit,
  day: AgendaView,
  { bundle, now }: { bundle: Bundle; now: Date },
): Promise<TodayView> {
  const me = referenceKey(session.fhirUser ?? '');
  if (!me?.startsWith('Practitioner/')) return { ...day, units: [] };
  const appointments = matches(bundle, 'Appointment');
  const house = new House(services.capabilities.receptionUnits, now);
  try {
    await house.learn([me, ...appointments.flatMap(actorsOf)], () => []);
  } catch (error) {
    // whose each is cannot be told: all are shown
    if (error instanceof FhirError) return { ...day, units: [] };
    throw error;
  }
  const mine = new Set(house.unitsOf(me));
  if (mine.size === 0) return { ...day, units: [] };
  const isMine = (appointment: Appointment): boolean => {
    const units = actorsOf(appointment).flatMap((key) => house.unitsOf(key));
    return !units.some((unit) => unit.startsWith('Organization/')) || units.some((unit) => mine.has(unit));
  };
  const shown = new Set(appointments.filter(isMine).map(({ id }) => id));
  await house.learn(mine, () => []);
  const units = [...mine].flatMap((key) => {
    const unit = house.get(key);
    return unit?.resourceType === 'Organization' ? (words(unit.name) ?? unit.id ?? []) : [];
  });
  const items = day.items.filter(({ id }) => shown.has(id));
  return { ...day, ...namedIn(items), items, units };
}

/** Who and what of the house takes part. */
const actorsOf = ({ participant = [] }: Appointment): string[] =>
  participant.flatMap(({ actor }) => {
    const reference = actor?.reference ?? '';
    const key = ofHouse.test(reference) ? referenceKey(reference) : null;
    return key === null ? [] : [key];
  });

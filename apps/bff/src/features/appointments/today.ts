import { matches } from '@keneyapp/fhir-model/bundles';
import { referenceKey } from '@keneyapp/fhir-model/references';
import { words } from '@keneyapp/fhir-model/text';
import type { Appointment, Bundle } from '@medplum/fhirtypes';
import { House } from '../../access/house.ts';
import type { Context, Visit } from '../../context.ts';
import type { AgendaView, TodayView } from './view.ts';

const ofHouse = /^(Practitioner|PractitionerRole|Location|HealthcareService|Organization)\//;

/**
 * Of a day's appointments those of the units in which the reader works: by practitioner, place or service. What names none of
 * these stays, since it may be anybody's; whoever works in no unit sees all.
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
  await house.learn([me, ...appointments.flatMap(actorsOf)], () => []);
  const mine = new Set(house.unitsOf(me));
  if (mine.size === 0) return { ...day, units: [] };
  const isMine = (appointment: Appointment): boolean => {
    const actors = actorsOf(appointment);
    return actors.length === 0 || actors.some((key) => house.unitsOf(key).some((unit) => mine.has(unit)));
  };
  const shown = new Set(appointments.filter(isMine).map(({ id }) => id));
  await house.learn(mine, () => []);
  const units = [...mine].flatMap((key) => {
    const unit = house.get(key);
    return unit?.resourceType === 'Organization' ? (words(unit.name) ?? unit.id ?? []) : [];
  });
  return { ...day, items: day.items.filter(({ id }) => shown.has(id)), units };
}

/** Who and what of the house takes part. */
const actorsOf = ({ participant = [] }: Appointment): string[] =>
  participant.flatMap(({ actor }) => {
    const key = referenceKey(actor?.reference ?? '');
    return key !== null && ofHouse.test(key) ? [key] : [];
  });

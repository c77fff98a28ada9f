import { FhirError } from '@keneyapp/fhir-client';
import { matches, orThrow } from '@keneyapp/fhir-model/bundles';
import { isInstant } from '@keneyapp/fhir-model/dates';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import { readIdentity } from '@keneyapp/fhir-model/identity';
import { nameBehind } from '@keneyapp/fhir-model/names';
import { readReception } from '@keneyapp/fhir-model/reception';
import { lookupIn, patientReference, referenceKey } from '@keneyapp/fhir-model/references';
import { words } from '@keneyapp/fhir-model/text';
import type {
  Address,
  Appointment,
  Bundle,
  ContactPoint,
  HealthcareService,
  Location,
  Patient,
} from '@medplum/fhirtypes';
import { House } from '../../access/house.ts';
import type { PatientContext } from '../../context.ts';
import { isHere } from './delay.ts';
import type { PaperView } from './paper-view.ts';

const highest = 6;
const ofHouse = /^(Practitioner|PractitionerRole|Location|HealthcareService)\//;

/** One appointment as its papers say it, with the address of the patient and the way through the house. */
export async function paperOf(
  ctx: Pick<
    PatientContext,
    'fhir' | 'asListed' | 'chartFhir' | 'verdict' | 'patientId' | 'services' | 'auditResources'
  >,
  appointmentId: string,
): Promise<PaperView> {
  const now = new Date();
  // refuses what is of another chart; what a label keeps back from who prints is on no paper
  await ctx.fhir.read('Appointment', appointmentId);
  const appointment = await ctx.asListed('appointments').read('Appointment', appointmentId);
  const [found] = await ctx
    .chartFhir('patients', ctx.verdict)
    .batchSearch([{ type: 'Patient', params: { _id: ctx.patientId } }]);
  const patient = matches(orThrow(found), 'Patient')[0];
  if (!patient || !isInstant(appointment.start)) throw new FhirError(404, null);
  ctx.auditResources(`Appointment/${appointmentId}`, patientReference(ctx.patientId));
  const house = new House(ctx.services.capabilities.receptionUnits, now);
  const actors = (appointment.participant ?? []).flatMap(({ actor }) =>
    ofHouse.test(actor?.reference ?? '') ? (actor ?? []) : [],
  );
  const keys = actors.flatMap(({ reference }) => referenceKey(reference ?? '') ?? []);
  await house.learn(keys, () => []);
  const known = keys.flatMap((key) => house.get(key) ?? []);
  const people: Bundle = {
    resourceType: 'Bundle',
    type: 'collection',
    entry: known.map((resource) => ({ resource })),
  };
  const lookup = lookupIn(people);
  const places = known.filter((one): one is Location => one.resourceType === 'Location');
  const services = known.filter((one): one is HealthcareService => one.resourceType === 'HealthcareService');
  const wayTo = places.map((place) => placesAbove(place, house)).sort((a, b) => b.length - a.length)[0] ?? [];
  const { arrived, left, ticket } = readReception(appointment);
  return {
    id: appointmentId,
    day: dayOf(new Date(appointment.start)),
    start: appointment.start,
    end: isInstant(appointment.end) ? appointment.end : null,
    isToCome: ['booked', 'pending', 'arrived', 'checked-in'].includes(appointment.status),
    ...{ arrived, left },
    ticket: isHere(appointment) ? (ticket ?? null) : null,
    language: languageOf(patient),
    recipient: recipientOf(patient, now),
    practitioners: actors.flatMap((actor) =>
      /^Practitioner/.test(actor.reference ?? '') ? (nameBehind(actor, lookup, appointment) ?? []) : [],
    ),
    place: linesOf(wayTo),
    phone: phoneIn([...services, ...wayTo].flatMap(({ telecom = [] }) => telecom)),
    preparation: preparationOf(appointment, services),
  };
}

function placesAbove(place: Location, house: House): Location[] {
  const way: Location[] = [place];
  while (way.length < highest) {
    const above = referenceKey(way.at(-1)?.partOf?.reference ?? '');
    const next = above === null ? null : house.get(above);
    if (next?.resourceType !== 'Location') break;
    way.push(next);
  }
  return way;
}

const linesOf = (way: readonly Location[]): string[] => {
  const address = way.find((place) => place.address)?.address;
  return [
    ...way.flatMap(({ name, description }) => [words(name) ?? [], words(description) ?? []].flat()),
    ...(address ? addressLines(address) : []),
  ].filter((line, i, all) => all.indexOf(line) === i);
};

function addressLines({ line = [], postalCode, city, text }: Address): string[] {
  const town = [postalCode, city].filter(Boolean).join(' ');
  const lines = [...line, town].flatMap((one) => words(one) ?? []);
  return lines.length > 0 ? lines : (words(text)?.split('\n') ?? []);
}

/** Where a letter reaches them: at home, and not where they lived before. */
function recipientOf(patient: Patient, now: Date): string[] {
  const { birthName, usedName, givenNames, usedGivenName } = readIdentity(patient, now);
  const name = [usedGivenName ?? givenNames[0], usedName ?? birthName].filter(Boolean).join(' ');
  const current = (patient.address ?? []).filter(
    ({ use, period }) =>
      use !== 'old' && (period?.end === undefined || Date.parse(period.end) > now.getTime()),
  );
  const address = current.find(({ use }) => use === 'home') ?? current[0];
  return address ? [name, ...addressLines(address)].slice(0, 6) : [name];
}

function languageOf({ communication = [] }: Patient): 'fr' | 'en' | null {
  const spoken = communication.find(({ preferred }) => preferred) ?? communication[0];
  const code = spoken?.language.coding?.[0]?.code?.slice(0, 2).toLowerCase();
  return code === 'fr' || code === 'en' ? code : null;
}

const phoneIn = (telecom: readonly ContactPoint[]): string | null =>
  words(telecom.find(({ system, value }) => system === 'phone' && value)?.value);

const preparationOf = (
  { patientInstruction }: Appointment,
  services: readonly HealthcareService[],
): string[] =>
  [patientInstruction, ...services.flatMap(({ extraDetails, comment }) => [extraDetails, comment])].flatMap(
    (text) => words(text) ?? [],
  );

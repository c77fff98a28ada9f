import type { FhirClient } from '@keneyapp/fhir-client';
import { readTelecoms, type Telephone } from '@keneyapp/fhir-model/identity-contact';
import { wantsNoMail } from '@keneyapp/fhir-model/mail-wish';
import { patientIdOf } from '@keneyapp/fhir-model/references';
import { words } from '@keneyapp/fhir-model/text';
import type { Appointment, HealthcareService, Patient } from '@medplum/fhirtypes';
import { z } from 'zod';
import { isGone } from '../booking/follower.ts';
import { visitKindOf } from '../booking/visit-kind.ts';
import type { ChannelName, Language, Told } from './message.ts';

type Reads = Pick<FhirClient, 'read'>;

/** Of a HealthcareService: its ward and practitioners may be named in messages, as they tell of no illness. */
const namedInMessages = 'https://keneyapp.example/named-in-messages';

/**
 * Whether ward and practitioner of an appointment may be named. Only where its kind of visit says so: of others, of one that
 * is not there, and of appointments without a kind, a message says when and in which hospital.
 */
export async function mayBeNamed(appointment: Appointment, fhir: Reads): Promise<boolean> {
  const kind = visitKindOf(appointment);
  const service = kind === null ? null : await orNull(fhir.read('HealthcareService', kind));
  return service !== null && isMarked(service);
}

const isMarked = ({ extension = [] }: HealthcareService): boolean =>
  extension.some(({ url, valueBoolean }) => url === namedInMessages && valueBoolean === true);

/** Ward and practitioners by name. Rooms are not among them: what is done there is often their name. */
export function namesIn({ participant = [] }: Appointment): Pick<Told, 'places' | 'practitioners'> {
  const named = (type: string, isOne: (required: string | undefined) => boolean) =>
    participant.flatMap(({ actor, required }) =>
      actor?.reference?.startsWith(`${type}/`) && isOne(required) ? (words(actor.display) ?? []) : [],
    );
  return {
    places: named('Location', (required) => required === 'information-only'),
    practitioners: ['Practitioner', 'PractitionerRole'].flatMap((type) => named(type, () => true)),
  };
}

/** Whom a message goes to, or why to nobody. */
export type Recipient =
  | { patientId: string; by: ChannelName; to: string; language: Language }
  | { patientId: string | null; problem: 'deceased' | 'not-wanted' | 'no-address' | 'no-sms' | 'several' };

/** The address is read when it is needed, and kept nowhere. Whoever has none is told by SMS, where there is a gateway. */
export async function recipientOf(
  { participant = [] }: Appointment,
  fhir: Reads,
  { now, ways }: { now: Date; ways: Record<ChannelName, boolean> },
): Promise<Recipient> {
  const ids = new Set(participant.flatMap(({ actor }) => patientIdOf(actor?.reference) ?? []));
  const [id] = ids;
  // one message would speak to all of them of each other's appointment
  if (id === undefined || ids.size > 1) return { patientId: null, problem: 'several' };
  const patient = await orNull(fhir.read('Patient', id));
  if (patient === null || isDead(patient)) return { patientId: id, problem: 'deceased' };
  if (wantsNoMail(patient)) return { patientId: id, problem: 'not-wanted' };
  const { email, telephones } = readTelecoms(patient, now);
  const address = z.email().safeParse(email);
  const mobile = telephones.map(mobileOf).find((one) => one !== null) ?? null;
  const language = languageOf(patient);
  if (address.success && ways.mail) return { patientId: id, by: 'mail', to: address.data, language };
  if (mobile === null) return { patientId: id, problem: 'no-address' };
  return ways.sms ? { patientId: id, by: 'sms', to: mobile, language } : { patientId: id, problem: 'no-sms' };
}

/** A mobile telephone as E.164 writes it; null for what is none: French ones begin with 6 or 7. */
function mobileOf({ value, use }: Telephone): string | null {
  if (use !== 'mobile') return null;
  const digits = value
    .replace(/[\s.()/-]/g, '')
    .replace(/^00/, '+')
    .replace(/^\+330/, '+33');
  const number = digits.replace(/^0(?=[67]\d{8}$)/, '+33');
  return /^\+33[67]\d{8}$|^\+(?!33)[1-9]\d{7,14}$/.test(number) ? number : null;
}

const isDead = ({ deceasedBoolean, deceasedDateTime }: Patient): boolean =>
  deceasedBoolean === true || deceasedDateTime !== undefined;

/** French, unless somebody speaks English and nothing is preferred to it. */
function languageOf({ communication = [] }: Patient): Language {
  const spoken = communication.find(({ preferred }) => preferred === true) ?? communication[0];
  return spoken?.language.coding?.some(({ code }) => /^en\b/i.test(code ?? '')) === true ? 'en' : 'fr';
}

export async function orNull<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

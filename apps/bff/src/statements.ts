import { isIsoDay } from '@keneyapp/clinical';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import type { Annotation, CodeableConcept, Practitioner, Reference } from '@medplum/fhirtypes';
import { z } from 'zod';
import type { PatientContext } from './context.ts';
import { refuse } from './errors.ts';

/** What the writing of problems and of allergies has in common: both are statements of a person about a patient. */
export type StatementContext = Pick<
  PatientContext,
  'session' | 'patientId' | 'fhir' | 'auditResources' | 'write' | 'services'
>;

/** A year, a month or a day, as it is known. */
export const partialDate = z.string().regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/);

/** A word of one of HL7's code systems (`condition-clinical`, `allergyintolerance-verification`). */
export const statusOf = (system: string, code: string): CodeableConcept => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }],
});

export const authorOf = ({ session }: Pick<StatementContext, 'session'>): Reference<Practitioner> => ({
  ...(session.fhirUser ? { reference: session.fhirUser } : {}),
  display: session.displayName,
});

/** Words of this person, now; they travel with the resource to every system. */
export const noteOf = (ctx: Pick<StatementContext, 'session'>, text: string, now: Date): Annotation => ({
  authorReference: authorOf(ctx),
  time: now.toISOString(),
  text,
});

/** It was on a day that there is, not after today, not before birth; compared as far as both are known. */
export async function checkPastDate(
  { fhir, patientId }: Pick<StatementContext, 'fhir' | 'patientId'>,
  name: string,
  date: string,
  now: Date,
): Promise<void> {
  const refuseAs = (reason: string): never => refuse([{ path: [name], reason }]);
  if (date.length === 10 && !isIsoDay(date)) refuseAs('impossible');
  if (date > dayOf(now).slice(0, date.length)) refuseAs('future');
  const { birthDate = '' } = await fhir.read('Patient', patientId);
  const known = Math.min(date.length, birthDate.length);
  if (known > 0 && date.slice(0, known) < birthDate.slice(0, known)) refuseAs('before-birth');
}

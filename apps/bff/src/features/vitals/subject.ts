import type { Bundle, Observation, Patient } from '@medplum/fhirtypes';
import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { news2Codes } from '@keneyapp/clinical';
import type { PatientContext } from '../../context.ts';
import { isPregnant, pregnancyStatus } from '@keneyapp/fhir-model/pregnancy';
import { loinc } from './codes.ts';
import { nobody } from '@keneyapp/fhir-model/observation/range';
import { ageMonthsAt } from '@keneyapp/fhir-model/observation/sign';
import { readMeasure } from '@keneyapp/fhir-model/vital-sign';
import type { VitalsSubject } from './view.ts';
import { patientReference } from '@keneyapp/fhir-model/references';
import { patientName } from '@keneyapp/fhir-model/human-name';

export type Search = Parameters<FhirClient['batchSearch']>[0][number];

/** The searches every view of the feature needs about the person, to be sent in the same batch as its own. */
export function subjectSearches(patientId: string): Search[] {
  const patient = patientReference(patientId);
  return [
    { type: 'Patient', params: { _id: patientId, _elements: 'name,birthDate,gender' } },
    {
      type: 'Observation',
      params: { patient, code: `${news2Codes.system}|${news2Codes.total}`, _sort: '-date', _count: 3 },
    },
    {
      type: 'Observation',
      params: { patient, code: `${loinc}|${pregnancyStatus}`, _sort: '-date', _count: 3 },
    },
  ];
}

/** Reads the answers of `subjectSearches`. Throws a FhirError 404 when there is no such patient. */
export async function readSubject(
  { patientId, access }: Pick<PatientContext, 'patientId' | 'access'>,
  answers: readonly (Bundle | FhirError | undefined)[],
  now: string,
): Promise<VitalsSubject> {
  const patient = resources<Patient>(answers[0])[0];
  if (!patient) throw new FhirError(404, null);
  const stands = (o: Observation) => o.status !== 'entered-in-error';
  const score = resources<Observation>(answers[1]).find(stands);
  const pregnancy = resources<Observation>(answers[2]).find(stands);
  const birthDate = patient.birthDate ?? null;
  const spo2Scale = (score && readMeasure(score, nobody)?.news2?.spo2Scale) ?? 1;
  return {
    patientId,
    name: patientName(patient.name, new Date(now)) ?? '',
    birthDate,
    ageMonths: ageMonthsAt(birthDate, now),
    sex: patient.gender ?? 'unknown',
    isPregnant: isPregnant(pregnancy, now),
    spo2Scale,
    canCorrect: (await access.decide('vitals.correct', patientId)).allow,
    canChooseScale: (await access.rights())['vitals.choose-scale'] === true,
  };
}

/** The person by themselves, where nothing else is asked for. */
export async function subjectNow(
  ctx: Pick<PatientContext, 'patientId' | 'session' | 'access' | 'fhir'>,
): Promise<VitalsSubject> {
  return readSubject(
    ctx,
    await ctx.fhir.batchSearch(subjectSearches(ctx.patientId)),
    new Date().toISOString(),
  );
}

/** The resources of one answer of a batch; throws its error. */
export function resources<T>(answer: Bundle | FhirError | undefined): T[] {
  if (answer instanceof FhirError) throw answer;
  return (answer?.entry ?? []).flatMap((e) =>
    e.resource && e.resource.resourceType !== 'OperationOutcome' ? [e.resource as T] : [],
  );
}

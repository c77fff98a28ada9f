import { vitalDefinitions } from '@keneyapp/clinical';
import type { Encounter, Observation } from '@medplum/fhirtypes';
import type { z } from 'zod';
import { buildObservations, type Circumstances } from './build-observation.ts';
import { refuse } from '../../errors.ts';
import { checkReading, checkTime } from './validate-reading.ts';
import { measureOf, setSystem } from '@keneyapp/fhir-model/vital-codes';
import { ageMonthsAt } from '@keneyapp/fhir-model/observation/sign';
import { loinc } from './codes.ts';
import { buildBmi, buildNews2, isHeightUsable, membersOf } from './derive.ts';
import type { recordInput } from './schema.ts';
import { readSubject, resources, subjectNow, subjectSearches } from './subject.ts';
import type { VitalsSubject, WrittenView } from './view.ts';
import { answerOf, performerOf, type WriteContext } from './write.ts';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { ChartTransaction } from '../../writing/chart-transaction.ts';
import { otherContent } from '../../writing/outcome-errors.ts';

/** Writes one set in one transaction; the same key again gives back the set that is there. */
export async function record(ctx: WriteContext, input: z.output<typeof recordInput>): Promise<WrittenView> {
  let subject: VitalsSubject | null = null;
  const written = await ctx.write({
    key: input.key,
    plan: async (transaction) => {
      subject = await plan(ctx, input, transaction);
    },
  });
  return answerOf(ctx, written, subject ?? (await subjectNow(ctx)));
}

/** Reads what the set is judged by, checks it, and puts it into the transaction. */
async function plan(
  ctx: WriteContext,
  input: z.output<typeof recordInput>,
  transaction: ChartTransaction,
): Promise<VitalsSubject> {
  const { patientId, fhir } = ctx;
  const patient = patientReference(patientId);
  const now = new Date();
  const answers = await fhir.batchSearch([
    ...subjectSearches(patientId),
    { type: 'Observation', params: { patient, identifier: `${setSystem}|${input.key}`, _count: 1 } },
    {
      type: 'Observation',
      params: {
        patient,
        code: vitalDefinitions.height.loinc.map((c) => `${loinc}|${c}`).join(','),
        _sort: '-date',
        _count: 5,
      },
    },
    { type: 'Encounter', params: { patient, status: 'in-progress', _count: 1 } },
  ]);
  const subject = await readSubject(ctx, answers, now.toISOString());
  // a set of this name by somebody else: two would be read as one
  if (resources<Observation>(answers[3]).length > 0) throw otherContent();
  if (input.spo2Scale !== subject.spo2Scale && !subject.canChooseScale)
    refuse([{ path: ['spo2Scale'], reason: 'medical-decision' }]);
  checkTime(input.takenAt, subject, now);
  const reading = checkReading(input, input.confirmed, subject, input.takenAt, input.spo2Scale);
  const encounter = resources<Encounter>(answers[5])[0];
  const at: Circumstances = {
    patientId,
    key: input.key,
    takenAt: input.takenAt,
    performer: performerOf(ctx),
    note: input.note || null,
    encounter: encounter?.id ? { reference: `Encounter/${encounter.id}` } : null,
    idOf: (name) => transaction.idAt(name),
    person: {
      ageMonths: ageMonthsAt(subject.birthDate, input.takenAt),
      spo2Scale: input.spo2Scale,
      supplementalOxygen: reading.oxygen?.source === 'oxygen',
    },
  };
  const observations = buildObservations(reading, at);
  if (observations.length === 0) refuse([{ path: ['values'], reason: 'empty' }]);
  const members = membersOf(observations, subject);
  members.height ??= membersOf(
    resources<Observation>(answers[4])
      .filter((o) => isHeightUsable(o.effectiveDateTime ?? '', input.takenAt, subject.birthDate))
      .slice(0, 1),
    subject,
  ).height;
  const derived = [buildNews2(members, subject, input.spo2Scale, at), buildBmi(members, subject, at)];
  for (const observation of [...observations, ...derived.filter((o) => o !== null)])
    transaction.create(measureOf(observation.code) ?? '', observation);
  return subject;
}

import { vitalDefinitions } from '@keneyapp/clinical';
import type { Encounter, Observation } from '@medplum/fhirtypes';
import type { z } from 'zod';
import { buildObservations, type Circumstances } from './build-observation.ts';
import { checkReading, checkTime, refuse } from './check.ts';
import { setSystem } from '@keneyapp/fhir-model/vital-codes';
import { ageMonthsAt } from '@keneyapp/fhir-model/observation/sign';
import { loinc } from './codes.ts';
import { buildBmi, buildNews2, isHeightUsable, membersOf } from './derive.ts';
import type { recordInput } from './schema.ts';
import { readSubject, resources, subjectSearches } from './subject.ts';
import type { WrittenView } from './view.ts';
import { observationId, performerOf, put, transact, written, type WriteContext } from './write.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

/** Saves of one key under way in this process: a second click waits for the first and gets its answer. */
const underWay = new Map<string, Promise<unknown>>();

/** Writes one set in one transaction; the same key again gives back the set that is there. */
export async function record(ctx: WriteContext, input: z.output<typeof recordInput>): Promise<WrittenView> {
  const lock = `${ctx.patientId}|${input.key}`;
  const before = underWay.get(lock);
  const run = (before ?? Promise.resolve()).then(
    () => recordOnce(ctx, input),
    () => recordOnce(ctx, input),
  );
  underWay.set(lock, run);
  try {
    return await run;
  } finally {
    if (underWay.get(lock) === run) underWay.delete(lock);
  }
}

async function recordOnce(ctx: WriteContext, input: z.output<typeof recordInput>): Promise<WrittenView> {
  const { patientId, fhir } = ctx;
  const patient = patientReference(patientId);
  const now = new Date();
  const answers = await fhir.batchSearch([
    ...subjectSearches(patientId),
    { type: 'Observation', params: { patient, identifier: `${setSystem}|${input.key}`, _count: 50 } },
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
  const known = resources<Observation>(answers[3]);
  if (known.length > 0) return written(ctx, known, subject, true);

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
    idOf: (name) => observationId(patientId, input.key, name),
    person: {
      ageMonths: ageMonthsAt(subject.birthDate, input.takenAt),
      spo2Scale: input.spo2Scale,
      supplementalOxygen: reading.oxygen?.source === 'oxygen',
    },
  };
  const observations = buildObservations(reading, at);
  if (observations.length === 0) refuse([{ path: ['values'], reason: 'empty' }]);

  const members = membersOf(observations, subject);
  if (!members.height) {
    const usable = resources<Observation>(answers[4]).filter((o) =>
      isHeightUsable(o.effectiveDateTime ?? '', input.takenAt, subject.birthDate),
    );
    const height = membersOf(usable.slice(0, 1), subject).height;
    if (height) members.height = height;
  }
  const derived = [buildNews2(members, subject, input.spo2Scale, at), buildBmi(members, subject, at)].filter(
    (o) => o !== null,
  );
  return written(
    ctx,
    await transact(
      fhir,
      [...observations, ...derived].map((o) => put(o)),
    ),
    subject,
  );
}

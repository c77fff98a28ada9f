import { printUnit, vitalDefinitions } from '@keneyapp/clinical';
import type { Observation } from '@medplum/fhirtypes';
import type { z } from 'zod';
import {
  consciousnessValue,
  numberValue,
  oxygenValue,
  pressureValue,
  type Circumstances,
} from './build-observation.ts';
import { refuse } from '../../errors.ts';
import { checkReading, type Reading } from './validate-reading.ts';
import { consciousnessCodings } from '@keneyapp/fhir-model/vital-codes';
import { ageMonthsAt } from '@keneyapp/fhir-model/observation/sign';
import { readMeasure } from '@keneyapp/fhir-model/vital-sign';
import { definitions, type WrittenName } from './codes.ts';
import { setKeyOf, relatedSearches, standingOf, updateDerived } from './update-derived.ts';
import type { correctInput, enteredInErrorInput } from './schema.ts';
import { readSubject, subjectNow, subjectSearches } from './subject.ts';
import type { Measure, VitalsSubject, WrittenView } from './view.ts';
import { answerOf, performerOf, readOwn, withChangeNote, type WriteContext } from './write.ts';
import type { ChartTransaction } from '../../writing/chart-transaction.ts';
import { oneAtATime } from '../../writing/one-at-a-time.ts';
import { changedMeanwhile } from '../../writing/outcome-errors.ts';

type Change = z.output<typeof correctInput>['changes'][number];

/** Corrects values; scores and indices computed from them follow in the same transaction. */
export function correct(ctx: WriteContext, input: z.output<typeof correctInput>): Promise<WrittenView> {
  const versions = new Map(input.changes.map((c) => [c.observationId, c.version]));
  return change(ctx, input, versions, (observation, measure, subject) => {
    const wanted = input.changes.find((c) => c.observationId === observation.id) as Change;
    if (!measure.isCorrectable || measure.state === 'entered-in-error')
      refuse([
        {
          path: ['changes', observation.id ?? ''],
          reason: measure.isDerived
            ? 'derived'
            : measure.isCorrectable
              ? 'entered-in-error'
              : 'not-correctable',
        },
      ]);
    const reading = checkReading(
      readingFor(measure, wanted),
      input.confirmed,
      subject,
      measure.takenAt,
      subject.spo2Scale,
    );
    const person: Circumstances['person'] = {
      ageMonths: ageMonthsAt(subject.birthDate, measure.takenAt),
      spo2Scale: subject.spo2Scale,
    };
    const value = newValue(measure, reading, person);
    const {
      interpretation: _i,
      referenceRange: _r,
      valueQuantity: _q,
      valueInteger: _n,
      valueCodeableConcept: _c,
      component: _p,
      dataAbsentReason: _d,
      ...kept
    } = observation;
    const corrected = readMeasure({ ...kept, ...value }, subject);
    const text = [`${describe(measure)} → ${corrected ? describe(corrected) : '?'}`, input.reason]
      .filter(Boolean)
      .join('. ');
    return withChangeNote({ ...kept, ...value, status: 'corrected' }, text, ctx);
  });
}

/** Takes values back, all in one transaction; what was computed from them is computed again or taken back as well. */
export function markEnteredInError(
  ctx: WriteContext,
  input: z.output<typeof enteredInErrorInput>,
): Promise<WrittenView> {
  const versions = new Map(input.observations.map((o) => [o.observationId, o.version]));
  return change(ctx, input, versions, (observation) =>
    withChangeNote({ ...observation, status: 'entered-in-error' }, input.reason, ctx),
  );
}

/** A change names only the kind of its Observation; a pressure may change one of its two numbers. */
function readingFor(measure: Measure, { values = {}, consciousness, oxygen }: Change): Reading {
  const sign =
    measure.name === 'bloodPressure'
      ? (['systolic', 'diastolic'] as const)
      : ['oxygen', 'consciousness', 'news2', 'other'].includes(measure.name)
        ? []
        : [definitions[measure.name as WrittenName].sign];
  const foreign = Object.keys(values).filter((key) => !sign.some((s) => s === key));
  if (
    foreign.length > 0 ||
    (consciousness && measure.name !== 'consciousness') ||
    (oxygen && measure.name !== 'oxygen')
  )
    refuse([{ path: ['changes', measure.observationId], reason: 'other-measure' }]);
  if (measure.name !== 'bloodPressure') return { values, consciousness, oxygen };
  return {
    values: {
      ...(measure.value === null ? {} : { systolic: measure.value }),
      ...(measure.second === null ? {} : { diastolic: measure.second }),
      ...values,
    },
  };
}

function newValue(
  measure: Measure,
  { values, consciousness, oxygen }: Reading,
  person: Circumstances['person'],
): Partial<Observation> {
  if (consciousness) return consciousnessValue(consciousness);
  if (oxygen) return oxygenValue(oxygen);
  if (values.systolic !== undefined && values.diastolic !== undefined)
    return pressureValue(values.systolic, values.diastolic, person);
  const [entry] = Object.entries(values) as [
    Exclude<Measure['name'], 'bloodPressure'> & keyof typeof vitalDefinitions,
    number,
  ][];
  if (!entry) refuse([{ path: ['changes', measure.observationId], reason: 'empty' }]);
  return numberValue(entry[0], entry[1], person);
}

/** `38,2 °C`, `120/80 mmHg`: what the note says. */
function describe({ value, second, unit, consciousness, parts: [part] }: Measure): string {
  const text =
    part?.value.kind === 'text'
      ? part.value.text
      : part?.value.kind === 'coded'
        ? part.value.coded.text
        : null;
  if (consciousness) return consciousnessCodings[consciousness].text;
  const french = (n: number | null) => (n === null ? '?' : String(n).replace('.', ','));
  return value === null
    ? (text ?? '?')
    : [second === null ? french(value) : `${french(value)}/${french(second)}`, printUnit(unit ?? '')]
        .filter(Boolean)
        .join(' ');
}

type Apply = (observation: Observation, measure: Measure, subject: VitalsSubject) => Observation;

/**
 * Reads, checks the versions, writes everything with If-Match. When a *computed* value changed meanwhile the whole is
 * tried again on what is there now; when a value the person looked at changed, it is refused.
 */
async function change(
  ctx: WriteContext,
  { key, setKey }: { key: string; setKey?: string | undefined },
  versions: ReadonlyMap<string, string>,
  apply: Apply,
): Promise<WrittenView> {
  const plan = async (transaction: ChartTransaction): Promise<void> => {
    const current = await readOwn(ctx, [...versions.keys()]);
    if (current.some((o) => o.meta?.versionId !== versions.get(o.id ?? ''))) throw changedMeanwhile();
    if (setKey !== undefined && current.some((o) => setKeyOf(o) !== setKey))
      refuse([{ path: ['setKey'], reason: 'other-set' }]);
    const related = await ctx.fhir.batchSearch([
      ...subjectSearches(ctx.patientId),
      ...relatedSearches(ctx.patientId, current),
    ]);
    const subject = await readSubject(ctx, related, new Date().toISOString());
    const others = related.slice(subjectSearches(ctx.patientId).length);
    if (setKey !== undefined && standingOf(setKey, others, subject).some((id) => !versions.has(id)))
      throw changedMeanwhile();
    const changed = current.map((o) => {
      const measure = readMeasure(o, subject);
      if (!measure) refuse([{ path: ['changes', o.id ?? ''], reason: 'not-a-vital-sign' }]);
      return apply(o, measure, subject);
    });
    for (const o of changed) transaction.update(o, versions.get(o.id ?? '') ?? '');
    for (const { observation, version } of await updateDerived(
      ctx,
      changed,
      others,
      subject,
      performerOf(ctx),
    ))
      if (version === null) transaction.createOnce(observation);
      else transaction.update(observation, version);
  };
  // a score rests on values that the other one changes, and that this one only reads
  const written = await oneAtATime(ctx.services.locks, `vitals:${ctx.patientId}`, () =>
    ctx.write({ key, plan, tries: 3 }),
  );
  // judged by what is known of the person now, the correction included
  return answerOf(ctx, written, await subjectNow(ctx));
}

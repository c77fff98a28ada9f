import type { Bundle, Observation, Practitioner, Reference } from '@medplum/fhirtypes';
import type { FhirError } from '@keneyapp/fhir-client';
import type { Circumstances } from './build-observation.ts';
import { measureOf, setSystem } from '@keneyapp/fhir-model/vital-codes';
import { ageMonthsAt } from '@keneyapp/fhir-model/observation/sign';
import { readMeasure } from '@keneyapp/fhir-model/vital-sign';
import { buildBmi, buildNews2, membersOf, type Members } from './derive.ts';
import { resources, type Search } from './subject.ts';
import type { VitalsSubject } from './view.ts';
import { observationId, readOwn, withChangeNote, type WriteContext } from './write.ts';
import { referenceTo, patientReference } from '@keneyapp/fhir-model/references';

/** The set it was recorded in. */
export const setKeyOf = (o: Observation) => o.identifier?.find((i) => i.system === setSystem)?.value ?? null;

/** What stands or falls with these Observations: the rest of their sets, and what says it was derived from them. */
export function relatedSearches(patientId: string, observations: readonly Observation[]): Search[] {
  const patient = patientReference(patientId);
  const keys = [...new Set(observations.map(setKeyOf).filter((k) => k !== null))];
  return [
    {
      type: 'Observation',
      params: {
        patient,
        'derived-from': observations.map((o) => `Observation/${o.id}`).join(','),
        _count: 200,
      },
    },
    ...keys.map((key): Search => ({
      type: 'Observation',
      params: { patient, identifier: `${setSystem}|${key}`, _count: 50 },
    })),
  ];
}

/** Ids of what was measured in a set and still stands; what is computed of it follows by itself. */
export function standingOf(
  setKey: string,
  related: readonly (Bundle | FhirError)[],
  subject: VitalsSubject,
): string[] {
  return related
    .flatMap((answer) => resources<Observation>(answer))
    .filter((o) => setKeyOf(o) === setKey)
    .flatMap((o) => {
      const measure = readMeasure(o, subject);
      return measure && !measure.isDerived && measure.state !== 'entered-in-error'
        ? [measure.observationId]
        : [];
    });
}

/** `version` null: it is there for the first time. */
export interface DerivedUpdate {
  observation: Observation;
  version: string | null;
}

/** What brings every score and index in line with `changed`. */
export async function updateDerived(
  ctx: WriteContext,
  changed: readonly Observation[],
  related: readonly (Bundle | FhirError)[],
  subject: VitalsSubject,
  performer: Reference<Practitioner>,
): Promise<DerivedUpdate[]> {
  const now = new Map(
    related.flatMap((answer) => resources<Observation>(answer)).map((o) => [o.id ?? '', o]),
  );
  for (const o of changed) now.set(o.id ?? '', o);
  const ids = new Set(changed.map((o) => o.id));
  const derived = [...now.values()].filter((o) => isDerived(o) && !ids.has(o.id));
  await addSources(ctx, derived, now);

  const changes = derived.flatMap((old) => again(old, now, subject, performer, ctx));
  const keys = [...new Set(changed.map(setKeyOf).filter((k) => k !== null))];
  return [...changes, ...keys.flatMap((key) => firstTime(key, now, changed, subject, performer, ctx))];
}

/** Sources outside the set, such as the height of an earlier one. */
async function addSources(
  ctx: WriteContext,
  derived: readonly Observation[],
  now: Map<string, Observation>,
): Promise<void> {
  const missing = [
    ...new Set(
      derived
        .flatMap((o) => o.derivedFrom ?? [])
        .flatMap((r) => referenceTo(['Observation'], r.reference)?.split('/')[1] ?? []),
    ),
  ].filter((id) => !now.has(id));
  if (missing.length > 0) for (const o of await readOwn(ctx, missing)) now.set(o.id ?? '', o);
}

/** An Observation that is there already: new value, or taken back when it can no longer be computed. */
function again(
  old: Observation,
  now: Map<string, Observation>,
  subject: VitalsSubject,
  performer: Reference<Practitioner>,
  ctx: WriteContext,
): DerivedUpdate[] {
  const key = setKeyOf(old);
  const inSet = key === null ? [] : [...now.values()].filter((o) => setKeyOf(o) === key);
  const sources = (old.derivedFrom ?? []).flatMap(
    (r) => now.get((r.reference ?? '').replace('Observation/', '')) ?? [],
  );
  const members = membersOf([...sources, ...inSet], subject);
  const built = build(old, members, subject, performer, key);
  if (!built)
    return old.status === 'entered-in-error'
      ? []
      : [
          over(
            old,
            withChangeNote({ ...old, status: 'entered-in-error' }, 'Valeur source modifiée ou retirée', ctx),
          ),
        ];
  if (old.status !== 'entered-in-error' && sameValue(old, built)) return [];
  const next: Observation = {
    ...old,
    valueQuantity: built.valueQuantity,
    interpretation: built.interpretation,
    component: built.component,
    derivedFrom: built.derivedFrom,
    status: 'corrected',
  } as Observation;
  return [over(old, withChangeNote(clean(next), 'Recalculé après correction', ctx))];
}

const over = (old: Observation, observation: Observation): DerivedUpdate => ({
  observation,
  version: old.meta?.versionId ?? '',
});

/** What can be computed only now, because the correction brought the missing value. */
function firstTime(
  key: string,
  now: Map<string, Observation>,
  changed: readonly Observation[],
  subject: VitalsSubject,
  performer: Reference<Practitioner>,
  ctx: WriteContext,
): DerivedUpdate[] {
  const inSet = [...now.values()].filter((o) => setKeyOf(o) === key);
  const sample = changed.find((o) => setKeyOf(o) === key);
  if (!sample) return [];
  const members = membersOf(inSet, subject);
  const at = circumstances(sample, key, performer, ctx.patientId, subject);
  return [
    inSet.some((o) => measureOf(o.code) === 'news2')
      ? null
      : buildNews2(members, subject, subject.spo2Scale, at),
    inSet.some((o) => measureOf(o.code) === 'bmi') ? null : buildBmi(members, subject, at),
  ].flatMap((o) => (o ? [{ observation: o, version: null }] : []));
}

function build(
  old: Observation,
  members: Members,
  subject: VitalsSubject,
  performer: Reference<Practitioner>,
  key: string | null,
): Observation | null {
  const at = circumstances(old, key, performer, subject.patientId, subject);
  if (measureOf(old.code) === 'bmi') return buildBmi(members, subject, at);
  return buildNews2(members, subject, readMeasure(old, subject)?.news2?.spo2Scale ?? subject.spo2Scale, at);
}

function circumstances(
  sample: Observation,
  key: string | null,
  performer: Reference<Practitioner>,
  patientId: string,
  subject: VitalsSubject,
): Circumstances {
  const takenAt = sample.effectiveDateTime ?? '';
  return {
    patientId,
    key,
    takenAt,
    performer,
    note: null,
    encounter: sample.encounter ?? null,
    idOf: (name) => observationId(patientId, key ?? sample.id ?? '', name),
    person: { ageMonths: ageMonthsAt(subject.birthDate, takenAt), spo2Scale: subject.spo2Scale },
  };
}

const isDerived = (o: Observation) => ['news2', 'bmi'].includes(measureOf(o.code) ?? '');

function sameValue(a: Observation, b: Observation): boolean {
  const parts = (o: Observation) =>
    JSON.stringify([
      o.valueQuantity?.value,
      o.component?.map((c) => [c.code.coding?.[0]?.code, c.valueQuantity?.value]),
      o.derivedFrom?.map((r) => r.reference).sort(),
    ]);
  return parts(a) === parts(b);
}

/** FHIR has no empty members. */
function clean(o: Observation): Observation {
  return JSON.parse(JSON.stringify(o)) as Observation;
}

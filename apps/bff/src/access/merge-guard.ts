import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { sameJson } from '@keneyapp/fhir-client/json';
import { differingTraits, insSystems, type StrictTraits } from '@keneyapp/clinical';
import {
  leadingPatient,
  matriculeOf,
  replacedBy,
  replacedIds,
  unmergedPair,
  type MergedPair,
} from '@keneyapp/fhir-model/identity-merge';
import { readTraits } from '@keneyapp/fhir-model/identity-traits';
import { readState } from '@keneyapp/fhir-model/identity-write';
import { differsInReferences, pointersTo } from '@keneyapp/fhir-model/moved-references';
import { patientReference } from '@keneyapp/fhir-model/references';
import { systems } from '@keneyapp/fhir-model/systems';
import type { Bundle, BundleEntry, Identifier, Patient, Resource } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import { readAll } from '../merging/find-referring.ts';
import { DeniedError } from './denied.ts';
import { tellsOf } from './guarded-fhir.ts';
import { identityElements } from './identity-guard.ts';

/** What is done to two records: made one, followed by what arrived late, or taken apart as they were. */
export type MergeStep = { kind: 'merge' } | { kind: 'follow' } | { kind: 'undo'; pair: MergedPair };
export interface MergeView {
  kept: string;
  other: string;
  step: MergeStep;
  /** Who writes, as the record knows them. */
  fhirUser: string | null;
  /** With the rights of the BFF itself. */
  fhir: Pick<FhirClient, 'batchSearch'>;
  now: Date;
}

/**
 * What makes two records of one person one: both Patients, who did it, and resources that are what is stored but for
 * references to the one that now name the other. So a merge writes no word, no label and no other reference of any chart, and
 * is no way to write one. Throws (403) for what may not be written.
 */
export async function acceptedMerge(view: MergeView, bundle: Bundle): Promise<Bundle> {
  const { kept, other, step, fhirUser, fhir } = view;
  if (fhirUser === patientReference(kept) || fhirUser === patientReference(other)) throw denied('own-record');
  const entries = (bundle.entry ?? []).flatMap((entry) => writtenIn(entry, bundle));
  const stored = await storedOf(fhir, entries);
  const [from, to] = step.kind === 'undo' ? [kept, other] : [other, kept];
  const patients = new Map<string, { written: Patient; stored: Patient }>();
  for (const { resource, version } of entries) {
    const there = stored.get(keyOf(resource));
    if (!there) throw new FhirError(412, null, 'not-there');
    // what has another version by now the server refuses by its `If-Match`
    if (there.meta?.versionId !== version) throw new FhirError(412, null, 'changed');
    if (resource.resourceType === 'Patient' && there.resourceType === 'Patient') {
      if (step.kind === 'follow') throw denied('other-part');
      patients.set(resource.id ?? '', { written: resource, stored: there });
    } else if (!differsInReferences(there, resource, from, to)) throw denied('other-part');
    // half of a resource would stay behind
    else if (step.kind !== 'undo' && pointersTo(resource, from).length > 0) throw denied('other-part');
  }
  const [ofKept, ofOther] = [patients.get(kept), patients.get(other)];
  if (patients.size > 0 && (patients.size !== 2 || !ofKept || !ofOther)) throw denied('other-chart');
  if (ofKept && ofOther) {
    if (step.kind === 'merge') refuseOtherMerge(ofKept, ofOther, view.now);
    else if (step.kind === 'undo') refuseOtherUndoing(ofKept, ofOther, step.pair);
  } else if (step.kind === 'merge') throw denied('other-chart');
  if (step.kind === 'follow') await refuseUnlessLeading(view);
  return bundle;
}

/** What leads on no more is somebody else's chart. */
async function refuseUnlessLeading({ kept, other, fhir }: MergeView): Promise<void> {
  const key = patientReference(other);
  const leading = (await readAll(fhir, [key])).get(key);
  if (leading?.resourceType !== 'Patient' || replacedBy(leading) !== kept) throw denied('other-chart');
}

interface Written {
  resource: Resource;
  version: string;
}

function writtenIn({ resource, request }: BundleEntry, bundle: Bundle): Written[] {
  if (!resource || request?.method !== 'PUT') throw denied('other-chart');
  if (resource.resourceType === 'Provenance') {
    if (request.ifMatch !== undefined || !tellsOf(resource, bundle)) throw denied('other-chart');
    return [];
  }
  const version = /^W\/"(.+)"$/.exec(request.ifMatch ?? '')?.[1];
  // nothing is made by a merge
  if (version === undefined || resource.resourceType === 'AuditEvent') throw denied('other-chart');
  return [{ resource, version }];
}

function storedOf(
  fhir: MergeView['fhir'],
  entries: readonly Written[],
): Promise<ReadonlyMap<string, Resource>> {
  return readAll(
    fhir,
    entries.map(({ resource }) => keyOf(resource)),
  );
}

type Pair = { written: Patient; stored: Patient };

function refuseOtherMerge(kept: Pair, other: Pair, now: Date): void {
  for (const { stored } of [kept, other])
    if (replacedBy(stored) !== null || stored.active === false) throw denied('already-merged');
  if (replacedIds(other.stored).length > 0) throw denied('already-merged');
  const [own, theirs] = [matriculeOf(kept.stored, now), matriculeOf(other.stored, now)];
  if (own && theirs && own.matricule !== theirs.matricule) throw denied('two-matricules');
  if (!isSame(other.written, leadingPatient(other.stored, kept.stored))) throw denied('other-part');
  refuseOtherWords(kept, other, now);
}

/** Of the kept record what both are united in, and traits that one of them has. */
function refuseOtherWords({ written, stored }: Pair, { stored: other }: Pair, now: Date): void {
  const elements = new Set([...Object.keys(written), ...Object.keys(stored)]);
  for (const element of elements) {
    if (identityElements.has(element) || united.has(element)) continue;
    if (!sameJson(valueOf(written, element), valueOf(stored, element))) throw denied('other-part');
  }
  const links = [...(stored.link ?? []), ...leadingBack(other)];
  if (!sameJson(written.link, links)) throw denied('other-part');
  refuseNone(written.generalPractitioner, stored.generalPractitioner, other.generalPractitioner);
  for (const part of ['security', 'tag'] as const)
    refuseNone(written.meta?.[part], stored.meta?.[part], other.meta?.[part]);
  refuseOtherNumbers(written, stored, other);
  const [traits, own, theirs] = [written, stored, other].map((one) => readTraits(one, now)) as [
    StrictTraits,
    StrictTraits,
    StrictTraits,
  ];
  const foreign = new Set(differingTraits(traits, theirs));
  if (differingTraits(traits, own).some((field) => foreign.has(field))) throw denied('other-part');
  const { status } = readState(written);
  // who was trusted was written as they are now, and had the matricule
  const isProven = [stored, other].some(
    (one) =>
      readState(one).status === status &&
      differingTraits(traits, readTraits(one, now)).length === 0 &&
      sameJson(matriculeOf(one, now), matriculeOf(written, now)),
  );
  const isTrusted = status === 'QUAL' || status === 'RECUP';
  if ((isTrusted || matriculeOf(written, now) !== null) && !(isTrusted && isProven))
    throw denied('unproven-ins');
}

const united = new Set(['meta', 'generalPractitioner', 'link']);
const leadingBack = ({ id = '' }: Patient): Patient['link'] & object => [
  { other: { reference: patientReference(id) }, type: 'replaces' },
];

/** Everything of either, and nothing else: what would be missing opens what was hidden, what would come closes or opens more. */
function refuseNone(
  written: readonly unknown[] = [],
  kept: readonly unknown[] = [],
  other: readonly unknown[] = [],
): void {
  const names = (list: readonly unknown[]) => new Set(list.map(nameOf));
  const [there, wanted] = [names(written), names([...kept, ...other])];
  if (there.size !== wanted.size || [...wanted].some((name) => !there.has(name))) throw denied('other-part');
}
const nameOf = (item: unknown): string => {
  const { reference, system, code } = item as { reference?: string; system?: string; code?: string };
  return reference === undefined && code === undefined
    ? JSON.stringify(item)
    : JSON.stringify([reference, system, code]);
};

/** Numbers stay, and none comes that neither had; the other's hospital numbers are old ones, so that nobody is called by them. */
function refuseOtherNumbers(written: Patient, kept: Patient, other: Patient): void {
  const numberOf = ({ system, value }: Identifier) => `${system ?? ''}|${value ?? ''}`;
  const numbers = (patient: Patient) => new Set((patient.identifier ?? []).map(numberOf));
  const [there, own, theirs] = [written, kept, other].map(numbers) as [Set<string>, Set<string>, Set<string>];
  if ([...there].some((one) => !own.has(one) && !theirs.has(one))) throw denied('hospital-number');
  const isMissing = (one: Identifier) => !there.has(numberOf(one));
  if (kept.identifier?.some(isMissing)) throw denied('hospital-number');
  if (other.identifier?.some((one) => !matricules.has(one.system ?? '') && isMissing(one)))
    throw denied('hospital-number');
  const inUse = (patient: Patient) =>
    (patient.identifier ?? []).filter(({ system, use }) => system === systems.ipp && use !== 'old');
  if (!sameJson(inUse(written), inUse(kept))) throw denied('hospital-number');
}
const matricules = new Set<string>(Object.values(insSystems));

function refuseOtherUndoing(kept: Pair, other: Pair, pair: MergedPair): void {
  const expected = unmergedPair(pair, { kept: kept.stored, other: other.stored });
  if (!isSame(kept.written, expected.kept) || !isSame(other.written, expected.other))
    throw denied('other-part');
}

/** But for what a server says of a version. */
function isSame(one: Patient, other: Patient): boolean {
  const bare = ({ meta, ...rest }: Patient) => {
    const { versionId: _version, lastUpdated: _at, ...said } = meta ?? {};
    return { ...rest, meta: said };
  };
  return sameJson(bare(one), bare(other));
}

const valueOf = (resource: Resource, element: string): unknown =>
  (resource as unknown as Record<string, unknown>)[element];
const keyOf = ({ resourceType, id = '' }: Resource): string => `${resourceType}/${id}`;

type Reason =
  | 'other-chart'
  | 'other-part'
  | 'own-record'
  | 'hospital-number'
  | 'unproven-ins'
  | 'already-merged'
  | 'two-matricules';
const denied = (reason: Reason): TRPCError =>
  new TRPCError({ code: 'FORBIDDEN', message: 'denied', cause: new DeniedError(reason) });

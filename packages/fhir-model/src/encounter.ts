import type { CodeableConcept, Encounter, EncounterLocation, Reference, Resource } from '@medplum/fhirtypes';
import { codedOrNull, oneOf } from './coded.ts';
import { date, epochMs, isOver } from './dates.ts';
import { words } from './text.ts';
import { versionOf } from './bundles.ts';
import { nameBehind } from './names.ts';
import { isRuledOut } from './problem.ts';
import type { Lookup } from './references.ts';
import type { Coded } from './shapes.ts';

/** Where somebody is or was: service, then room, then bed, as far as recorded. */
export interface PatientLocation {
  service: string | null;
  room: string | null;
  bed: string | null;
  text: string | null;
}

export interface EncounterRow {
  id: string;
  version: string | null;
  status:
    | 'planned'
    | 'arrived'
    | 'triaged'
    | 'in-progress'
    | 'onleave'
    | 'finished'
    | 'cancelled'
    | 'entered-in-error'
    | 'unknown';
  /** v3-ActCode: AMB, EMER, IMP, ACUTE, HH, VR, SS, …; null when not recorded. */
  class: string | null;
  type: Coded | null;
  start: string | null;
  end: string | null;
  /** Minutes between start and end, or from start until now while it lasts; null when unknown. */
  lengthMinutes: number | null;
  isCurrent: boolean;
  reasons: Coded[];
  diagnoses: Coded[];
  place: PatientLocation | null;
  organization: string | null;
  practitioners: { name: string; role: Coded | null }[];
  dischargeTo: Coded | null;
}

const statuses = [
  'planned',
  'arrived',
  'triaged',
  'in-progress',
  'onleave',
  'finished',
  'cancelled',
  'entered-in-error',
  'unknown',
] as const;
/** Here now, or on leave from here. */
export const currentStatuses = ['arrived', 'triaged', 'in-progress', 'onleave'] as const;

/** Visits have no bed: a consultation, a visit at home, a call. */
const visits = ['AMB', 'HH', 'VR'];
const longestStayDays = 366;

/** In the house now: a stay that is no visit, has begun, and is not one that nobody ended a year ago. */
export function isInHouse(row: EncounterRow, now: Date): boolean {
  if (!row.isCurrent || visits.includes(row.class ?? '')) return false;
  const begun = Date.parse(row.start ?? '');
  return !(begun > now.getTime()) && !(now.getTime() - begun > longestStayDays * 86_400_000);
}

/** Stays under way, with their places: banner and summary ask for them in the same words, so that both are one question. */
export const currentStaysSearch = (patient: string) => ({
  type: 'Encounter' as const,
  params: {
    patient,
    status: currentStatuses.join(','),
    _sort: '-date',
    _count: 5,
    _include: 'Encounter:location',
    '_include:iterate': 'Location:partof',
  },
});

export function readEncounter(encounter: Encounter, lookup: Lookup, now: Date): EncounterRow {
  const status = oneOf(statuses, encounter.status) ?? 'unknown';
  const start = date(encounter.period?.start);
  const end = date(encounter.period?.end);
  const isCurrent = oneOf(currentStatuses, status) !== null && !isOver(end, now);
  const minutes =
    start === null || start.length <= 10 || (!isCurrent && (end === null || end.length <= 10))
      ? null
      : Math.round(((end === null || isCurrent ? now.getTime() : epochMs(end)) - epochMs(start)) / 60_000);
  return {
    id: encounter.id ?? '',
    version: versionOf(encounter),
    status,
    class: encounter.class?.code ?? null,
    type: encounter.type?.map(codedOrNull).find((t) => t !== null) ?? codedOrNull(encounter.serviceType),
    start,
    end,
    lengthMinutes: minutes !== null && minutes >= 0 ? minutes : null,
    isCurrent,
    reasons: unique([
      ...(encounter.reasonCode ?? []).flatMap((r) => codedOrNull(r) ?? []),
      ...behind(encounter.reasonReference, lookup, encounter),
    ]),
    diagnoses: unique((encounter.diagnosis ?? []).flatMap((d) => behind([d.condition], lookup, encounter))),
    place: placeOf(encounter, lookup),
    organization: nameBehind(encounter.serviceProvider, lookup, encounter),
    practitioners: practitionersOf(encounter, lookup),
    dischargeTo: codedOrNull(encounter.hospitalization?.dischargeDisposition),
  };
}

function practitionersOf(encounter: Encounter, lookup: Lookup): EncounterRow['practitioners'] {
  const people = new Map<string, Coded | null>();
  for (const { individual, type } of encounter.participant ?? []) {
    const name = nameBehind(individual, lookup, encounter);
    if (name !== null && !people.has(name))
      people.set(name, type?.map(roleOf).find((t) => t !== null) ?? null);
  }
  return [...people].map(([name, role]) => ({ name, role }));
}

/** HL7's own words (`attender`) are for machines: the web has its own for the code. */
export function roleOf(type: CodeableConcept): Coded | null {
  const role = codedOrNull(type);
  return role && !type.text && role.codes.some((c) => c.system.endsWith('/v3-ParticipationType'))
    ? { ...role, text: null }
    : role;
}

function behind(
  references: (Reference | undefined)[] | undefined,
  lookup: Lookup,
  holder: Resource,
): Coded[] {
  return (references ?? []).flatMap((reference) => {
    const target = lookup(reference, holder);
    if (target?.resourceType === 'Condition' && isRuledOut(target)) return [];
    const found =
      target && 'code' in target && typeof target.code === 'object'
        ? codedOrNull(target.code as CodeableConcept)
        : null;
    return found ?? (reference?.display ? { text: reference.display, codes: [] } : []);
  });
}

const unique = (all: Coded[]): Coded[] => all.filter((c, i) => all.findIndex((d) => d.text === c.text) === i);

/** The place in force: the active one, else the last. */
function placeOf(encounter: Encounter, lookup: Lookup): PatientLocation | null {
  const stays = encounter.location ?? [];
  const stay =
    stays.find((s) => s.status === 'active') ??
    stays.findLast((s) => s.period?.end === undefined && s.status !== 'planned') ??
    stays.at(-1);
  const place = stay ? placeBehind(stay, encounter, lookup) : noPlace();
  place.service ??= words(encounter.serviceType?.text) ?? words(encounter.serviceType?.coding?.[0]?.display);
  return (place.service ?? place.room ?? place.bed ?? place.text) ? place : null;
}

const noPlace = (): PatientLocation => ({ service: null, room: null, bed: null, text: null });

/** One place of a stay. A bed tells its room and ward when these came along. */
export function placeBehind(stay: EncounterLocation, encounter: Encounter, lookup: Lookup): PatientLocation {
  const place = noPlace();
  let reference: Reference | undefined = stay.location;
  let holder: Resource = encounter;
  for (let depth = 0; reference && depth < 5; depth += 1) {
    const location: Resource | undefined = lookup(reference, holder);
    const name = nameBehind(reference, lookup, holder);
    const kind = (
      location?.resourceType === 'Location'
        ? location.physicalType
        : depth === 0
          ? stay.physicalType
          : undefined
    )?.coding?.[0]?.code;
    if (depth === 0) place.text = name;
    if (kind === 'bd') place.bed ??= name;
    else if (kind === 'ro') place.room ??= name;
    else if (kind === 'wa' || kind === 'wi' || kind === 'lvl') place.service ??= name;
    reference = location?.resourceType === 'Location' ? location.partOf : undefined;
    holder = location ?? holder;
  }
  // `Chambre 201, lit 1` beside `Chambre 201` is said twice
  if (place.bed && place.room && place.bed.startsWith(place.room))
    place.bed = place.bed.slice(place.room.length).replace(/^[\s,–-]+/, '') || place.bed;
  return place;
}

import type { Encounter } from '@medplum/fhirtypes';
import { codedOrNull, oneOf } from './coded.ts';
import { date, epochMs } from './dates.ts';
import { placeBehind, readEncounter, roleOf, type EncounterRow, type PatientLocation } from './encounter.ts';
import { nameBehind } from './names.ts';
import { certaintyOf, type Problem } from './problem.ts';
import { allCoded, codedBehind } from './reasons.ts';
import { idOf, referenceKey, type Lookup } from './references.ts';
import type { Coded } from './shapes.ts';
import { words } from './text.ts';

/** One place of a stay, and when; either end may be unknown. */
interface Movement {
  place: PatientLocation;
  status: 'planned' | 'active' | 'reserved' | 'completed' | null;
  start: string | null;
  end: string | null;
}

/** Everything an Encounter says of a stay or a visit. */
export interface Stay extends EncounterRow {
  /** As recorded, the earliest first. */
  movements: Movement[];
  /** Each person in each role, with the time of it where that is said. */
  people: { name: string; roles: Coded[]; start: string | null; end: string | null }[];
  /** `use`: what the diagnosis was for (admission, discharge, billing); `condition`: id of the Condition, when it is one. */
  findings: ({ name: Coded; use: Coded | null; rank: number | null; condition: string | null } & Pick<
    Problem,
    'verification' | 'verificationText'
  >)[];
  types: Coded[];
  serviceType: Coded | null;
  priority: Coded | null;
  admission: { source: Coded | null; origin: string | null; readmission: Coded | null };
  discharge: { to: Coded | null; destination: string | null };
  /** Diets, courtesies and arrangements that were asked for. */
  needs: Coded[];
  states: { status: EncounterRow['status']; start: string | null; end: string | null }[];
  classes: { class: string | null; start: string | null; end: string | null }[];
  /** Id of the stay this one is part of. */
  partOf: string | null;
  /** Numbers of the stay, as recorded. */
  numbers: string[];
}

const movementStatuses = ['planned', 'active', 'reserved', 'completed'] as const;
const stayStatuses = [
  'planned',
  'arrived',
  'triaged',
  'in-progress',
  'onleave',
  'finished',
  'cancelled',
  'entered-in-error',
] as const;

export function readStay(encounter: Encounter, lookup: Lookup, now: Date): Stay {
  const { hospitalization } = encounter;
  return {
    ...readEncounter(encounter, lookup, now),
    movements: movementsOf(encounter, lookup),
    people: (encounter.participant ?? []).flatMap(({ individual, type, period }) => {
      const name = nameBehind(individual, lookup, encounter);
      const roles = (type ?? []).flatMap((one) => roleOf(one) ?? []);
      return name === null ? [] : [{ name, roles, ...spanOf(period) }];
    }),
    findings: (encounter.diagnosis ?? []).flatMap(({ condition, use, rank }) => {
      const [name] = codedBehind([condition], lookup, encounter);
      const target = lookup(condition, encounter);
      const certainty =
        target?.resourceType === 'Condition'
          ? certaintyOf(target)
          : { verification: null, verificationText: null };
      const isCondition = referenceKey(condition?.reference ?? '')?.startsWith('Condition/');
      return name && certainty.verification !== 'entered-in-error'
        ? [
            {
              name,
              use: codedOrNull(use),
              rank: rank ?? null,
              condition: isCondition ? idOf(condition) : null,
              ...certainty,
            },
          ]
        : [];
    }),
    types: allCoded(encounter.type),
    serviceType: codedOrNull(encounter.serviceType),
    priority: codedOrNull(encounter.priority),
    admission: {
      source: codedOrNull(hospitalization?.admitSource),
      origin: nameBehind(hospitalization?.origin, lookup, encounter),
      readmission: codedOrNull(hospitalization?.reAdmission),
    },
    discharge: {
      to: codedOrNull(hospitalization?.dischargeDisposition),
      destination: nameBehind(hospitalization?.destination, lookup, encounter),
    },
    needs: [
      ...allCoded(hospitalization?.dietPreference),
      ...allCoded(hospitalization?.specialCourtesy),
      ...allCoded(hospitalization?.specialArrangement),
    ],
    states: (encounter.statusHistory ?? []).map(({ status, period }) => ({
      status: oneOf(stayStatuses, status) ?? 'unknown',
      ...spanOf(period),
    })),
    classes: (encounter.classHistory ?? []).map((one) => ({
      class: one.class?.code ?? null,
      ...spanOf(one.period),
    })),
    partOf: idOf(encounter.partOf),
    numbers: (encounter.identifier ?? []).flatMap(({ value }) => words(value) ?? []),
  };
}

const spanOf = (period: { start?: string; end?: string } | undefined) => ({
  start: date(period?.start),
  end: date(period?.end),
});

/** Those whose beginning nobody wrote down stay where they were recorded, before the others. */
function movementsOf(encounter: Encounter, lookup: Lookup): Movement[] {
  return (encounter.location ?? [])
    .map((one) => ({
      place: placeBehind(one, encounter, lookup),
      status: oneOf(movementStatuses, one.status),
      ...spanOf(one.period),
    }))
    .filter(({ place }) => Boolean(place.service ?? place.room ?? place.bed ?? place.text))
    .sort((a, b) => {
      const [x, y] = [epochMs(a.start), epochMs(b.start)];
      return x === y ? 0 : x - y;
    });
}

import type { CodeableConcept, Procedure } from '@medplum/fhirtypes';
import { absenceOf, type Absence, type Statement } from './absence.ts';
import { versionOf } from './bundles.ts';
import { coded, codedOrNull, oneOf } from './coded.ts';
import { latestFirst, whenOf } from './dates.ts';
import { nameBehind } from './names.ts';
import { allCoded, codedBehind, reasonsOf } from './reasons.ts';
import { referenceKey, type Lookup } from './references.ts';
import type { Coded, When } from './shapes.ts';
import { systems } from './systems.ts';
import { notes } from './text.ts';

const statuses = [
  'preparation',
  'in-progress',
  'not-done',
  'on-hold',
  'stopped',
  'completed',
  'entered-in-error',
  'unknown',
] as const;

export interface ProcedureRow {
  id: string;
  /** Version, for `If-Match`. */
  version: string | null;
  name: Coded;
  status: (typeof statuses)[number];
  /** Why it was not done, stopped or put off. */
  statusReason: Coded | null;
  category: Coded | null;
  /** Said to be surgery (SNOMED CT 387713003); nothing is guessed from code or name. */
  isSurgery: boolean;
  /** Set where this is no procedure but a statement that there was none, or that nobody knows. */
  absence: Absence | null;
  performed: When | null;
  performers: { name: string; role: Coded | null }[];
  location: string | null;
  bodySites: Coded[];
  reasons: Coded[];
  outcome: Coded | null;
  complications: Coded[];
  followUp: Coded[];
  /** What was used, implanted, taken out: as it is called, with what was done to it. */
  devices: { name: Coded; action: Coded | null }[];
  /** The patient said so. */
  isTold: boolean;
  recorder: string | null;
  note: string | null;
}

const surgical = '387713003';
/** How surgery is written. */
export const surgicalProcedure: CodeableConcept = {
  coding: [{ system: systems.snomed, code: surgical, display: 'Surgical procedure' }],
};

export function readProcedure(procedure: Procedure, lookup: Lookup): ProcedureRow {
  const category = codedOrNull(procedure.category);
  return {
    id: procedure.id ?? '',
    version: versionOf(procedure),
    name: coded(procedure.code),
    status: oneOf(statuses, procedure.status) ?? 'unknown',
    statusReason: codedOrNull(procedure.statusReason),
    category,
    isSurgery: category?.codes.some((c) => c.system === systems.snomed && c.code === surgical) ?? false,
    absence: absenceOf(procedure.code, 'procedure'),
    performed: whenOf({
      dateTime: procedure.performedDateTime,
      period: procedure.performedPeriod,
      age: procedure.performedAge,
      range: procedure.performedRange,
      text: procedure.performedString,
    }),
    performers: (procedure.performer ?? []).flatMap(({ actor, function: role }) => {
      const name = nameBehind(actor, lookup, procedure);
      return name === null ? [] : [{ name, role: codedOrNull(role) }];
    }),
    location: nameBehind(procedure.location, lookup, procedure),
    bodySites: allCoded(procedure.bodySite),
    reasons: reasonsOf(procedure.reasonCode, procedure.reasonReference, lookup, procedure),
    outcome: codedOrNull(procedure.outcome),
    complications: [
      ...allCoded(procedure.complication),
      ...codedBehind(procedure.complicationDetail, lookup, procedure),
    ],
    followUp: allCoded(procedure.followUp),
    devices: devicesOf(procedure, lookup),
    isTold: referenceKey(procedure.asserter?.reference ?? '')?.startsWith('Patient/') ?? false,
    recorder: nameBehind(procedure.recorder ?? procedure.asserter, lookup, procedure),
    note: notes(procedure.note),
  };
}

function devicesOf(procedure: Procedure, lookup: Lookup): ProcedureRow['devices'] {
  const named = (reference: Parameters<typeof nameBehind>[0]): Coded[] => {
    const name = nameBehind(reference, lookup, procedure);
    return name === null ? codedBehind([reference], lookup, procedure) : [{ text: name, codes: [] }];
  };
  return [
    ...(procedure.focalDevice ?? []).flatMap(({ manipulated, action }) =>
      named(manipulated).map((name) => ({ name, action: codedOrNull(action) })),
    ),
    ...[...allCoded(procedure.usedCode), ...(procedure.usedReference ?? []).flatMap(named)].map((name) => ({
      name,
      action: null,
    })),
  ];
}

export interface SortedProcedures {
  /** Latest first; those without a date last. What was begun and not ended is among them, with its status. */
  done: ProcedureRow[];
  planned: ProcedureRow[];
  notDone: ProcedureRow[];
  statements: Statement[];
}

const procedureDate = ({ performed }: ProcedureRow): string | null =>
  performed?.start ?? performed?.end ?? null;

export function sortProcedures(all: ProcedureRow[]): SortedProcedures {
  const valid = all.filter((p) => p.status !== 'entered-in-error').sort(latestFirst(procedureDate));
  const real = valid.filter((p) => p.absence === null);
  const planned = real.filter((p) => p.status === 'preparation'),
    notDone = real.filter((p) => p.status === 'not-done');
  const done = real.filter((p) => !planned.includes(p) && !notDone.includes(p));
  return {
    done,
    planned,
    notDone,
    statements: valid.flatMap((p): Statement[] =>
      p.absence && p.status !== 'not-done'
        ? [
            {
              id: p.id,
              version: p.version,
              name: p.name,
              absence: p.absence,
              recordedDate: procedureDate(p),
              recorder: p.recorder ?? p.performers[0]?.name ?? null,
              isContradicted: p.absence.says === 'none-known' && done.length > 0,
            },
          ]
        : [],
    ),
  };
}

import type { Immunization } from '@medplum/fhirtypes';
import { absenceOf, type Absence, type Statement } from './absence.ts';
import { coded, codedOrNull, oneOf } from './coded.ts';
import { date, latestFirst } from './dates.ts';
import { amount } from './quantity.ts';
import { notes, words } from './text.ts';
import { versionOf } from './bundles.ts';
import { nameBehind } from './names.ts';
import type { Lookup } from './references.ts';
import type { Amount, Coded } from './shapes.ts';

/** One schedule a dose counts for: its number in the series, how many there are, against what. */
export interface Protocol {
  series: string | null;
  doseNumber: string | null;
  doseTotal: string | null;
  targets: Coded[];
}

export interface ImmunizationRow {
  id: string;
  version: string | null;
  vaccine: Coded;
  status: 'completed' | 'not-done' | 'entered-in-error';
  statusReason: Coded | null;
  /** Given, but does not count as a dose: the cold chain broke, half of it was lost. */
  isSubpotent: boolean;
  subpotentReasons: Coded[];
  /** Set where this is no vaccination but a statement that there is none, or that nobody knows. */
  absence: Absence | null;
  date: string | null;
  /** Date in words when there is no date. */
  dateText: string | null;
  lotNumber: string | null;
  expirationDate: string | null;
  manufacturer: string | null;
  site: Coded | null;
  route: Coded | null;
  dose: Amount | null;
  /** Why it was given. */
  reasons: Coded[];
  /** What it counts for: a combined vaccine, or two schedules, has several. */
  protocols: Protocol[];
  performer: string | null;
  /** False when reported by somebody else than who gave it. */
  isPrimarySource: boolean | null;
  /** Where it was read or heard of, when somebody else gave it. */
  reportOrigin: Coded | null;
  reactions: string[];
  note: string | null;
}

export function readImmunization(immunization: Immunization, lookup: Lookup): ImmunizationRow {
  return {
    id: immunization.id ?? '',
    version: versionOf(immunization),
    vaccine: coded(immunization.vaccineCode),
    status: oneOf(['completed', 'not-done', 'entered-in-error'], immunization.status) ?? 'completed',
    statusReason: codedOrNull(immunization.statusReason),
    isSubpotent: immunization.isSubpotent === true,
    subpotentReasons: (immunization.subpotentReason ?? []).flatMap((r) => codedOrNull(r) ?? []),
    absence: absenceOf(immunization.vaccineCode, 'immunization'),
    date: date(immunization.occurrenceDateTime),
    dateText: words(immunization.occurrenceString),
    lotNumber: words(immunization.lotNumber),
    expirationDate: date(immunization.expirationDate),
    manufacturer: nameBehind(immunization.manufacturer, lookup, immunization),
    site: codedOrNull(immunization.site),
    route: codedOrNull(immunization.route),
    dose: amount(immunization.doseQuantity),
    reasons: (immunization.reasonCode ?? []).flatMap((r) => codedOrNull(r) ?? []),
    protocols: (immunization.protocolApplied ?? []).map((protocol) => ({
      series: words(protocol.series),
      doseNumber: number(protocol.doseNumberPositiveInt, protocol.doseNumberString),
      doseTotal: number(protocol.seriesDosesPositiveInt, protocol.seriesDosesString),
      targets: (protocol.targetDisease ?? []).flatMap((t) => codedOrNull(t) ?? []),
    })),
    performer:
      (immunization.performer ?? [])
        .map((p) => nameBehind(p.actor, lookup, immunization))
        .find((n) => n !== null) ?? null,
    isPrimarySource: immunization.primarySource ?? null,
    reportOrigin: codedOrNull(immunization.reportOrigin),
    reactions: (immunization.reaction ?? []).flatMap((r) => nameBehind(r.detail, lookup, immunization) ?? []),
    note: notes(immunization.note),
  };
}

const number = (integer: number | undefined, text: string | undefined): string | null =>
  integer === undefined ? words(text) : String(integer);

export interface SortedImmunizations {
  /** Latest first; what was not given is marked as such. */
  items: ImmunizationRow[];
  statements: Statement[];
}

export function sortImmunizations(all: ImmunizationRow[]): SortedImmunizations {
  const valid = all.filter((i) => i.status !== 'entered-in-error').sort(latestFirst((i) => i.date));
  const items = valid.filter((i) => i.absence === null);
  const isGiven = items.some((i) => i.status === 'completed');
  return {
    items,
    statements: valid.flatMap(
      ({ id, version, vaccine, absence, date: recordedDate, performer, status }): Statement[] =>
        absence && status === 'completed'
          ? [
              {
                id,
                version,
                name: vaccine,
                absence,
                recordedDate,
                recorder: performer,
                isContradicted: absence.says === 'none-known' && isGiven,
              },
            ]
          : [],
    ),
  };
}

import type { Immunization } from '@medplum/fhirtypes';
import { coded, codedOrNull, oneOf } from './coded.ts';
import { date } from './dates.ts';
import { amount } from './quantity.ts';
import { notes, words } from './text.ts';
import { versionOf } from './bundles.ts';
import { nameBehind } from './names.ts';
import type { Lookup } from './references.ts';
import type { Amount, Coded } from './shapes.ts';

export interface ImmunizationRow {
  id: string;
  version: string | null;
  vaccine: Coded;
  status: 'completed' | 'not-done' | 'entered-in-error';
  statusReason: Coded | null;
  date: string | null;
  /** Date in words when there is no date. */
  dateText: string | null;
  lotNumber: string | null;
  expirationDate: string | null;
  manufacturer: string | null;
  site: Coded | null;
  route: Coded | null;
  dose: Amount | null;
  /** Number in the series, and how many doses it has. */
  doseNumber: string | null;
  doseTotal: string | null;
  targets: Coded[];
  performer: string | null;
  /** False when reported by somebody else than who gave it. */
  isPrimarySource: boolean | null;
  reactions: string[];
  note: string | null;
}

export function readImmunization(immunization: Immunization, lookup: Lookup): ImmunizationRow {
  const protocol = immunization.protocolApplied?.[0];
  const number = (integer: number | undefined, text: string | undefined) =>
    integer === undefined ? words(text) : String(integer);
  return {
    id: immunization.id ?? '',
    version: versionOf(immunization),
    vaccine: coded(immunization.vaccineCode),
    status: oneOf(['completed', 'not-done', 'entered-in-error'], immunization.status) ?? 'completed',
    statusReason: codedOrNull(immunization.statusReason),
    date: date(immunization.occurrenceDateTime),
    dateText: words(immunization.occurrenceString),
    lotNumber: words(immunization.lotNumber),
    expirationDate: date(immunization.expirationDate),
    manufacturer: nameBehind(immunization.manufacturer, lookup, immunization),
    site: codedOrNull(immunization.site),
    route: codedOrNull(immunization.route),
    dose: amount(immunization.doseQuantity),
    doseNumber: number(protocol?.doseNumberPositiveInt, protocol?.doseNumberString),
    doseTotal: number(protocol?.seriesDosesPositiveInt, protocol?.seriesDosesString),
    targets: (protocol?.targetDisease ?? []).flatMap((t) => codedOrNull(t) ?? []),
    performer:
      (immunization.performer ?? [])
        .map((p) => nameBehind(p.actor, lookup, immunization))
        .find((n) => n !== null) ?? null,
    isPrimarySource: immunization.primarySource ?? null,
    reactions: (immunization.reaction ?? []).flatMap((r) => nameBehind(r.detail, lookup, immunization) ?? []),
    note: notes(immunization.note),
  };
}

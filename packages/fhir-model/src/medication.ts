import type {
  CodeableConcept,
  Medication,
  MedicationRequest,
  MedicationStatement,
  Reference,
  Resource,
} from '@medplum/fhirtypes';
import { codedOrNull, oneOf } from './coded.ts';
import { date, instant, isOver } from './dates.ts';
import { notes, words } from './text.ts';
import { versionOf } from './bundles.ts';
import { nameBehind } from './names.ts';
import type { Lookup } from './references.ts';
import { readDosages, type Dosage } from './dosage.ts';
import { medicationName } from './medication-name.ts';
import type { Coded } from './shapes.ts';

/** One line of treatment, whatever resource it comes from. Shown in the order of the NHS guidance: INN, brand, dose, route, timing, duration. */
export interface MedicationLine {
  id: string;
  version: string | null;
  source: 'request' | 'statement';
  /** Substance(s), international name; null when the record has only a product text: then show `name`. */
  inn: string | null;
  brand: string | null;
  /** `500 mg`, `50 mg / 12,5 mg`, as recorded. */
  strength: string | null;
  form: string | null;
  /** The whole as recorded; never empty unless the record names nothing at all. */
  name: Coded;
  status:
    | 'active'
    | 'on-hold'
    | 'cancelled'
    | 'completed'
    | 'entered-in-error'
    | 'stopped'
    | 'draft'
    | 'intended'
    | 'not-taken'
    | 'unknown';
  statusReason: Coded | null;
  /** Being taken now, as far as the record says (status and end). */
  isCurrent: boolean;
  intent: string | null;
  dosages: Dosage[];
  /** Start and end of the treatment as far as known. */
  start: string | null;
  end: string | null;
  authoredOn: string | null;
  prescriber: string | null;
  reason: Coded | null;
  note: string | null;
}

const requestStatuses = [
  'active',
  'on-hold',
  'cancelled',
  'completed',
  'entered-in-error',
  'stopped',
  'draft',
  'unknown',
] as const;
const statementStatuses = [
  'active',
  'completed',
  'entered-in-error',
  'intended',
  'stopped',
  'on-hold',
  'unknown',
  'not-taken',
] as const;
/** What counts as a treatment under way; a proposal or an option is none. */
export const currentStatuses = ['active', 'on-hold'] as const;
const noTreatment = ['proposal', 'option'];

export function readRequest(request: MedicationRequest, lookup: Lookup, now: Date): MedicationLine {
  const dosages = readDosages(request.dosageInstruction);
  const status = oneOf(requestStatuses, request.status) ?? 'unknown';
  const end = latest(dosages.map((d) => d.end));
  return {
    id: request.id ?? '',
    version: versionOf(request),
    source: 'request',
    ...medicationName(
      request.medicationCodeableConcept,
      medicationOf(request.medicationReference, lookup, request),
      request.medicationReference?.display,
      lookup,
    ),
    status,
    statusReason: codedOrNull(request.statusReason),
    intent: words(request.intent),
    isCurrent:
      oneOf(currentStatuses, status) !== null &&
      !noTreatment.includes(request.intent ?? '') &&
      !isOver(end, now),
    dosages,
    start: earliest(dosages.map((d) => d.start)) ?? date(request.authoredOn),
    end,
    authoredOn: date(request.authoredOn),
    prescriber: nameBehind(request.requester, lookup, request),
    reason: reasonOf(request.reasonCode, request.reasonReference, lookup, request),
    note: notes(request.note),
  };
}

export function readStatement(statement: MedicationStatement, lookup: Lookup, now: Date): MedicationLine {
  const dosages = readDosages(statement.dosage);
  const status = oneOf(statementStatuses, statement.status) ?? 'unknown';
  const end = date(statement.effectivePeriod?.end) ?? latest(dosages.map((d) => d.end));
  return {
    id: statement.id ?? '',
    version: versionOf(statement),
    source: 'statement',
    ...medicationName(
      statement.medicationCodeableConcept,
      medicationOf(statement.medicationReference, lookup, statement),
      statement.medicationReference?.display,
      lookup,
    ),
    status,
    statusReason: statement.statusReason?.map(codedOrNull).find((r) => r !== null) ?? null,
    intent: null,
    isCurrent: oneOf(currentStatuses, status) !== null && !isOver(end, now),
    dosages,
    start: date(statement.effectivePeriod?.start) ?? date(statement.effectiveDateTime),
    end,
    authoredOn: date(statement.dateAsserted),
    prescriber: nameBehind(statement.informationSource, lookup, statement),
    reason: reasonOf(statement.reasonCode, statement.reasonReference, lookup, statement),
    note: notes(statement.note),
  };
}

function medicationOf(
  reference: Reference | undefined,
  lookup: Lookup,
  holder: Resource,
): Medication | undefined {
  const target = lookup(reference, holder);
  return target?.resourceType === 'Medication' ? target : undefined;
}

function reasonOf(
  codes: CodeableConcept[] | undefined,
  references: Reference[] | undefined,
  lookup: Lookup,
  holder: Resource,
): Coded | null {
  const coded = codes?.map(codedOrNull).find((c) => c !== null);
  if (coded) return coded;
  for (const reference of references ?? []) {
    const target = lookup(reference, holder);
    if (target?.resourceType === 'Condition' || target?.resourceType === 'Observation')
      return codedOrNull(target.code);
    if (reference.display) return { text: reference.display, codes: [] };
  }
  return null;
}

const latest = (dates: (string | null)[]): string | null =>
  dates.includes(null) ? null : (dates.toSorted((a, b) => instant(b) - instant(a))[0] ?? null);
const earliest = (dates: (string | null)[]): string | null =>
  dates.filter((d) => d !== null).toSorted((a, b) => instant(a) - instant(b))[0] ?? null;

/** By name, as a prescription is read; what is on hold last. */
export function byName(a: MedicationLine, b: MedicationLine): number {
  return (
    Number(a.status === 'on-hold') - Number(b.status === 'on-hold') ||
    (a.inn ?? a.name.text ?? '').localeCompare(b.inn ?? b.name.text ?? '', 'fr')
  );
}

export const medicationDate = (line: MedicationLine): string | null =>
  line.end ?? line.authoredOn ?? line.start;

import type {
  CodeableConcept,
  Medication,
  MedicationRequest,
  MedicationStatement,
  Reference,
  Resource,
} from '@medplum/fhirtypes';
import { absenceOf, type Absence, type Statement } from './absence.ts';
import { oneOf } from './coded.ts';
import { date, epochMs, isOver, latestFirst } from './dates.ts';
import { notes, words } from './text.ts';
import { versionOf } from './bundles.ts';
import { nameBehind } from './names.ts';
import { allCoded, reasonsOf } from './reasons.ts';
import type { Lookup } from './references.ts';
import { readDosages, type Dosage } from './dosage.ts';
import { medicationName, type Strength } from './medication-name.ts';
import type { Coded } from './shapes.ts';

/** One line of treatment, whatever resource it comes from. Shown in the order of the NHS guidance: INN, brand, dose, route, timing, duration. */
export interface MedicationLine {
  id: string;
  version: string | null;
  source: 'request' | 'statement';
  /** Where it is taken, as recorded: inpatient, outpatient, community (at home), discharge, patientspecified; else in words. */
  setting: (typeof settings)[number] | null;
  categories: Coded[];
  /** Told by the patient or others rather than ordered here. */
  isReported: boolean;
  /** It must not be given. */
  isProhibited: boolean;
  /** urgent, asap, stat. */
  priority: (typeof priorities)[number] | null;
  /** Set where this is no treatment but a statement that there is none, or that nobody knows. */
  absence: Absence | null;
  /** Substance(s), international name; null when the record has only a product text: then show `name`. */
  inn: string | null;
  brand: string | null;
  product: string | null;
  /** `500 mg`, `50 mg / 12,5 mg`, as recorded. */
  strength: string | null;
  strengths: Strength[];
  form: string | null;
  quantity: Strength | null;
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
  statusReasons: Coded[];
  /** Being taken now, as far as the record says (status and end). */
  isCurrent: boolean;
  /** Which list it belongs to; `other` is what is no treatment and was none: proposed, planned, a draft, not taken, unknown. */
  standing: 'current' | 'prohibited' | 'other' | 'past';
  intent: string | null;
  dosages: Dosage[];
  /** Start and end of the treatment as far as known. */
  start: string | null;
  end: string | null;
  authoredOn: string | null;
  prescriber: string | null;
  reasons: Coded[];
  note: string | null;
}

/** What is said of a request beside it, where R4 has no element: when its status came about (R5's), and what took its place. */
export const requestExtensions = {
  statusChanged: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-MedicationRequest.statusChanged',
  succeededBy: 'https://keneyapp.example/fhir/StructureDefinition/succeeded-by',
} as const;
const ended = ['stopped', 'completed', 'cancelled'];

const settings = ['inpatient', 'outpatient', 'community', 'discharge', 'patientspecified'] as const;
const priorities = ['urgent', 'asap', 'stat'] as const;

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
/** What counts as a treatment under way; a proposal, a plan or an option is no order. */
export const currentStatuses = ['active', 'on-hold'] as const;
const noOrder = ['proposal', 'plan', 'option'];
const isOngoing = (status: string) => oneOf(currentStatuses, status) !== null;

export function readRequest(request: MedicationRequest, lookup: Lookup, now: Date): MedicationLine {
  const dosages = readDosages(request.dosageInstruction);
  const status = oneOf(requestStatuses, request.status) ?? 'unknown';
  const end = endOf(request, status, latest(dosages.map((d) => d.end)));
  const isReported = request.reportedBoolean ?? request.reportedReference !== undefined;
  const isProhibited = request.doNotPerform === true;
  const isInForce = isOngoing(status) && !isOver(end, now);
  const medication = medicationOf(request.medicationReference, lookup, request);
  const absence = absenceOf(request.medicationCodeableConcept ?? medication?.code, 'medication');
  // what the patient reports to take is taken, though nobody ordered it
  const isOrder = isReported || !noOrder.includes(request.intent ?? '');
  const standing = isInForce
    ? isProhibited
      ? 'prohibited'
      : isOrder
        ? 'current'
        : 'other'
    : !isOrder || status === 'draft' || status === 'unknown'
      ? 'other'
      : 'past';
  return {
    id: request.id ?? '',
    version: versionOf(request),
    source: 'request',
    ...placeOf(request.category),
    isReported,
    isProhibited,
    priority: oneOf(priorities, request.priority),
    absence,
    ...medicationName(
      request.medicationCodeableConcept,
      medication,
      request.medicationReference?.display,
      lookup,
    ),
    status,
    statusReasons: allCoded([request.statusReason]),
    intent: words(request.intent),
    isCurrent: standing === 'current' && absence === null,
    standing,
    dosages,
    start: earliest(dosages.map((d) => d.start)) ?? date(request.authoredOn),
    end,
    authoredOn: date(request.authoredOn),
    prescriber: nameBehind(request.requester, lookup, request),
    reasons: reasonsOf(request.reasonCode, request.reasonReference, lookup, request),
    note: notes(request.note),
  };
}

export function readStatement(statement: MedicationStatement, lookup: Lookup, now: Date): MedicationLine {
  const dosages = readDosages(statement.dosage);
  const status = oneOf(statementStatuses, statement.status) ?? 'unknown';
  const end = date(statement.effectivePeriod?.end) ?? latest(dosages.map((d) => d.end));
  const medication = medicationOf(statement.medicationReference, lookup, statement);
  const absence = absenceOf(statement.medicationCodeableConcept ?? medication?.code, 'medication');
  const isInForce = isOngoing(status) && !isOver(end, now);
  return {
    id: statement.id ?? '',
    version: versionOf(statement),
    source: 'statement',
    ...placeOf(statement.category && [statement.category]),
    isReported: true,
    isProhibited: false,
    priority: null,
    absence,
    ...medicationName(
      statement.medicationCodeableConcept,
      medication,
      statement.medicationReference?.display,
      lookup,
    ),
    status,
    statusReasons: allCoded(statement.statusReason),
    intent: null,
    isCurrent: isInForce && absence === null,
    standing: isInForce
      ? 'current'
      : ['intended', 'not-taken', 'unknown'].includes(status)
        ? 'other'
        : 'past',
    dosages,
    start: date(statement.effectivePeriod?.start) ?? date(statement.effectiveDateTime),
    end,
    authoredOn: date(statement.dateAsserted),
    prescriber: nameBehind(statement.informationSource, lookup, statement),
    reasons: reasonsOf(statement.reasonCode, statement.reasonReference, lookup, statement),
    note: notes(statement.note),
  };
}

/** When it ended: on its day, or when it was stopped before that. */
function endOf({ extension }: MedicationRequest, status: string, planned: string | null): string | null {
  const changed = extension?.find(({ url }) => url === requestExtensions.statusChanged);
  const at = ended.includes(status) ? date(changed?.valueDateTime) : null;
  return at === null || (planned !== null && isOver(planned, new Date(at))) ? planned : at;
}

/** Where it is taken, and the categories that say something else. */
function placeOf(categories: CodeableConcept[] | undefined): Pick<MedicationLine, 'setting' | 'categories'> {
  const setting = (categories ?? []).map((c) => oneOf(settings, c)).find((s) => s !== null) ?? null;
  return { setting, categories: allCoded(categories?.filter((c) => oneOf(settings, c) === null)) };
}

function medicationOf(
  reference: Reference | undefined,
  lookup: Lookup,
  holder: Resource,
): Medication | undefined {
  const target = lookup(reference, holder);
  return target?.resourceType === 'Medication' ? target : undefined;
}

const latest = (dates: (string | null)[]): string | null =>
  dates.includes(null) ? null : (dates.toSorted((a, b) => epochMs(b) - epochMs(a))[0] ?? null);
const earliest = (dates: (string | null)[]): string | null =>
  dates.filter((d) => d !== null).toSorted((a, b) => epochMs(a) - epochMs(b))[0] ?? null;

/** By name, as a prescription is read; what is on hold last. */
function byName(a: MedicationLine, b: MedicationLine): number {
  return (
    Number(a.status === 'on-hold') - Number(b.status === 'on-hold') ||
    (a.inn ?? a.name.text ?? '').localeCompare(b.inn ?? b.name.text ?? '', 'fr')
  );
}

const medicationDate = (line: MedicationLine): string | null => line.end ?? line.authoredOn ?? line.start;

export interface SortedMedications<L extends MedicationLine = MedicationLine> {
  current: L[];
  /** In force: what must not be given. */
  prohibited: L[];
  other: L[];
  /** Ended, stopped, completed; latest first. */
  past: L[];
  statements: Statement[];
}

export function sortMedications<L extends MedicationLine>(all: L[]): SortedMedications<L> {
  const valid = all.filter((line) => line.status !== 'entered-in-error');
  const real = valid.filter((line) => line.absence === null);
  const of = (standing: MedicationLine['standing']) => real.filter((line) => line.standing === standing);
  const current = of('current').sort(byName);
  return {
    current,
    prohibited: of('prohibited').sort(byName),
    other: of('other').sort(byName),
    past: of('past').sort(latestFirst(medicationDate)),
    statements: valid
      .filter((line) => line.standing === 'current' || line.standing === 'other')
      .sort(latestFirst(medicationDate))
      .flatMap(({ id, name, absence, authoredOn, start, prescriber }): Statement[] =>
        absence
          ? [
              {
                id,
                name,
                absence,
                recordedDate: authoredOn ?? start,
                recorder: prescriber,
                isContradicted: absence.says === 'none-known' && current.length > 0,
              },
            ]
          : [],
      ),
  };
}

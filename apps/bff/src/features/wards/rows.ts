import { FhirError, type ResourceOf } from '@keneyapp/fhir-client';
import { isBraceletToRedo } from '@keneyapp/fhir-model/bracelet';
import { hasNext, matches, orThrow } from '@keneyapp/fhir-model/bundles';
import { date } from '@keneyapp/fhir-model/dates';
import { readEncounter, type EncounterRow } from '@keneyapp/fhir-model/encounter';
import { readFlags } from '@keneyapp/fhir-model/flag';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import { homonymsAmong, listedPerson } from '@keneyapp/fhir-model/listed-person';
import { isPregnant } from '@keneyapp/fhir-model/pregnancy';
import { idOf, lookupIn, type Lookup } from '@keneyapp/fhir-model/references';
import { isWithdrawn } from '@keneyapp/fhir-model/observation/when';
import type { Bundle, Flag, Patient } from '@medplum/fhirtypes';
import { newResultsOf } from './new-results.ts';
import { scoreOf } from '@keneyapp/fhir-model/early-warning';
import type { RowPart } from './searches.ts';
import { bedOf, type Stay } from './stays.ts';
import type { WardRow, WardView } from './view.ts';

export type Answers = Record<RowPart, Bundle | FhirError>;

/** Rows of the stays, in the order of the ward. `shown`: stays as their charts show them; `patients`: who is told by name. */
export function rowsOf(
  stays: readonly Stay[],
  { places, patients, answers }: { places: Lookup; patients: readonly Patient[]; answers: Answers },
  now: Date,
): Pick<WardView, 'rows' | 'failed'> {
  const people = new Map(patients.map((patient) => [patient.id ?? '', patient]));
  // that a stay is closed is a decision: one that could not be read is no closed one
  const told = allOf(answers.stays);
  const shown = new Map(matches(told, 'Encounter').map((encounter) => [encounter.id, encounter]));
  const lookup: Lookup = (reference, holder) =>
    lookupIn(told)(reference, holder) ?? places(reference, holder);
  const [vitals, results] = (['vitals', 'results'] as const).map((part) =>
    byPatient(answers[part], 'Observation'),
  );
  const reports = byPatient(answers.reports, 'DiagnosticReport');
  // the latest come first: what is not told any more is of somebody else's past, and blanks nobody's score
  const pregnancies = grouped(answers.pregnancy, 'Observation');
  const flags = byPatient(answers.flags, 'Flag');
  const rows = stays.map(({ encounter, patientId }, i): WardRow => {
    const patient = patientId === null ? undefined : people.get(patientId);
    const stay = shown.get(encounter.id);
    const bed = readEncounter(encounter, places, now);
    if (!patient || !stay || patientId === null) return taken(bed, bedOf(encounter) ?? `bed-unknown-${i}`);
    const row = readEncounter(stay, lookup, now);
    const who = listedPerson(patient, now);
    const asked = {
      birthDate: patient.birthDate ?? null,
      sex: patient.gender ?? ('unknown' as const),
      isPregnant: isPregnant(
        pregnancies?.get(patientId)?.find((o) => !isWithdrawn(o)),
        now.toISOString(),
      ),
    };
    return {
      key: row.id,
      place: row.place,
      service: row.organization,
      patient: who,
      isHomonym: false,
      start: row.start,
      day: dayOfStay(row.start, now),
      isOnLeave: row.status === 'onleave',
      isBraceletToRedo: isBraceletToRedo(patient, row.start),
      reasons: row.reasons.length > 0 ? row.reasons : row.diagnoses,
      // of the dead nothing is due
      score: vitals && pregnancies && !who.deceased ? scoreOf(vitals.get(patientId) ?? [], asked, now) : null,
      results:
        results && reports
          ? newResultsOf(
              { observations: results.get(patientId) ?? [], reports: reports.get(patientId) ?? [] },
              { ...asked, spo2Scale: 1 },
              now,
            )
          : null,
      flags: readFlags(flags?.get(patientId) ?? [], now),
    };
  });
  return {
    rows: marked(rows).sort(byBed),
    failed: [
      ...(vitals && pregnancies ? [] : ['vitals' as const]),
      ...(results && reports ? [] : ['results' as const]),
      ...(flags ? [] : ['flags' as const]),
    ],
  };
}

/** Throws when it could not be read, or not all of it. */
export function allOf(answer: Bundle | FhirError | undefined): Bundle {
  const bundle = orThrow(answer);
  if (hasNext(bundle)) throw new FhirError(502, null, 'too-many');
  return bundle;
}

const taken = ({ place, organization }: EncounterRow, key: string): WardRow => ({
  key,
  place,
  service: organization,
  patient: null,
  isHomonym: false,
  start: null,
  day: null,
  isOnLeave: false,
  isBraceletToRedo: false,
  reasons: [],
  score: null,
  results: null,
  flags: [],
});

/** Null when the server did not answer, or not all: what is counted of a part would be said of the whole. */
function byPatient<T extends 'DiagnosticReport' | 'Observation' | 'Flag'>(
  answer: Bundle | FhirError,
  type: T,
): Map<string, ResourceOf<T>[]> | null {
  return answer instanceof FhirError || hasNext(answer) ? null : grouped(answer, type);
}

/** Null when the server did not answer. */
function grouped<T extends 'DiagnosticReport' | 'Observation' | 'Flag'>(
  answer: Bundle | FhirError,
  type: T,
): Map<string, ResourceOf<T>[]> | null {
  if (answer instanceof FhirError) return null;
  return Map.groupBy(matches(answer, type), (resource) => idOf((resource as Flag).subject) ?? '');
}

/** 1 on the day they came in, by the calendar of the hospital. */
function dayOfStay(start: string | null, now: Date): number | null {
  const begun = date(start ?? undefined);
  if (begun === null || begun.length < 10) return null;
  const first = begun.length === 10 ? begun : dayOf(new Date(begun));
  const days = Math.round((Date.parse(dayOf(now)) - Date.parse(first)) / 86_400_000);
  return days < 0 ? null : days + 1;
}

function marked(rows: readonly WardRow[]): WardRow[] {
  const alike = homonymsAmong(rows.flatMap(({ patient }) => patient ?? []));
  return rows.map((row) => ({ ...row, isHomonym: row.patient !== null && alike.has(row.patient.id) }));
}

const { compare } = new Intl.Collator('fr', { numeric: true });
const words = ({ service, place }: WardRow): string[] => [
  place?.service ?? service ?? '\uFFFF',
  place?.room ?? '',
  place?.bed ?? place?.text ?? '\uFFFF',
];
function byBed(a: WardRow, b: WardRow): number {
  const [x, y] = [words(a), words(b)];
  return x.map((word, i) => compare(word, y[i] ?? '')).find((order) => order !== 0) ?? 0;
}

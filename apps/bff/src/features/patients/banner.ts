import { freshForDays } from '@keneyapp/clinical';
import type { Bundle, Encounter, Observation, Patient } from '@medplum/fhirtypes';
import { FhirError } from '@keneyapp/fhir-client';
import type { FeatureSearch } from '../../access/read-per-feature.ts';
import { readAllergy, sortAllergies } from '@keneyapp/fhir-model/allergy';
import { date, epochMs, latestFirst } from '@keneyapp/fhir-model/dates';
import { namesDirectives, readFlags, type PatientFlag } from '@keneyapp/fhir-model/flag';
import { nobody } from '@keneyapp/fhir-model/observation/range';
import { isWithdrawn, observedAt } from '@keneyapp/fhir-model/observation/when';
import { readMeasure } from '@keneyapp/fhir-model/vital-sign';
import { valuesOf } from '@keneyapp/fhir-model/vital-values';
import { matches, readAll } from '@keneyapp/fhir-model/bundles';
import { lookupIn } from '@keneyapp/fhir-model/references';
import { warningOf, warningSearches, type Score } from '@keneyapp/fhir-model/early-warning';
import { currentStaysSearch, readEncounter } from '@keneyapp/fhir-model/encounter';
import type { BannerClinical } from './view.ts';

/** LOINC of a body weight, measured or stated. */
const weightCodes = '29463-7,3141-9,3142-7';

/** Everything the banner shows besides identity, as searches of one batch; `bannerClinical` reads the answers in this order. */
export function bannerSearches(patient: string, isOfStaff: boolean): FeatureSearch[] {
  return [
    { type: 'AllergyIntolerance', feature: 'allergies', params: { patient, _count: 100 } },
    {
      type: 'Observation',
      feature: 'vitals',
      params: { patient, code: weightCodes, _sort: '-date', _count: 3 },
    },
    { type: 'Flag', feature: 'summary', params: { patient, _count: 50 } },
    { ...currentStaysSearch(patient), feature: 'encounters' },
    {
      type: 'Consent',
      feature: 'summary',
      params: { patient, category: 'acd', status: 'active', _count: 1 },
    },
    // that a nurse is late is nothing to tell the patient
    ...(isOfStaff
      ? Object.values(warningSearches(patient)).map((search) => ({ ...search, feature: 'vitals' as const }))
      : []),
  ];
}

type Answer = Bundle | FhirError | undefined;
const ok = (answer: Answer): answer is Bundle => answer !== undefined && !(answer instanceof FhirError);

export function bannerClinical(
  patient: Patient,
  [allergies, weights, flags, encounters, directives, ...watched]: readonly Answer[],
  now: Date,
): BannerClinical {
  const failed: BannerClinical['failed'] = [];
  if (!ok(allergies)) failed.push('allergies');
  if (!ok(weights)) failed.push('weight');
  if (!ok(flags)) failed.push('flags');
  if (!ok(encounters)) failed.push('location');
  const warning = warningIn(patient, encounters, watched, now);
  if (warning === 'failed') failed.push('monitoring');
  return {
    allergies: allergiesOf(allergies),
    weight: ok(weights) ? weightOf(matches(weights, 'Observation'), now) : null,
    flags: [
      ...(ok(flags) ? readFlags(matches(flags, 'Flag'), now) : []),
      ...(ok(directives) ? directivesOf(directives) : []),
    ].filter(
      // that there are directives is said once; a limitation of treatment beside them is not that
      (f, _, all) => f.text !== null || !all.some(namesDirectives),
    ),
    late: warning === 'failed' ? null : lateIn(warning),
    location: ok(encounters) ? locationOf(encounters, now) : null,
    failed,
  };
}

/** Of who is in the house; vital signs that the reader does not see are answered as none, and nothing is said to be late of them. */
function warningIn(patient: Patient, encounters: Answer, watched: readonly Answer[], now: Date) {
  const [scored, score, pregnancy] = watched;
  if (watched.length === 0) return null;
  if (!ok(encounters) || !ok(scored) || !ok(score) || !ok(pregnancy)) return 'failed' as const;
  return warningOf(
    {
      patient,
      stays: readAll(encounters, 'Encounter', (e, lookup) => readEncounter(e, lookup, now)),
      observations: [scored, score].flatMap((bundle) => matches(bundle, 'Observation')),
      pregnancies: matches(pregnancy, 'Observation'),
    },
    now,
  );
}

const lateIn = (warning: Score | null): BannerClinical['late'] =>
  warning === null || warning.kind === 'not-applicable'
    ? null
    : warning.kind === 'none'
      ? { at: null, isLate: true, isUnknown: true }
      : { at: warning.lateAt, isLate: warning.isLate, isUnknown: warning.lateAt === null };

function allergiesOf(answer: Answer): BannerClinical['allergies'] {
  if (!ok(answer))
    return { state: 'not-recorded', noneOf: [], items: [], isContradicted: false, failed: true };
  const { state, noneOf, current, statements } = sortAllergies(
    readAll(answer, 'AllergyIntolerance', readAllergy),
  );
  const items = current.map(({ id, substance, criticality, kind, rank, reactions }) => ({
    id,
    substance,
    criticality,
    kind,
    rank,
    reactions: reactions.flatMap((r) => r.manifestations),
  }));
  return { state, noneOf, items, isContradicted: statements.some((s) => s.isContradicted), failed: false };
}

/** As every other page reads a weight; in a unit that cannot be converted, as it was recorded. */
function weightOf(observations: Observation[], now: Date): BannerClinical['weight'] {
  for (const observation of observations.toSorted(latestFirst((o) => observedAt(o).at))) {
    const measure = isWithdrawn(observation) ? null : readMeasure(observation, nobody);
    const value = measure && valuesOf(measure).find((v) => v.value.kind === 'quantity')?.value;
    if (measure && value?.kind === 'quantity')
      return {
        amount: value.amount,
        date: measure.takenAt || null,
        isOld: now.getTime() - epochMs(measure.takenAt || null) > freshForDays('weight', null) * 86_400_000,
      };
  }
  return null;
}

function directivesOf(bundle: Bundle): PatientFlag[] {
  return matches(bundle, 'Consent').map((consent) => ({
    id: consent.id ?? '',
    kind: 'advance-directive',
    text: null,
    code: null,
    since: date(consent.dateTime),
  }));
}

function locationOf(bundle: Bundle, now: Date): BannerClinical['location'] {
  const lookup = lookupIn(bundle);
  // a stay in a bed tells more than a visit of today that has no place
  const here = matches(bundle, 'Encounter')
    .map((e: Encounter) => readEncounter(e, lookup, now))
    .filter((e) => e.isCurrent);
  const stay = here.find((e) => e.place?.bed) ?? here.find((e) => e.place) ?? here[0];
  if (!stay) return null;
  return {
    ...(stay.place ?? { service: null, room: null, bed: null, text: stay.organization }),
    encounterId: stay.id,
    since: stay.start,
    class: stay.class,
  };
}

import { FhirError } from '@keneyapp/fhir-client';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import type { ResourceOf } from '@keneyapp/fhir-client';
import { latestFirst } from '@keneyapp/fhir-model/dates';
import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import { lookupIn } from '@keneyapp/fhir-model/references';
import { subjectOf } from '@keneyapp/fhir-model/subject';
import {
  allergyItem,
  documentItem,
  encounterItem,
  imagingItem,
  immunizationItem,
  planItem,
  problemItem,
  procedureItem,
  requestItem,
  statementItem,
} from './items.ts';
import { observationItems } from './observations.ts';
import { timelineSearches, type TimelinePart } from './searches.ts';
import type { Kind, TimelineItem, TimelineView } from './view.ts';

type Answers = Record<TimelinePart, Bundle | FhirError>;

/** Every part may fail alone; throws when none could be had. */
export function buildTimeline(answers: Answers, now: Date): TimelineView {
  const parts = Object.entries(answers) as [TimelinePart, Bundle | FhirError][];
  const [first] = parts;
  if (first?.[1] instanceof FhirError && parts.every(([, answer]) => answer instanceof FhirError))
    throw first[1];
  const bundles = parts.flatMap(([, answer]) => (answer instanceof FhirError ? [] : [answer]));
  const lookup = lookupIn(...bundles);
  const all = <T extends Resource['resourceType']>(part: TimelinePart, type: T): ResourceOf<T>[] => {
    const answer = answers[part];
    return answer instanceof FhirError ? [] : matches(answer, type);
  };
  const observations = all('observations', 'Observation');
  const subject = subjectOf(all('patient', 'Patient')[0], observations);
  const items: (TimelineItem | null)[] = [
    ...all('encounters', 'Encounter').map((r) => encounterItem(r, lookup, now)),
    ...all('problems', 'Condition').map((r) => problemItem(r, lookup, now)),
    ...all('procedures', 'Procedure').map((r) => procedureItem(r, lookup)),
    ...all('requests', 'MedicationRequest').map((r) => requestItem(r, lookup, now)),
    ...all('statements', 'MedicationStatement').map((r) => statementItem(r, lookup, now)),
    ...observationItems(observations, all('reports', 'DiagnosticReport'), lookup, subject),
    ...all('imaging', 'ImagingStudy').map(imagingItem),
    ...all('documents', 'DocumentReference').map((r) => documentItem(r, lookup)),
    ...all('immunizations', 'Immunization').map((r) => immunizationItem(r, lookup)),
    ...all('allergies', 'AllergyIntolerance').map((r) => allergyItem(r, lookup)),
    ...all('plans', 'CarePlan').map((r) => planItem(r, now)),
  ];
  const searches = timelineSearches('');
  const kindsOf = (test: (answer: Bundle | FhirError) => boolean): Kind[] => [
    ...new Set(parts.filter(([, answer]) => test(answer)).flatMap(([part]) => searches[part].kind ?? [])),
  ];
  return {
    items: items.filter((i) => i !== null).sort(latestFirst((i) => i.date)),
    failed: kindsOf((answer) => answer instanceof FhirError),
    truncated: kindsOf((answer) => !(answer instanceof FhirError) && hasNext(answer)),
  };
}

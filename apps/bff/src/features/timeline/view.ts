import type { Absence, AbsenceOf } from '@keneyapp/fhir-model/absence';
import type { Coded, Direction, Level, RecordedValue } from '@keneyapp/fhir-model/shapes';

export type { Level };

export type Kind =
  | 'encounter'
  | 'problem'
  | 'procedure'
  | 'medication'
  | 'results'
  | 'vitals'
  | 'imaging'
  | 'document'
  | 'immunization'
  | 'allergy'
  | 'plan';

/** One recorded value inside an item, as the line shows it. */
export interface Measure {
  name: Coded;
  value: RecordedValue;
  level: Level;
  direction: Direction;
}

export interface TimelineItem {
  /** `Type/id` of what it stands for; for a day of measures, of the first of them. */
  reference: string;
  kind: Kind;
  /** Any precision; null when the record does not say when. */
  date: string | null;
  end: string | null;
  isCurrent: boolean;
  /** It is not so, or must not be: a diagnosis ruled out, a drug not to be given, a vaccination refused. */
  isDenied: boolean;
  /** It is no item but a statement that there is none, or that nobody knows. */
  absence: (Absence & { of: AbsenceOf }) | null;
  /** v3-ActCode of an encounter. */
  class: string | null;
  title: Coded;
  /** What belongs to it in a few words: reason, place, dose, author. */
  details: string[];
  /** FHIR status, where it changes how the item is read: planned, stopped, preliminary, not done… */
  status: string | null;
  /** How many values stand behind it, and how many of them are outside their range. */
  count: number | null;
  abnormal: number;
  critical: number;
  /** Of these values, the worst first, at most six. */
  measures: Measure[];
  /** DICOM study, for the images. */
  studyUid: string | null;
}

export interface TimelineView {
  /** Latest first; what has no date stands last. */
  items: TimelineItem[];
  /** Kinds the server could not answer for, and kinds of which the oldest are missing. */
  failed: Kind[];
  truncated: Kind[];
}

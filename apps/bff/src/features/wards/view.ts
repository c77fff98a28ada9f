import type { Score } from '@keneyapp/fhir-model/early-warning';
import type { PatientLocation } from '@keneyapp/fhir-model/encounter';
import type { PatientFlag } from '@keneyapp/fhir-model/flag';
import type { ListedPerson } from '@keneyapp/fhir-model/listed-person';
import type { Coded, Direction, Level } from '@keneyapp/fhir-model/shapes';

export type { Score };

/** What came in within a day. */
export interface NewResults {
  count: number;
  critical: number;
  abnormal: number;
  /** Reports told in words or by a document, without a value of their own: of an examination, of a biopsy. */
  reports: number;
  worst: { level: Level; direction: Direction };
}

export interface WardRow {
  /** Of the row: the stay, or the bed. */
  key: string;
  place: PatientLocation | null;
  /** Service of the stay. */
  service: string | null;
  /** Null: somebody is there whose chart, or whose stay, is closed to the reader. */
  patient: ListedPerson | null;
  /** Somebody else of this list has a name like theirs. */
  isHomonym: boolean;
  start: string | null;
  /** 1 on the day they came in; null when that is not known. */
  day: number | null;
  isOnLeave: boolean;
  /** What the bracelet says changed since they came in. */
  isBraceletToRedo: boolean;
  reasons: Coded[];
  /** Null where it could not be read, and of a bed that is only taken. */
  score: Score | null;
  results: NewResults | null;
  flags: PatientFlag[];
}

export interface WardView {
  /** Units of the person, by name. */
  units: { id: string; name: string }[];
  /** The one that is shown; null: all of them, and whoever else is theirs. */
  unit: string | null;
  /** By service, room and bed. */
  rows: WardRow[];
  /** When it was read. */
  readAt: string;
  /** There are more than could be read. */
  isTruncated: boolean;
  /** What the server did not answer. */
  failed: ('vitals' | 'results' | 'flags')[];
}

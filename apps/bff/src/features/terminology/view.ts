import type { CodedField } from '@keneyapp/fhir-model/bindings';
import type { HospitalAbbreviations } from '../../terminology/hospital-abbreviations.ts';
import type { LookedUp, Mapped } from '../../terminology/terminology-server.ts';

export type { Suggestion, Suggestions } from '../../terminology/terminology.ts';
export type { CodesView, FoundConcept, ReleasesView, ReleaseView } from '../../terminology/releases-view.ts';
export type { CodedField, HospitalAbbreviations };

export interface ConceptView extends LookedUp {
  system: string;
  code: string;
  maps: Mapped[];
  /** Resources of the record that hold it, by field; null where it could not be counted. */
  uses: { field: CodedField; count: number | null }[];
  /** Parents and children with their displays; of many only the first, and how many more there are. */
  parents: { code: string; display: string }[];
  children: { code: string; display: string }[];
  moreChildren: number;
  /** Short forms that lead to it. */
  abbreviations: string[];
}
export interface AbbreviationsView {
  shipped: { short: string; meanings: { text: string; cim10: string[]; source: string }[] }[];
  /** Where those that are shipped come from. */
  sources: Record<string, string>;
  hospital: HospitalAbbreviations;
  version: number;
  changedAt: string | null;
  changedBy: string | null;
}
export interface UncodedView {
  lines: { field: CodedField; text: string; count: number; latest: string | null }[];
  /** More than was read. */
  isTruncated: boolean;
}
export interface ServiceChoice {
  id: string;
  name: string;
}
export interface ServiceFavouritesView {
  serviceId: string;
  favourites: { field: CodedField; system: string; code: string; display: string }[];
}

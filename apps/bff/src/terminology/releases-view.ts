import type { CodedField } from '@keneyapp/fhir-model/bindings';
import type { Release } from './terminology-server.ts';

export type ReleaseView = Pick<
  Release,
  'key' | 'system' | 'version' | 'title' | 'isSample' | 'concepts' | 'copyright' | 'changedAt'
> & {
  /** Fields that search it. */
  fields: CodedField[];
  /** How it is searched: in memory, by the server, or not by any field. */
  search: 'ready' | 'server' | 'reading' | 'none';
};

export interface ReleasesView {
  releases: ReleaseView[];
  isReachable: boolean;
  /** Systems of which an import is under way, or broke off. */
  unfinished: string[];
  /** Systems that fields search and of which nothing is loaded. */
  missing: { system: string; fields: CodedField[] }[];
}

/** What of a system fits to what was typed. */
export interface FoundConcept {
  code: string;
  display: string;
  /** The other word that was found, where it was not the display. */
  found: string | null;
  /** The short form that led here, and what it was taken for. */
  meaning: { short: string; text: string } | null;
}

export interface CodesView {
  /** Null: not in the release that is loaded. */
  codes: { code: string; display: string | null }[];
  /** Whether that says that there is no such code: a sample does not, nor a server that is away. */
  release: 'whole' | 'sample' | 'none' | 'away';
}

import type { Coded } from './shapes.ts';

/** Where somebody is or was: service, then room, then bed, as far as recorded. */
export interface Place { service: string | null; room: string | null; bed: string | null; text: string | null }

export interface EncounterRow {
  id: string;
  version: string | null;
  status: 'planned' | 'arrived' | 'triaged' | 'in-progress' | 'onleave' | 'finished' | 'cancelled' | 'entered-in-error' | 'unknown';
  /** v3-ActCode: AMB, EMER, IMP, ACUTE, HH, VR, SS, …; null when not recorded. */
  class: string | null;
  type: Coded | null;
  start: string | null;
  end: string | null;
  /** Minutes between start and end, or from start until now while it lasts; null when unknown. */
  lengthMinutes: number | null;
  isCurrent: boolean;
  reasons: Coded[];
  diagnoses: Coded[];
  place: Place | null;
  organization: string | null;
  practitioners: { name: string; role: Coded | null }[];
  dischargeTo: Coded | null;
}

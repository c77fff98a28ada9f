export type { DraftSavedView, DraftView } from '../../drafts/store.ts';

/** What waits in the workspace. `patientName` is read from the record, never from the draft. */
export interface DraftRow {
  patientId: string;
  patientName: string | null;
  birthDate: string | null;
  form: string;
  base: string;
  updatedAt: string;
  expiresAt: string;
}
export interface DraftListView {
  drafts: DraftRow[];
}

/** `content` is the JSON of the form, as it was saved. */
export interface DraftView {
  patientId: string;
  form: string;
  base: string;
  counter: number;
  content: string;
  updatedAt: string;
  expiresAt: string;
}
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
export interface DraftSavedView {
  counter: number;
  updatedAt: string;
  expiresAt: string;
}

/** Where a draft lies: what is sealed there opens there alone. */
export interface DraftKey {
  userId: string;
  patientId: string;
  form: string;
  base: string;
}

export const draftContext = ({ userId, patientId, form, base }: DraftKey): string =>
  `draft|${JSON.stringify([userId, patientId, form, base])}`;

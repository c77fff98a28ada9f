/** Where a draft lies: what is sealed there opens there alone. */
export interface DraftPlace {
  userId: string;
  patientId: string;
  form: string;
  base: string;
}

export const draftContext = ({ userId, patientId, form, base }: DraftPlace): string =>
  `draft|${JSON.stringify([userId, patientId, form, base])}`;

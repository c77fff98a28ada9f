import { z } from 'zod';
import { typedText } from '../../free-text.ts';
import { fhirId } from '../../patient-input.ts';

const name = typedText(300);

/** Children of one birth, with their mother (`patientId`). */
export const registerNewbornInput = z.object({
  key: z.uuid(),
  /** Two traits that she, or her bracelet, said: they have to be those of the record. */
  mother: z.object({ birthName: name, birthDate: z.string().max(10) }),
  /** Null until the parents declare one: the birth name of the mother. */
  birthName: name.nullable(),
  birthDate: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  birthPlace: z.object({ code: z.string().max(10), name: name.nullable() }),
  /** In the order of birth. */
  children: z
    .array(
      z.object({
        /** Null until the parents declare one. */
        firstGivenName: name.nullable(),
        sex: z.enum(['male', 'female', 'unknown']),
        /** With its offset; null when nobody noted it. */
        birthTime: z.iso.datetime({ offset: true }).nullable(),
      }),
    )
    .min(1)
    .max(6),
  /** Records that were shown as possibly the same person, and are not. */
  others: z.array(fhirId).max(100),
});
export type RegisterNewbornInput = z.input<typeof registerNewbornInput>;

export interface NewbornsView {
  /** In the order of birth. */
  children: { patientId: string; ipp: string }[];
}

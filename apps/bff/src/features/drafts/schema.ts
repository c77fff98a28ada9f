import { z } from 'zod';
import { patientInput } from '../../patient-input.ts';

/** Which form: `vitals.record`, `vitals.correct`. */
const form = z.string().regex(/^[a-z][A-Za-z0-9.-]{0,63}$/);
/** What the form started from: empty for something new, `Observation/12/3` for a correction of version 3. */
const base = z
  .string()
  .regex(/^[A-Za-z0-9./,-]{0,200}$/)
  .default('');

export const draftKey = patientInput.extend({ form, base });

/** `counter` is the one last seen, 0 for a new draft: a save from a tab that is behind is refused as changed meanwhile. */
export const saveDraftInput = draftKey.extend({
  content: z
    .string()
    .min(2)
    .max(64 * 1024),
  counter: z.number().int().min(0),
});

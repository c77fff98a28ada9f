import { z } from 'zod';
import { patientInput } from '../../patient-input.ts';

/** Days of the hospital, both ends included; `before`: the day the page before ended with. */
export const accessesInput = patientInput.extend({ from: z.iso.date().optional(), to: z.iso.date().optional(), before: z.iso.date().optional() })
  .refine(({ from, to }) => !from || !to || from <= to, { path: ['to'], message: 'ends before it begins' });

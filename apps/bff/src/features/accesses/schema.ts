import { z } from 'zod';
import { patientInput } from '../../patient-input.ts';

/** Days of the hospital, both ends included; `cursor`: the day the page before ended with. */
export const accessesInput = patientInput
  .extend({ from: z.iso.date().optional(), to: z.iso.date().optional(), cursor: z.iso.date().optional() })
  .refine(({ from, to }) => !from || !to || from <= to, { path: ['to'], message: 'ends before it begins' });

import { z } from 'zod';
import { writtenText } from '../free-text.ts';

export const longestShortForm = 20;
export const longestMeaning = 200;
export const maxMeanings = 12;
export const maxCodesOfMeaning = 8;
/** A code of CIM-10, with the dot. */
export const cim10Code = /^[A-Z]\d\d(\.[\d+*]{1,4})?$/;

const short = writtenText({ least: 1, most: longestShortForm });
const meaning = z.object({
  text: writtenText({ least: 2, most: longestMeaning }),
  cim10: z.array(z.string().regex(cim10Code)).max(maxCodesOfMeaning),
});
const isOnce = (all: readonly string[]): boolean =>
  new Set(all.map((one) => one.toLowerCase())).size === all.length;

export const hospitalAbbreviationsSchema = z.object({
  /** Added by the hospital, or written over what is shipped; each short form once. */
  own: z
    .array(z.object({ short, meanings: z.array(meaning).min(1).max(maxMeanings) }))
    .max(2_000)
    .refine((own) => isOnce(own.map((one) => one.short)), { error: 'twice' }),
  /** Shipped, and not used here. */
  hidden: z.array(short).max(2_000),
});
export type HospitalAbbreviations = z.output<typeof hospitalAbbreviationsSchema>;

import { z } from 'zod';
import { typedText } from '../../free-text.ts';
import { changeOf, partialDate } from '../../statement-input.ts';
import { codedInput } from '../../terminology/coded-input.ts';

/** Sites of http://terminology.hl7.org/CodeSystem/v3-ActSite. */
export const sites = ['LA', 'RA', 'LT', 'RT', 'BN'] as const;
/** Why not, of http://terminology.hl7.org/CodeSystem/v3-ActReason: refused, contraindicated, immune already, out of stock. */
export const notDoneReasons = ['PATOBJ', 'MEDPREC', 'IMMUNE', 'OSTOCK'] as const;
/** How it is known: given here, written in the patient's papers, or told. */
export const sources = ['here', 'record', 'recall'] as const;

const fields = z.object({
  coded: codedInput,
  /** Null where it was given; else why it was not. */
  notDone: z.enum(notDoneReasons).nullable(),
  source: z.enum(sources),
  /** Null: nobody knows when. Only of what was told. */
  date: partialDate.nullable(),
  lot: typedText(60),
  expiry: partialDate.nullable(),
  /** Its number in the series, or a word as "rappel". */
  dose: typedText(30),
  site: z.enum(sites).nullable(),
  note: typedText(1_000),
});
/** `key` is made when the form opens: the same key never makes a second vaccination. */
export const recordInput = fields.extend({ key: z.uuid() });
export type RecordInput = z.output<typeof recordInput>;

export const changeInput = changeOf(fields);
export type ChangeInput = z.output<typeof changeInput>;

import type { IdentityState, StrictTraits } from '@keneyapp/clinical';
import { z } from 'zod';

const short = z.string().min(1).max(80);
const bySex = z.object({ male: short, female: short, unknown: short });

/** What stands beside the traits, in the words of the web. */
export const labelWords = z.object({
  /** Of the file. */
  title: short,
  birthName: short,
  givenName: short,
  usedName: short,
  usedGivenName: short,
  /** `Né le`, `Née le`. */
  born: bySex,
  /** `Sexe F`. */
  sex: bySex,
  /** Before a year that was guessed. */
  about: short,
  /** Before a matricule, by what it is (of its OID). */
  ins: z.object({ nir: short, nia: short, test: short, demo: short }),
  ipp: short,
  /** On the bracelet of a child; the order of birth of twins. */
  mother: short,
  twin: short,
  fictive: short,
  doubtful: short,
  /** What a reader hears of the codes. */
  datamatrix: short,
  barcode: short,
});
export type LabelWords = z.infer<typeof labelWords>;

export const labelLayouts = ['bracelet', 'child-bracelet', 'label-sheet'] as const;
export type LabelLayout = (typeof labelLayouts)[number];
/** Labels of one sheet. */
export const perSheet = 24;

/** What is asked for: which paper, how many, and where the first free label of the sheet is (1 at the top left, then to the right). */
export const labelOrder = z.object({
  layout: z.enum(labelLayouts),
  copies: z
    .number()
    .int()
    .min(1)
    .max(4 * perSheet),
  first: z.number().int().min(1).max(perSheet).default(1),
});

/** Whose labels: as `readTraits`, `readState` and `readIdentity` have it. */
export interface LabelIdentity {
  traits: StrictTraits;
  usedName: string | null;
  usedGivenName: string | null;
  /** `Jr`: tells a father from his son. */
  suffix: string | null;
  ipp: string | null;
  /** Name of the mother, on the bracelet of a child. */
  mother?: string | null;
  /** Order of birth of one of several. */
  order?: number | null;
  state: IdentityState;
  /** Stands on labels only while the state allows it; whoever hands it over need not have asked. */
  ins: { value: string; oid: string; kind: 'nir' | 'nia' | 'test' | 'demo' } | null;
}

export interface LabelOptions extends z.infer<typeof labelOrder> {
  hospital: string;
  /** When they were made: the file says so, and nothing else depends on it. */
  now: Date;
  language: 'fr' | 'en';
  words: LabelWords;
}
/** As a thread is handed them. */
export interface Labels {
  identity: LabelIdentity;
  options: LabelOptions;
}

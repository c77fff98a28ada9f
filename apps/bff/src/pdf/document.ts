import { z } from 'zod';

/** Longer than anything anybody writes in a line, and a bound for what is held in memory. */
const words = z.string().max(20_000);
const short = z.string().max(500);
/** What a line is, said in words too: `critical` is red, `warning` amber, `muted` grey. */
const tone = z.enum(['critical', 'warning', 'muted']).optional();
const maxLines = 5_000;

const line = z.object({
  /** What is read first, in bold; may be empty. */
  lead: words,
  /** What follows it, each with its separator. */
  rest: z.array(words).max(100).default([]),
  /** At the right: a date, an age. */
  aside: short.default(''),
  tone,
});
const column = z.object({
  header: short,
  /** Its share of the width. */
  share: z.number().positive().max(100),
  align: z.literal('right').optional(),
});
const row = z.object({ cells: z.array(words).min(1).max(12), tone });

const block = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), text: short, note: short.default('') }),
  z.object({ kind: z.literal('paragraph'), text: words, tone }),
  z.object({ kind: z.literal('list'), items: z.array(line).max(maxLines) }),
  z.object({
    kind: z.literal('table'),
    /** What a reader hears of it. */
    caption: short,
    columns: z.array(column).min(1).max(12),
    rows: z.array(row).max(maxLines),
  }),
  /** Room to sign by hand, under these words. */
  z.object({ kind: z.literal('signature'), text: short }),
]);

/** A document as its page has it in words; how it is set is the typesetter's. */
export const printed = z.object({
  language: z.enum(['fr', 'en']),
  /** A slip instead of sheets: `identity.name` in large letters and its lines, nothing else of it. */
  isSlip: z.boolean().optional(),
  title: short,
  /** The hospital. */
  issuer: short,
  /** Name, birth date, sex, identifiers of whom it is about: at the head of every page. */
  identity: z.object({ name: short, lines: z.array(short).max(6) }),
  /** A letter: what the window of its envelope shows, and nothing else does. */
  recipient: z.array(short).max(8).optional(),
  /** By whom and when, at the foot of every page. */
  author: short,
  /** ISO 8601: when it was made; the file says it too. */
  madeAt: z.iso.datetime(),
  /** What a reader needs before everything else. */
  notices: z.array(z.object({ text: words, tone })).max(20),
  blocks: z.array(block).max(500),
  words: z.object({
    /** `Page {n} sur {total}`. */
    page: short,
    /** `Document {code}`. */
    code: short,
    /** Before the characters that no font of ours has. */
    missing: short,
    /** Repeated above the rest of a table or list on the next page. */
    continued: short,
  }),
});
export type Printed = z.infer<typeof printed>;
export type Block = Printed['blocks'][number];
export type Line = z.infer<typeof line>;
export type Tone = z.infer<typeof tone>;

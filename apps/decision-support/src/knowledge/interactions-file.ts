import { z } from 'zod';

/** Contraindicated, not advised, caution, to be considered: the four levels of the ANSM. Worst first. */
export const interactionLevels = ['CI', 'AD', 'PE', 'PC'] as const;
export type InteractionLevel = (typeof interactionLevels)[number];

/** What an importer writes and this server reads: pairs of substances or classes, and which substance is of which class. */
export const interactionsFile = z.object({
  format: z.literal(1),
  title: z.string().min(1).max(300),
  publisher: z.string().min(1).max(100),
  url: z.url().nullable(),
  /** Edition: a month or a day. */
  date: z.string().regex(/^\d{4}-\d{2}(-\d{2})?$/),
  /** Some lines alone: that two drugs are not among them says nothing. */
  isSample: z.boolean(),
  pairs: z.array(
    z.object({
      a: z.string().min(1),
      b: z.string().min(1),
      levels: z.array(z.enum(interactionLevels)).min(1),
      advice: z.string(),
      mechanism: z.string(),
    }),
  ),
  substances: z.array(z.object({ name: z.string().min(1), classes: z.array(z.string().min(1)) })),
  /** Other names of substances, by key: salts, and what the list of drugs calls them. */
  aliases: z.record(z.string(), z.string()),
});
export type InteractionsFile = z.infer<typeof interactionsFile>;

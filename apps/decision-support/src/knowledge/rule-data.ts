import { z } from 'zod';
import ages from '../data/ages.json' with { type: 'json' };
import allergens from '../data/allergens.json' with { type: 'json' };
import crossReactions from '../data/cross-reactions.json' with { type: 'json' };
import doses from '../data/doses.json' with { type: 'json' };
import kidney from '../data/kidney.json' with { type: 'json' };
import pregnancy from '../data/pregnancy.json' with { type: 'json' };

const words = z.object({ fr: z.string().min(1), en: z.string().min(1) });
/** Every line says where it was read, and which edition. */
const source = z.object({
  label: z.string().min(1),
  url: z.url().nullable(),
  date: z.string().regex(/^\d{4}(-\d{2}){0,2}$/),
});
/** Drugs of these substances (keys) or below these codes of ATC. */
const drugs = { substances: z.array(z.string()).default([]), atc: z.array(z.string()).default([]) };
const level = z.enum(['blocks', 'needs-reason', 'informs']);

const doseLines = z.array(
  z.object({
    ...drugs,
    /** Milligrams a day of an adult; `fromYears` and `belowYears` say of whom. */
    maxMgPerDay: z.number().positive(),
    /** Milligrams per kilogram a day, for whom the weight counts: children. */
    maxMgPerKgPerDay: z.number().positive().optional(),
    fromYears: z.number().optional(),
    belowYears: z.number().optional(),
    source,
  }),
);
const kidneyLines = z.array(
  z.object({
    ...drugs,
    /** Which number the source speaks of: the filtration rate, or the clearance that doses are given for. */
    measure: z.enum(['filtration', 'clearance']),
    /** Below this, mL/min. */
    below: z.number().positive(),
    level,
    says: words,
    source,
  }),
);
const ageLines = z.array(
  z.object({
    ...drugs,
    belowMonths: z.number().positive().optional(),
    fromMonths: z.number().positive().optional(),
    level,
    says: words,
    source,
  }),
);
const pregnancyLines = z.array(
  z.object({ ...drugs, level, isAlsoBefore: z.boolean().default(false), says: words, source }),
);
const crossLines = z.array(
  z.object({ to: z.array(z.string()).min(1), with: z.array(z.string()).min(1), says: words, source }),
);
const allergenLines = z.array(z.object({ snomed: z.string(), atc: z.array(z.string()).min(1) }));

/** The rules that are data; checked when the server starts. */
export const ruleData = {
  ages: ageLines.parse(ages.lines),
  allergens: allergenLines.parse(allergens.lines),
  crossReactions: crossLines.parse(crossReactions.lines),
  doses: doseLines.parse(doses.lines),
  kidney: kidneyLines.parse(kidney.lines),
  pregnancy: pregnancyLines.parse(pregnancy.lines),
};
export type RuleData = typeof ruleData;

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { PrismaClient } from '../../database/client.ts';
import { readSetting, type Stored } from '../../settings/store.ts';

const rule = z.object({
  /** A code of the ATC, or the group above it. */
  atc: z.string().regex(/^[A-Z]\d\d([A-Z]([A-Z](\d\d)?)?)?$/),
  name: z.string().min(1).max(200),
  /** The first day it holds, and the last; null: until further notice. */
  from: z.iso.date(),
  until: z.iso.date().nullable().default(null),
  /** Nobody prescribes it for longer at a time. */
  maxDays: z.int().min(1).max(366).nullable(),
  /** On a document of its own, strength, units and doses in words. */
  isNarcotic: z.boolean(),
  /** On secured paper. */
  isSecured: z.boolean(),
  /** Dispensed for so many days at a time. */
  fractionDays: z.int().min(1).max(366).nullable(),
  /** Where it is published; empty: nobody has said yet. */
  source: z.string().max(300),
});
export type SubstanceRule = z.output<typeof rule>;
export const substanceRulesSchema = z.array(rule).max(2_000);

const shipped = substanceRulesSchema.parse(
  JSON.parse(readFileSync(new URL('./substance-rules.json', import.meta.url), 'utf8')),
);

/** What is prescribed of a substance, how long and on which paper: the hospital's table, or what is shipped until it has one. */
export const readSubstanceRules = async (db: Pick<PrismaClient, 'setting'>): Promise<SubstanceRule[]> =>
  (await storedSubstanceRules(db)).value;
/** Likewise, with who changed it. */
export const storedSubstanceRules = (db: Pick<PrismaClient, 'setting'>): Promise<Stored<SubstanceRule[]>> =>
  readSetting(db, 'substance-rules', substanceRulesSchema, shipped);

/** What holds for these substances on a day, each limit the strictest there is. */
export interface PrescriptionLimits {
  maxDays: number | null;
  isNarcotic: boolean;
  isSecured: boolean;
  fractionDays: number | null;
}

/** @param atc codes of what is prescribed @param day `2026-11-30`, of the signature */
export function limitsOf(
  rules: readonly SubstanceRule[],
  atc: readonly string[],
  day: string,
): PrescriptionLimits {
  const those = rules.filter(
    (one) =>
      one.from <= day &&
      (one.until === null || day <= one.until) &&
      atc.some((code) => code.startsWith(one.atc)),
  );
  const least = (numbers: readonly (number | null)[]): number | null => {
    const known = numbers.filter((n) => n !== null);
    return known.length > 0 ? Math.min(...known) : null;
  };
  return {
    maxDays: least(those.map(({ maxDays }) => maxDays)),
    isNarcotic: those.some(({ isNarcotic }) => isNarcotic),
    isSecured: those.some(({ isSecured }) => isSecured),
    fractionDays: least(those.map(({ fractionDays }) => fractionDays)),
  };
}

import { z } from 'zod';
import { seen, writtenText } from '../../free-text.ts';
import { patientInput } from '../../patient-input.ts';

/** What kind of emergency: the vital one; care that goes on at night or on call; a patient who cannot speak; a transfer. */
export const emergencyKinds = ['vital', 'continuity', 'unconscious', 'transfer', 'other'] as const;
export type EmergencyKind = (typeof emergencyKinds)[number];

/** Characters of substance a reason needs at least; the hospital may ask for more (emergency/settings.ts). */
export const reasonLength = 20;
export const longestReason = 2_000;

/**
 * Characters that say something: each word once, a character held down twice at most, blanks and signs only between words.
 * `aaaaaaaaaaaaaaaaaaaaaaaa`, `urgence urgence urgence` and twenty dots are no reason.
 */
export function substance(text: string): number {
  const words =
    seen(text)
      .toLocaleLowerCase('fr')
      .match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu) ?? [];
  return [...new Set(words.map((word) => word.replace(/(.)\1{2,}/gu, '$1$1')))].join(' ').length;
}

const writtenReason = z
  .string()
  .trim()
  .max(longestReason)
  .refine((text) => substance(text) >= reasonLength, {
    error: `a reason of ${reasonLength} characters or more, in words`,
  });

/** A vital emergency opens by its kind alone, and its text follows within the hour; every other kind says why first. */
export const requestInput = patientInput.and(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('vital'), reason: writtenReason.optional() }),
    z.object({ kind: z.enum(emergencyKinds).exclude(['vital']), reason: writtenReason }),
  ]),
);
/** The text of a vital emergency, when there is time for it. */
export const explainInput = patientInput.extend({ grantId: z.uuid(), reason: writtenReason });

/** An opinion says why: the officer closes the file with it. */
export const opinionLength = 10;
export const giveOpinionInput = patientInput.extend({
  opinionId: z.uuid(),
  answer: z.enum(['needed', 'not-needed']),
  comment: writtenText({ least: opinionLength, most: longestReason }),
});

import { z } from 'zod';
import { typedText, writtenLength, writtenText } from '../../free-text.ts';
import { fhirId } from '../../patient-input.ts';

const reviewStates = ['open', 'done', 'all'] as const;
export const listInput = z.object({
  state: z.enum(reviewStates).default('all'),
  userId: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(200).default(100),
});
export const detailInput = z.object({ grantId: z.uuid() });

/** A judgement says why: the person concerned reads it. */
export const commentLength = 10;
const words = writtenText({ least: commentLength, most: 2_000 });
export const isComment = (text: string): boolean => writtenLength(text) >= commentLength;
/** Closed with the answer of a doctor: it says whether the access was justified. */
export const judgeInput = detailInput.extend({ opinionId: z.uuid(), comment: words });
export const doctorsInput = z.object({ query: typedText(100) });
export const askInput = detailInput.extend({ practitionerId: fhirId });
export const liftInput = z.object({ suspensionId: z.uuid(), reason: words });

const userId = z.string().min(1).max(200);
/** An unusual access, volume or change of consents, as the list of them names it; what was made of it is a note. */
export const dealInput = z.object({
  one: z.discriminatedUnion('what', [
    z.object({ what: z.literal('access'), userId, patientId: fhirId, lastAt: z.iso.datetime() }),
    z.object({
      what: z.literal('volume'),
      userId,
      day: z.iso.date(),
      of: z.string().regex(/^[a-z]{1,20}$/),
      n: z.number().int().min(0).max(1_000_000),
    }),
    z.object({ what: z.literal('consent'), userId, seq: z.string().regex(/^\d{1,18}$/) }),
  ]),
  note: words,
});

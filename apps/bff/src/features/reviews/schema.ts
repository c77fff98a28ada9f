import { z } from 'zod';

const reviewStates = ['open', 'done', 'all'] as const;
export const listInput = z.object({
  state: z.enum(reviewStates).default('all'),
  userId: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(200).default(100),
});
export const detailInput = z.object({ grantId: z.uuid() });

/** A judgement says why: the person concerned reads it. */
export const commentLength = 10;
const words = z.string().trim().min(commentLength).max(2_000);
/** Closed with the answer of a doctor: it says whether the access was justified. */
export const judgeInput = detailInput.extend({ opinionId: z.uuid(), comment: words });
export const doctorsInput = z.object({ query: z.string().trim().max(100) });
export const askInput = detailInput.extend({ practitionerId: z.string().regex(/^[A-Za-z0-9.-]{1,64}$/) });
export const liftInput = z.object({ suspensionId: z.uuid(), reason: words });

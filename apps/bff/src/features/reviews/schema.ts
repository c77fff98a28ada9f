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
export const judgeInput = detailInput.extend({
  outcome: z.enum(['justified', 'not-justified']),
  comment: words,
});
export const liftInput = z.object({ suspensionId: z.uuid(), reason: words });

import { z } from 'zod';
import { writtenLength, writtenText } from '../../free-text.ts';

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
export const judgeInput = detailInput.extend({
  outcome: z.enum(['justified', 'not-justified']),
  comment: words,
});
export const liftInput = z.object({ suspensionId: z.uuid(), reason: words });

import { z } from 'zod';
import { ruleStates } from '../../decision-support/rule-states.ts';
import { writtenText } from '../../free-text.ts';

const language = z.enum(['fr', 'en']);
export const rulesInput = z.object({ language }).prefault({ language: 'fr' });
/** A state is never given without saying why. */
export const setRuleInput = z.object({
  rule: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^\s](?:.*[^\s])?$/),
  state: z.enum(ruleStates),
  reason: writtenText({ least: 5, most: 500 }),
  /** Of all states, as the page was shown them. */
  version: z.number().int().min(0),
  language,
});
export const cancelRehearsalInput = z.object({ id: z.uuid() });

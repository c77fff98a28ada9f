import { z } from 'zod';

/** Forms that belong to no chart, and so to no list of drafts: what was typed waits in the form itself. */
const ownForms = [
  'administration.new-account',
  'administration.settings',
  'emergency.explain',
  'emergency.request',
  'identities.correct',
  'identities.register',
  'reviews.judge',
  'reviews.lift',
  'statements.change',
  'terminology.abbreviation',
  'vitals.in-error',
] as const;
export type OwnForm = (typeof ownForms)[number];

/** `base` tells one review, one patient, one measure from another. */
export const ownDraftInput = z.object({
  form: z.enum(ownForms),
  base: z.string().regex(/^[A-Za-z0-9./,-]{0,200}$/),
});
/** `counter` is the one last seen, 0 for a new draft: a save from a tab that is behind is refused as changed meanwhile. */
export const saveOwnDraftInput = ownDraftInput.extend({
  content: z
    .string()
    .min(2)
    .max(16 * 1024),
  counter: z.number().int().min(0),
});
export const endOwnInput = z.object({ sessionId: z.uuid() });
export const acknowledgeInput = z.object({ grantId: z.uuid() });

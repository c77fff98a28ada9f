import { z } from 'zod';

export const followInput = z.object({
  /** Sent by the browser when it comes back to a stream (`Last-Event-ID`). */
  lastEventId: z.string().max(40).nullish(),
  /** Seconds: so long ago the page may have read what it shows when its stream opens. What changed since then is told too. 0: from now on. */
  readWithin: z.number().min(0).max(120).default(0),
});

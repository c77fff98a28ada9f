import { z } from 'zod';

/** Sent by the browser when it comes back to a stream (`Last-Event-ID`). */
export const lastSeen = z.object({ lastEventId: z.string().max(40).nullish() });

import { z } from 'zod';

export const endOwnInput = z.object({ sessionId: z.uuid() });

import { z } from 'zod';

export const acknowledgeInput = z.object({ grantId: z.uuid() });

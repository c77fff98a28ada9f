import { z } from 'zod';

export const typeInput = z.object({ type: z.string().regex(/^[A-Z][A-Za-z]{1,39}$/) });
export const resourceInput = typeInput.extend({ id: z.string().regex(/^(?!\.+$)[A-Za-z0-9.-]{1,64}$/) });
export const versionInput = resourceInput.extend({
  versionId: z.string().regex(/^(?!\.+$)[A-Za-z0-9.-]{1,64}$/),
});

import { z } from 'zod';

/** As typed: fragments of names in any order, a birth date, an INS, an IPP, or several of these. Junk is welcome. */
export const searchInput = z.object({
  query: z.string().max(200),
  limit: z.number().int().min(1).max(50).default(20),
});

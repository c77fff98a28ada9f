import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { PrismaClient } from '../../database/client.ts';
import { readSetting, type Stored } from '../../settings/store.ts';

const rulesSchema = z.object({
  /** Beyond it the signature of the doctor is overdue. */
  signWithinHours: z.int().min(1).max(720),
  /** Where it is published; empty: nobody has said yet. */
  source: z.string().max(300),
});
const shipped = rulesSchema.parse(JSON.parse(readFileSync(new URL('./rules.json', import.meta.url), 'utf8')));

/** When what was ordered by word is signed: the hospital's setting, or what is shipped until it has one. */
export const storedVerbalRules = (
  db: Pick<PrismaClient, 'setting'>,
): Promise<Stored<z.output<typeof rulesSchema>>> => readSetting(db, 'verbal-orders', rulesSchema, shipped);

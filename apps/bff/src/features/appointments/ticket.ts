import { randomInt } from 'node:crypto';
import type { PrismaClient } from '../../database/client.ts';

/** Consonants that are not read as another letter or as a digit, and make no word. */
const letters = 'BCDFGHJKLMNPRSTVWXZ';
/** Pairs that would say something of who is called by them: an illness (BK, TB, HP, VH, CR), a slur, or "out of order". */
const unsaid: ReadonlySet<string> = new Set([
  'BK',
  'TB',
  'HP',
  'VH',
  'CR',
  'PD',
  'SS',
  'FN',
  'HS',
  'MR',
  'WC',
]);
const attempts = 50;

/** `KT42`, by chance alone. */
export function randomTicket(): string {
  for (;;) {
    const pair = `${letters[randomInt(letters.length)]}${letters[randomInt(letters.length)]}`;
    if (!unsaid.has(pair)) return `${pair}${randomInt(10, 100)}`;
  }
}

/**
 * A ticket that nobody else has that day, in the whole hospital: the key of the table says so, however many arrive at once.
 * Those of the days before are forgotten.
 */
export async function newTicket(db: Pick<PrismaClient, 'dayTicket'>, day: string): Promise<string> {
  for (let tried = 0; tried < attempts; tried += 1) {
    const code = randomTicket();
    const { count } = await db.dayTicket.createMany({ data: [{ day, code }], skipDuplicates: true });
    if (count === 1) {
      if (tried === 0) await db.dayTicket.deleteMany({ where: { day: { lt: day } } });
      return code;
    }
  }
  throw new Error('no ticket is left for this day');
}

import type { StrictTraits } from '@keneyapp/clinical';
import { z } from 'zod';
import { refuse } from '../../errors.ts';
import { completedBy, differencesOf } from '../../insi/compare.ts';
import type { InsiIdentity } from '../../insi/insi.ts';
import type { DataCipher } from '../../session/data-cipher.ts';

/** A form that is open for longer asks again. */
const goodForMs = 60 * 60_000;
const place = 'insi-answer';

const content = z.object({
  userId: z.string(),
  at: z.number(),
  identity: z.custom<InsiIdentity>((value) => typeof value === 'object' && value !== null),
});

/** What INSi answered to somebody, for their form alone: they cannot read it, nor make one up. */
export function sealedAnswer(cipher: DataCipher, userId: string, identity: InsiIdentity, now: Date): string {
  const text = JSON.stringify({ userId, at: now.getTime(), identity });
  return Buffer.from(cipher.encrypt(text, place)).toString('base64url');
}

/** Null when it is not this person's, too old, or was changed. */
function openedAnswer(cipher: DataCipher, userId: string, sealed: string, now: Date): InsiIdentity | null {
  try {
    const read = content.parse(JSON.parse(cipher.decrypt(Buffer.from(sealed, 'base64url'), place)));
    return read.userId === userId && now.getTime() - read.at < goodForMs ? read.identity : null;
  } catch {
    return null;
  }
}

interface Form {
  insi: string | null;
  traits: StrictTraits;
}

/** What the form brought back of INSi, and its traits completed by it. Refuses an answer that is not about these traits. */
export function answered(
  cipher: DataCipher,
  userId: string,
  { insi, traits }: Form,
  now: Date,
): { answer: InsiIdentity | null; traits: StrictTraits } {
  if (insi === null) return { answer: null, traits };
  const answer = openedAnswer(cipher, userId, insi, now);
  if (!answer) return refuse([{ path: ['insi'], reason: 'too-old' }]);
  if (differencesOf(traits, answer.traits).length > 0)
    return refuse([{ path: ['insi'], reason: 'other-traits' }]);
  return { answer, traits: completedBy(traits, answer.traits) };
}

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
  form: z.string(),
  patientId: z.string().nullable(),
  at: z.number(),
  identity: z.custom<InsiIdentity>((value) => typeof value === 'object' && value !== null),
});

/** Whose form it is: the answer counts in no other one. */
export interface AskingForm {
  userId: string;
  /** Made when the form opens. */
  form: string;
  /** Who is corrected; null: somebody is registered. */
  patientId: string | null;
}

/** What INSi answered to somebody, for their form alone: they cannot read it, nor make one up. */
export function sealedAnswer(
  cipher: DataCipher,
  { userId, form, patientId }: AskingForm,
  identity: InsiIdentity,
  now: Date,
): string {
  const text = JSON.stringify({ userId, form, patientId, at: now.getTime(), identity });
  return Buffer.from(cipher.encrypt(text, place)).toString('base64url');
}

/** Null when it is not of this form, too old, or was changed. */
function openedAnswer(cipher: DataCipher, of: AskingForm, sealed: string, now: Date): InsiIdentity | null {
  try {
    const read = content.parse(JSON.parse(cipher.decrypt(Buffer.from(sealed, 'base64url'), place)));
    const isOfForm = (['userId', 'form', 'patientId'] as const).every((one) => read[one] === of[one]);
    return isOfForm && now.getTime() - read.at < goodForMs ? read.identity : null;
  } catch {
    return null;
  }
}

interface Form {
  insi: { form: string; sealed: string } | null;
  traits: StrictTraits;
}

/** What the form brought back of INSi, and its traits completed by it. Refuses an answer that is not about these traits. */
export function answered(
  cipher: DataCipher,
  { userId, patientId }: Pick<AskingForm, 'userId' | 'patientId'>,
  { insi, traits }: Form,
  now: Date,
): { answer: InsiIdentity | null; traits: StrictTraits } {
  if (insi === null) return { answer: null, traits };
  const answer = openedAnswer(cipher, { userId, patientId, form: insi.form }, insi.sealed, now);
  if (!answer) return refuse([{ path: ['insi'], reason: 'too-old' }]);
  if (differencesOf(traits, answer.traits).length > 0)
    return refuse([{ path: ['insi'], reason: 'other-traits' }]);
  return { answer, traits: completedBy(traits, answer.traits) };
}

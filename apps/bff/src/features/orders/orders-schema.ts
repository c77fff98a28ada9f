import { z } from 'zod';
import { orderLines, orderTemplate } from '../../ordering/order-lines.ts';
import { typedText } from '../../free-text.ts';
import { fhirId } from '../../patient-input.ts';

export type { OrderLine } from '../../ordering/order-lines.ts';

/** Why an alert does not keep from signing: a reason of its list, words where they are needed. */
const answer = z.object({
  alert: z.string().min(1).max(200),
  reason: z.string().min(1).max(200),
  words: typedText(500),
});

export const signInput = z.object({
  /** Made when the basket was begun: the same key never orders twice. */
  key: z.uuid(),
  lines: orderLines,
  answers: z.array(answer).max(200),
});
export type SignInput = z.output<typeof signInput>;

/** What decision support says of a basket, in the reader's language, while it is filled and before it is signed. */
export const checkInput = z.object({
  lines: orderLines,
  hook: z.enum(['order-select', 'order-sign']),
  language: z.enum(['fr', 'en']),
});

/** Any prescription of the signature whose papers are wanted. */
export const printInput = z.object({ key: z.uuid(), requestId: fhirId });
/** A line as it is typed; it names no patient. */
export const readLineInput = z.object({ line: z.string().max(300) });

const favourite = z.object({
  /** Made when it is first kept. */
  id: z.uuid(),
  name: typedText(100).min(1),
  lines: z.array(orderTemplate).min(1).max(50),
});
export const saveFavouriteInput = favourite;
export const removeFavouriteInput = favourite.pick({ id: true });
/** Of a service: `null` takes it away. */
export const saveServiceFavouriteInput = z.object({
  serviceId: fhirId,
  id: favourite.shape.id,
  favourite: favourite.omit({ id: true }).nullable(),
});

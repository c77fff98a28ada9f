import { z } from 'zod';
import { orderLines, orderTemplate } from '../../ordering/order-lines.ts';
import { typedText, writtenText } from '../../free-text.ts';
import { fhirId } from '../../patient-input.ts';

export type { OrderLine } from '../../ordering/order-lines.ts';

/** Why an alert does not keep from signing: a reason of its list, words where they are needed. */
const answer = z.object({
  alert: z.string().min(1).max(200),
  reason: writtenText({ least: 1, most: 200 }),
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
/** A drug by its code, without a patient. */
export const formularyInput = z.object({ system: z.string().max(200), code: z.string().min(1).max(40) });
export const readLineInput = z.object({ line: z.string().max(300) });

const favourite = z.object({
  /** Made when it is first kept. */
  id: z.uuid(),
  name: writtenText({ least: 1, most: 100 }),
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

const named = z.object({ id: fhirId, version: fhirId });
const written = writtenText({ least: 2, most: 1_000 });
/** Tasks of one patient; a remark is of one order of one of them. */
export const rereadInput = z
  .object({
    key: z.uuid(),
    tasks: z.array(named).min(1).max(50),
    remark: z
      .object({
        order: z.string().regex(/^(MedicationRequest|ServiceRequest)\/[A-Za-z0-9\-.]{1,64}$/),
        words: written,
      })
      .nullable(),
  })
  .refine(({ tasks, remark }) => remark === null || tasks.length === 1, { path: ['remark'] })
  .refine(({ tasks }) => new Set(tasks.map(({ id }) => id)).size === tasks.length, { path: ['tasks'] });
export const validateInput = named.extend({
  key: z.uuid(),
  verdict: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('validate'), answers: signInput.shape.answers }),
    z.object({ kind: z.literal('refuse'), why: written }),
  ]),
});
export const checkProposedInput = named.extend({ language: checkInput.shape.language });
/** Null: they gave it so. */
export const countersignInput = named.extend({ key: z.uuid(), contest: written.nullable() });
/** What a nurse reads and confirms of a protocol; what it orders is read from it when it is applied. */
export const applyProtocolInput = z.object({
  key: z.uuid(),
  protocol: named,
  situation: writtenText({ least: 3, most: 300 }),
  /** Places of its exclusions, each looked for and not there. */
  absent: z.array(z.int().min(0).max(99)).max(100),
  answers: signInput.shape.answers,
});
export const checkProtocolInput = z.object({ protocol: named, language: checkInput.shape.language });
export const recordVerbalInput = signInput.extend({
  doctor: z.string().regex(/^Practitioner\/[A-Za-z0-9\-.]{1,64}$/),
  how: z.enum(['present', 'telephone']),
  emergency: writtenText({ least: 3, most: 300 }),
  /** It was read back to the doctor; without that nothing is recorded. */
  isReadBack: z.literal(true),
});

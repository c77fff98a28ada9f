import { z } from 'zod';
import { typedText, writtenText } from '../../free-text.ts';
import { fhirId, patientInput } from '../../patient-input.ts';

/** Kinds on which a patient says yes or no. */
export const choiceKinds = ['care', 'sharing', 'research', 'portal'] as const;
export type ChoiceKind = (typeof choiceKinds)[number];

const day = z.iso.date();

/** Bytes of a signed form. */
export const maxFormBytes = 700_000;
export const formTypes = ['application/pdf', 'image/png', 'image/jpeg'] as const;
export type FormType = (typeof formTypes)[number];
const beginnings: readonly [FormType, readonly number[]][] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
];
/** What a file is, by its first bytes; null for what is neither PDF nor PNG nor JPEG. */
export function formTypeOf(bytes: Uint8Array): FormType | null {
  return beginnings.find(([, begin]) => begin.every((byte, i) => bytes[i] === byte))?.[0] ?? null;
}

/** A signed form, in base64. What it is is told by its content, never by its name. */
const form = z.object({ data: z.base64().max(Math.ceil(maxFormBytes / 3) * 4) });

/** What every change carries. */
const changeOf = patientInput.extend({
  /** Made when the form opens: the same key never makes a second decision. */
  key: z.uuid(),
  /** `token` of the list the person had before their eyes. */
  token: z.string().max(100),
});
/** What every decision carries: days of the hospital, both included, null for "from now" and "until further notice". */
const decision = changeOf.extend({
  from: day.nullable().default(null),
  until: day.nullable().default(null),
  /** The day a form was signed, when staff write down what the patient signed. */
  signedOn: day.nullable().default(null),
  form: form.nullable().default(null),
});

export const chooseInput = decision.extend({ kind: z.enum(choiceKinds), agrees: z.boolean() });

export const professionalsInput = patientInput.extend({ query: typedText(100) });
export const objectInput = decision.extend({ professionalIds: z.array(fhirId).min(1).max(20) });

/** Somebody with a record here, told exactly; staff may also name a record they have found by search. */
export const delegateSchema = z.discriminatedUnion('by', [
  z.object({
    by: z.literal('identity'),
    familyName: writtenText({ least: 1, most: 100 }),
    birthDate: day,
    ipp: writtenText({ least: 1, most: 50 }),
  }),
  z.object({ by: z.literal('record'), delegateId: fhirId }),
]);
export const delegateInput = decision.extend({ delegate: delegateSchema });

/** Takes an objection or a delegation back: for one person of it, or (null) as a whole when it names nobody that can be told. */
export const withdrawInput = decision
  .omit({ from: true, until: true })
  .extend({ consentId: fhirId, reference: z.string().max(100).nullable() });

/** One of the decisions or proposals of the list. */
export const oneInput = changeOf.extend({ consentId: fhirId });
export const callOffInput = oneInput.extend({
  signedOn: day.nullable().default(null),
  form: form.nullable().default(null),
});
export const attachInput = oneInput.extend({ signedOn: day, form });
export const formInput = patientInput.extend({ consentId: fhirId });

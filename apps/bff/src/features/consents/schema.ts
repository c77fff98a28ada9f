import { z } from 'zod';
import { writtenText } from '../../free-text.ts';
import { patientInput } from '../../patient-input.ts';

/** Kinds on which a patient says yes or no. */
export const choiceKinds = ['care', 'sharing', 'research', 'portal'] as const;
export type ChoiceKind = (typeof choiceKinds)[number];

const day = z.iso.date();
/** What every decision carries: days of the hospital, both included, null for "from now" and "until further notice". */
const decision = patientInput.extend({
  /** Made when the form opens: the same key never makes a second decision. */
  key: z.uuid(),
  /** `token` of the list the person had before their eyes. */
  token: z.string().max(100),
  from: day.nullable().default(null),
  until: day.nullable().default(null),
  /** The day a form was signed, when staff write down what the patient signed. */
  signedOn: day.nullable().default(null),
});
const fhirId = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/);

export const chooseInput = decision.extend({ kind: z.enum(choiceKinds), agrees: z.boolean() });

export const professionalsInput = patientInput.extend({ query: z.string().trim().max(100) });
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

/** Takes an objection or a delegation back: for one person of it, or (null) as a whole when nobody can be told. */
export const withdrawInput = decision
  .omit({ from: true, until: true })
  .extend({ consentId: fhirId, reference: z.string().max(100).nullable() });

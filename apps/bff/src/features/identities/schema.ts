import { identityDocuments, type IdentityDocument } from '@keneyapp/clinical';
import { z } from 'zod';
import { seen, typedText } from '../../free-text.ts';
import { fhirId } from '../../patient-input.ts';
import { deceased, relations } from './relations-schema.ts';

/** Longer than any name: what is too long is said at its field by `checkTraits`, and not cut. */
const name = typedText(300);
/** Stands beside other words, on paper too: nothing in it steers what follows. */
const seenName = name.transform(seen);
const oneOf = <T extends string>(record: Record<T, unknown>) => z.enum(Object.keys(record) as [T, ...T[]]);

/** The strict traits as the form has them; what is wrong with them is said by field (`checkTraits`). */
const traits = z.object({
  birthName: name,
  firstGivenName: name,
  /** Of birth, in the order of the civil registry; empty when the list is not known. */
  givenNames: z.array(name).max(30),
  birthDate: z.object({
    /** FHIR date of any precision. */
    known: z.string().max(10),
    isEstimated: z.boolean(),
    /** A day that is known in a month that is not. */
    dayOfUnknownMonth: z.int().min(1).max(31).optional(),
  }),
  sex: z.enum(['male', 'female', 'unknown']),
  birthPlace: z.object({ code: z.string().max(10), name: seenName.nullable() }),
});

/** Who may be meant, while the form is filled: whatever is missing is compared with nothing. */
export const likeInput = z.object({
  birthName: name.optional(),
  usedName: name.optional(),
  usedGivenName: name.optional(),
  firstGivenName: name.optional(),
  givenNames: z.array(name).max(30).optional(),
  birthDate: z.string().max(10).optional(),
  sex: z.enum(['male', 'female', 'unknown']).optional(),
  birthPlace: z.string().max(10).optional(),
  telephones: z.array(z.string().max(30)).max(10).optional(),
  /** Of a scanned datamatrix: compared, and shown to nobody. */
  matricule: z.string().max(30).optional(),
  /** Whose record is corrected: it is not shown, nor who was told apart from it. */
  except: fhirId.optional(),
});
export type LikeInput = z.input<typeof likeInput>;

const contact = z.object({
  /** Left out: they stay as they are. */
  relations: relations.optional(),
  usedName: seenName.nullable(),
  usedGivenName: seenName.nullable(),
  home: z
    .object({
      lines: z.array(typedText(200).transform(seen)).max(5),
      postalCode: z.string().max(20).nullable(),
      city: seenName.nullable(),
      inseeCode: z.string().max(5).nullable(),
      country: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .nullable(),
    })
    .nullable(),
  telephones: z
    .array(z.object({ value: z.string().min(1).max(30), use: z.enum(['home', 'work', 'mobile']) }))
    .max(10),
  email: z.email().max(200).nullable(),
  /** Left out: as it is. */
  wantsNoMail: z.boolean().optional(),
});

/** The paper that somebody saw. */
const proof = z.object({
  document: oneOf<IdentityDocument>(identityDocuments),
  holder: z.enum(['anybody', 'minor', 'minor-with-parent', 'care-home-resident']),
});

/** What INSi answered to this form, sealed by the BFF: the browser hands it back unread. */
const insi = z.object({ form: z.uuid(), sealed: z.string().max(4_000) }).nullable();

const attributes = z.array(z.enum(['homonym', 'doubtful', 'fictive'])).max(3);

export const askInsiInput = z.object({
  /** Made when the form opens; the answer counts in it alone. */
  form: z.uuid(),
  /** Who is corrected; null: somebody is registered. */
  patientId: fhirId.nullable(),
  traits,
  attributes,
  /** Of a scanned datamatrix: whether it is still this person's. */
  scanned: z.object({ matricule: z.string().max(30), oid: z.string().max(60) }).nullable(),
});

export type AskInsiInput = z.input<typeof askInsiInput>;

export const registerInput = z.object({
  /** Made when the form opens: sent twice, it registers once. */
  key: z.uuid(),
  traits,
  contact,
  proof: proof.nullable(),
  insi,
  attributes,
  /** Records that were shown as possibly the same person, and are not. */
  others: z.array(fhirId).max(100),
});
export type RegisterInput = z.input<typeof registerInput>;

/** In a moment, under an identity that nobody takes for a name: who somebody is gets known later. */
export const registerUnknownInput = z.object({
  key: z.uuid(),
  sex: z.enum(['male', 'female', 'unknown']),
  /** Years, about. */
  age: z.int().min(0).max(130).nullable(),
});

export const correctInput = z.object({
  /** Left out: as it is; null: alive; a date of any precision, where it is known. */
  deceased: deceased.nullable().optional(),
  key: z.uuid(),
  /** The version that the form was filled from. */
  version: fhirId,
  traits,
  /** A slip, or the civil registry changed it: the former name stays as an old one. */
  reason: z.enum(['correction', 'civil-status']),
  contact,
  proof: proof.nullable(),
  insi,
  attributes,
  /** Records that were shown as possibly the same person, and are not. */
  others: z.array(fhirId).max(100).default([]),
});
export type CorrectInput = z.input<typeof correctInput>;

export const redoBraceletInput = z.object({
  key: z.uuid(),
  /** The version that was printed: a bracelet of what was corrected since is not the one that was put on. */
  version: fhirId,
});

export const judgeInput = z.object({ patients: z.tuple([fhirId, fhirId]) });
/** Of one record; left out: of all. */
export const judgementsInput = z.object({ patientId: fhirId.optional() });

/** What is chosen field by field when two records become one. The first given name goes with the list of given names. @public */
export const mergeFields = [
  ...(['birthName', 'givenNames', 'birthDate', 'sex', 'birthPlace'] as const),
  ...(['usedName', 'usedGivenName', 'home', 'telephones', 'email'] as const),
] as const;
export type MergeField = (typeof mergeFields)[number];

export const comparePairInput = z.object({
  patients: z.tuple([fhirId, fhirId]).refine(([one, other]) => one !== other, 'two records'),
});

export const mergeInput = z.object({
  key: z.uuid(),
  /** The record that is kept. */
  kept: fhirId,
  /** The record that leads on. */
  other: fhirId,
  /** Those that were before the person's eyes. */
  versions: z.object({ kept: fhirId, other: fhirId }),
  /** Whose value stands; a field that is not named keeps what the kept record has. */
  choices: z.partialRecord(z.enum(mergeFields), z.enum(['kept', 'other'])),
});
export type MergeInput = z.input<typeof mergeInput>;

export const undoMergeInput = z.object({ key: z.uuid(), mergeId: z.uuid() });

export const followMergeInput = z.object({ key: z.uuid(), mergeId: z.uuid() });
/** Over the version that is before the person's eyes. */
export const undoInput = z.object({ key: z.uuid(), version: fhirId });

export const placesInput = z.object({ text: typedText(100) });

export type { RegisterNewbornInput } from './newborn-schema.ts';

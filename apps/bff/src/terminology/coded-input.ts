import { foldedWords } from '@keneyapp/clinical';
import { bindingOf, uncodedTag, type CodedField } from '@keneyapp/fhir-model/bindings';
import { systemOf } from '@keneyapp/fhir-model/systems';
import type { CodeableConcept, Meta } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { typedText } from '../free-text.ts';
import type { Terminology } from './terminology.ts';

/** Words alone; those of a code are as long as its release has them. */
const maxWords = 200,
  maxOfCode = 2_000;

/** What a coded field sends: a code that was chosen, with the words as they were read; or words alone. */
export const codedInput = z
  .object({
    text: typedText(maxOfCode),
    code: z
      .object({
        system: z.string().min(1).max(200),
        code: z
          .string()
          .max(60)
          .regex(/^[^\s|,\\]+$/),
      })
      .nullable(),
  })
  .refine(({ text, code }) => code !== null || text.length <= maxWords, {
    path: ['text'],
    error: 'too long',
  });
export type CodedInput = z.output<typeof codedInput>;

/**
 * The CodeableConcept of a coded field, with the display of the release that is loaded and never the browser's, and the tag
 * of what has no code. Whether it may be written is judged when it is (`coded-check.ts`).
 */
export async function conceptOf(
  terminology: Pick<Terminology, 'displayOf'>,
  field: CodedField,
  { text, code }: CodedInput,
): Promise<{ concept: CodeableConcept; meta: Pick<Meta, 'tag'> }> {
  if (code === null)
    return { concept: { text }, meta: bindingOf(field).takesText ? { tag: [{ ...uncodedTag }] } : {} };
  const system = systemOf(code);
  // where it cannot be asked, what is written is refused when it is checked: it has no display
  const display = await terminology.displayOf(field, system, code.code).catch(() => null);
  if (display !== null && foldedWords(display) !== foldedWords(text)) refuseOtherWords(field);
  return {
    concept: {
      coding: [{ system, code: code.code, ...(display === null ? {} : { display }), userSelected: true }],
      text: display ?? text,
    },
    meta: {},
  };
}

/** A draft, or a save that waited, holds words of another release: the code may mean something else by now. */
function refuseOtherWords(field: CodedField): never {
  throw new TRPCError({
    code: 'BAD_REQUEST',
    message: 'refused',
    cause: new z.ZodRealError([
      { code: 'custom', path: ['coded', field], message: 'other-words', input: undefined },
    ]),
  });
}

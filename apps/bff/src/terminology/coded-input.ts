import { bindingOf, uncodedTag, type CodedField } from '@keneyapp/fhir-model/bindings';
import type { CodeableConcept, Meta } from '@medplum/fhirtypes';
import { z } from 'zod';
import { typedText } from '../free-text.ts';
import type { Terminology } from './terminology.ts';

/** What a coded field sends: a code that was chosen, with the words as they were read; or words alone. */
export const codedInput = z.object({
  text: typedText(200),
  code: z
    .object({
      system: z.string().min(1).max(200),
      code: z
        .string()
        .max(60)
        .regex(/^[^\s|,\\]+$/),
    })
    .nullable(),
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
  const display = await terminology.displayOf(field, code.system, code.code).catch(() => null);
  return {
    concept: {
      coding: [{ ...code, ...(display === null ? {} : { display }), userSelected: true }],
      text: display ?? text,
    },
    meta: {},
  };
}

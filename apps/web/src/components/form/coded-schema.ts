import { z } from 'zod';

/** What may be kept in a draft. */
export const codedValueSchema = z.object({
  text: z.string(),
  code: z.object({ system: z.string(), code: z.string() }).nullable(),
});

/** The schema of a coded field; its reasons are `empty`, and `needsCode` where words without a code are not taken. */
export const codedFieldSchema = ({ takesText }: { takesText: boolean }) =>
  codedValueSchema.superRefine(({ text, code }, context) => {
    if (text.trim() === '') context.addIssue({ code: 'custom', message: 'empty' });
    else if (code === null && !takesText) context.addIssue({ code: 'custom', message: 'needsCode' });
  });

import { z } from 'zod';
import { typedText, writtenText } from './free-text.ts';
import { fhirId } from './patient-input.ts';

/** A year, a month or a day, as it is known. */
export const partialDate = z.string().regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/);

const reasonLength = 3;

/** Which statement: of its versions. */
export const statementId = z.object({ id: fhirId });

/** One statement of a chart (a problem, an allergy), as the person read it. */
const statement = z.object({
  /** Made when the form opens: sent twice, it changes once. */
  key: z.uuid(),
  id: fhirId,
  version: fhirId,
});
export const withReason = statement.extend({ reason: writtenText({ least: reasonLength, most: 500 }) });
export const mayHaveReason = statement.extend({ reason: typedText(500) });
export type StatementChange = z.output<typeof mayHaveReason>;

/**
 * A statement written anew: the fields that the person changed and no others, so that what a form cannot hold of the rest
 * stays as another system wrote it.
 */
export const changeOf = <Shape extends z.ZodRawShape>(fields: z.ZodObject<Shape>) =>
  statement.extend({
    changes: fields
      .partial()
      .refine((changes) => Object.values(changes).some((one) => one !== undefined), { error: 'unchanged' }),
  });

import { codedFields, type CodedField } from '@keneyapp/fhir-model/bindings';
import { z } from 'zod';
import { typedText } from '../../free-text.ts';
import { fhirId } from '../../patient-input.ts';
import { cim10Code, hospitalAbbreviationsSchema } from '../../terminology/hospital-abbreviations.ts';

export {
  cim10Code,
  longestMeaning,
  longestShortForm,
  maxCodesOfMeaning,
  maxMeanings,
} from '../../terminology/hospital-abbreviations.ts';

const field = z.enum(codedFields as [CodedField, ...CodedField[]]);
const system = z.string().min(1).max(200);
const code = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[^\s|,\\]+$/);

export const suggestInput = z.object({
  field,
  text: typedText(100),
  /** Of those that the field takes, only these. */
  systems: z.array(system).max(5).optional(),
});
const choice = { field, system, code };
export const setFavouriteInput = z.object({ ...choice, isFavourite: z.boolean() });
export const setServiceFavouriteInput = z.object({ ...choice, serviceId: fhirId, isFavourite: z.boolean() });
export const serviceInput = z.object({ serviceId: fhirId });
export const conceptInput = z.object({ system, code });
export const findInput = z.object({ system, text: typedText(100) });
export const codesInput = z.object({ codes: z.array(z.string().regex(cim10Code)).max(100) });
export const saveAbbreviationsInput = z.object({
  value: hospitalAbbreviationsSchema,
  version: z.number().int().nonnegative(),
});

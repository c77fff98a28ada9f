import { z } from 'zod';
import { fhirId } from '../../patient-input.ts';

export const typeInput = z.object({ type: z.string().regex(/^[A-Z][A-Za-z]{1,39}$/) });
export const resourceInput = typeInput.extend({ id: fhirId });
export const versionInput = resourceInput.extend({ versionId: fhirId });

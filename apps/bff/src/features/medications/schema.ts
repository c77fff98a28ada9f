import { z } from 'zod';
import { fhirId } from '../../patient-input.ts';

export const givenInput = z.object({ requestId: fhirId });

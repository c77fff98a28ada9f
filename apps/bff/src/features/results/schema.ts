import { z } from 'zod';
import { fhirId } from '../../patient-input.ts';

export const traceInput = z.object({ observationId: fhirId });

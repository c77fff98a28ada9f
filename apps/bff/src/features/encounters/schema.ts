import { z } from 'zod';
import { fhirId } from '../../patient-input.ts';

/** A stay or a visit of the chart. */
export const stayInput = z.object({ id: fhirId });

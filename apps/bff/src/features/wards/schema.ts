import { z } from 'zod';
import { fhirId } from '../../patient-input.ts';

/** Which of one's units the list shows: the id of its Organization; null shows all of them. */
export const chooseInput = z.object({ unit: fhirId.nullable() });

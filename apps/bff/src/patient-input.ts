import { fhirIdPattern } from '@keneyapp/fhir-client/ids';
import { z } from 'zod';

/** The id of a resource in an input, or of one of its versions. */
export const fhirId = z.string().regex(fhirIdPattern);

/** The input of every chart procedure; apart from trpc.ts so that schemas the web imports bring no server code. */
export const patientInput = z.object({ patientId: fhirId });

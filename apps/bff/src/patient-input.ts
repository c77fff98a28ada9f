import { z } from 'zod';

/** The input of every chart procedure; apart from trpc.ts so that schemas the web imports bring no server code. */
export const patientInput = z.object({ patientId: z.string().regex(/^(?!\.+$)[A-Za-z0-9.-]{1,64}$/) });

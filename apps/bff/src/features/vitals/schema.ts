import { z } from 'zod';
import { typedText, writtenLength, writtenText } from '../../free-text.ts';
import { fhirId } from '../../patient-input.ts';

/** The plain numbers of the form, in the units of `vitalDefinitions` (packages/clinical). */
const recordedSigns = [
  'systolic',
  'diastolic',
  'heartRate',
  'respiratoryRate',
  'oxygenSaturation',
  'temperature',
  'pain',
  'glucose',
  'weight',
  'height',
  'headCircumference',
] as const;
const consciousnessLevels = ['alert', 'confusion', 'voice', 'pain', 'unresponsive'] as const;

/** Only finite numbers; what is possible depends on the age and is judged by `assessVital`. */
const valuesSchema = z.partialRecord(z.enum(recordedSigns), z.number());
export type VitalValues = z.infer<typeof valuesSchema>;

const oxygenSchema = z.discriminatedUnion('source', [
  z.object({ source: z.literal('air') }),
  /** L/min. */
  z.object({ source: z.literal('oxygen'), flow: z.number().positive().max(80) }),
]);

/** One set of vital signs, taken together. `key` is made when the form opens: the same key never makes a second set. */
export const recordInput = z.object({
  key: z.uuid(),
  takenAt: z.iso.datetime({ offset: true }),
  values: valuesSchema,
  consciousness: z.enum(consciousnessLevels).optional(),
  oxygen: oxygenSchema.optional(),
  spo2Scale: z.union([z.literal(1), z.literal(2)]).default(1),
  note: typedText(1000).optional(),
  /** Signs whose critical value the person has looked at twice. */
  confirmed: z.array(z.enum([...recordedSigns, 'consciousness'])).default([]),
});
export type RecordInput = z.input<typeof recordInput>;

/** Corrects observations of one set. `version` is the one the person had before their eyes. */
export const correctInput = z.object({
  /** Made when the form opens: sent twice, it corrects once. */
  key: z.uuid(),
  changes: z
    .array(
      z.object({
        observationId: fhirId,
        version: fhirId,
        values: valuesSchema.optional(),
        consciousness: z.enum(consciousnessLevels).optional(),
        oxygen: oxygenSchema.optional(),
      }),
    )
    .min(1)
    .max(20),
  reason: typedText(500).optional(),
  confirmed: z.array(z.enum([...recordedSigns, 'consciousness'])).default([]),
});
export type CorrectInput = z.input<typeof correctInput>;

const reasonLength = 3;
export const isReason = (text: string): boolean => writtenLength(text) >= reasonLength;

/** Takes back one value, several, or a whole set, for one reason and in one transaction. */
export const enteredInErrorInput = z.object({
  key: z.uuid(),
  observations: z
    .array(z.object({ observationId: fhirId, version: fhirId }))
    .min(1)
    .max(100)
    .refine((all) => new Set(all.map((one) => one.observationId)).size === all.length, 'twice'),
  /** With it the whole set is meant: a value that was added to it meanwhile, and that the person has not seen, is a conflict. */
  setKey: z.string().min(1).max(200).optional(),
  reason: writtenText({ least: reasonLength, most: 500 }),
});
export type EnteredInErrorInput = z.input<typeof enteredInErrorInput>;

/** FHIR dates or instants; `from` inclusive, `to` exclusive. */
export const periodInput = z.object({
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export const flowsheetInput = periodInput.extend({
  withErrors: z.boolean().default(true),
  limit: z.number().int().min(1).max(2000).default(500),
});
export const versionsInput = z.object({ observationId: fhirId });

import {
  mealTimes,
  mostBands,
  regimenRoutes,
  scaleMeasures,
  scaleUnits,
  weekdays,
  type DoseScale,
  type Regimen,
  type RegimenTiming,
} from '@keneyapp/clinical/prescribing';
import type { OrderTemplate } from '@keneyapp/fhir-model/order-set';
import { serviceCategories } from '@keneyapp/fhir-model/service-request';
import { z } from 'zod';
import { typedText, writtenText } from '../free-text.ts';
import { fhirId } from '../patient-input.ts';
import { substitutionReasons } from './paper/substitution.ts';
import { codedInput } from '../terminology/coded-input.ts';

/** As JSON writes it, so that its digits are kept: no zeros before, no exponent. */
const decimal = z.string().regex(/^(0|[1-9]\d{0,8})(\.\d{1,6})?$/);
const dose = z.object({
  value: decimal,
  /** UCUM, or what is counted in braces. */
  unit: z.string().regex(/^(\{[\p{L}\p{M}\p{N} '’/.-]{1,40}\}|[!-z|~]{1,40})$/u),
});
const count = z.int().min(1).max(1_000);
const timeUnit = z.enum(['min', 'h', 'd', 'wk', 'mo']);
const short = z.object({ value: count, unit: z.enum(['min', 'h']) });

const timing: z.ZodType<RegimenTiming> = z.object({
  times: z
    .object({ count, countMax: count.exactOptional(), per: z.object({ value: count, unit: timeUnit }) })
    .exactOptional(),
  every: z.object({ value: count, valueMax: count.exactOptional(), unit: timeUnit }).exactOptional(),
  at: z.array(z.enum(mealTimes)).min(1).max(mealTimes.length).exactOptional(),
  clock: z
    .array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/))
    .min(1)
    .max(24)
    .exactOptional(),
  days: z.array(z.enum(weekdays)).min(1).max(7).exactOptional(),
  once: z.literal(true).exactOptional(),
});

/** Whether its bands lie end to end is judged at their fields. */
const scale: z.ZodType<DoseScale> = z.object({
  measure: z.enum(scaleMeasures),
  unit: z.enum(scaleUnits).nullable(),
  bands: z
    .array(
      z.object({
        from: decimal.nullable(),
        below: decimal.nullable(),
        dose: z.union([dose, z.literal('none')]).nullable(),
        instruction: typedText(200),
      }),
    )
    .max(mostBands),
});

const step = z.object({
  dose: dose.nullable(),
  scale: scale.exactOptional(),
  doseMax: dose.nullable(),
  isPerKilogram: z.boolean(),
  rate: z
    .object({ amount: dose, per: z.object({ value: count, unit: z.enum(['min', 'h', 'd']) }) })
    .nullable(),
  over: short.nullable(),
  timing: timing.nullable(),
  duration: z.object({ value: count, unit: timeUnit }).nullable(),
});

const regimen: z.ZodType<Regimen> = z.object({
  route: z.enum(regimenRoutes).nullable(),
  steps: z.array(step).min(1).max(20),
  asNeeded: z
    .object({ condition: typedText(200), interval: short.nullable(), maxPerDay: dose.nullable() })
    .nullable(),
  additives: z.array(z.object({ text: writtenText({ least: 1, most: 100 }), dose: dose.nullable() })).max(10),
  instruction: typedText(1_000),
});

/** A day, or a moment with its zone. */
const start = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d(T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(Z|[+-]([01]\d|2[0-3]):[0-5]\d))?$/);

const priority = z.enum(['routine', 'urgent', 'asap', 'stat']);
/** Null: until it is stopped. */
const duration = z.object({ value: count, unit: timeUnit }).nullable();
const drug = {
  coded: codedInput,
  regimen,
  /** In the ward, at home, or from the discharge on. */
  setting: z.enum(['inpatient', 'community', 'discharge']),
  start,
  priority,
  /** What it is for. */
  reason: typedText(200),
  note: typedText(1_000),
  /** For the long-term illness that the insurance recognised (ALD): the upper zone of the paper. */
  isLongTermIllness: z.boolean().exactOptional(),
  /** Why nothing may be put in its place. */
  notSubstitutable: z.enum(substitutionReasons).exactOptional(),
};

const service = {
  category: z.enum(serviceCategories),
  coded: codedInput,
  start,
  /** Null: once. */
  timing: timing.nullable(),
  duration,
  priority,
  /** What whoever examines, images or advises has to know. */
  reason: typedText(1_000),
  /** Whose advice is asked for: a speciality or a person; else empty. */
  addressee: typedText(200),
  note: typedText(1_000),
};

/** An order that is renewed, revised or stopped, as the person saw it. */
const former = z.object({ id: fhirId, version: z.string().min(1).max(64) });
const why = typedText(200);

const renewed = { act: z.literal('renew'), former, start, duration };
const stopped = { act: z.literal('stop'), former, why };
const drugLine = z.discriminatedUnion('act', [
  z.object({ kind: z.literal('drug'), act: z.literal('new'), ...drug }),
  z.object({ kind: z.literal('drug'), act: z.literal('revise'), former, why, ...drug }),
  z.object({ kind: z.literal('drug'), ...renewed }),
  z.object({ kind: z.literal('drug'), ...stopped }),
]);
const serviceLine = z.discriminatedUnion('act', [
  z.object({ kind: z.literal('service'), act: z.literal('new'), ...service }),
  z.object({ kind: z.literal('service'), act: z.literal('revise'), former, why, ...service }),
  z.object({ kind: z.literal('service'), ...renewed }),
  z.object({ kind: z.literal('service'), ...stopped }),
]);
const orderLine = z.discriminatedUnion('kind', [drugLine, serviceLine]);

export type DrugLine = z.output<typeof drugLine>;
export type ServiceLine = z.output<typeof serviceLine>;
export type OrderLine = DrugLine | ServiceLine;
/** What says all of what it orders, where a renewal says that of the former order once more. */
export type FullDrugLine = Extract<DrugLine, { act: 'new' | 'revise' }>;
export type FullServiceLine = Extract<ServiceLine, { act: 'new' | 'revise' }>;

export const mostLines = 50;
/** A basket. */
export const orderLines = z.array(orderLine).min(1).max(mostLines);

/** What is kept at hand of an order: neither when nor for what, so that nothing of a patient is in it. */
export const orderTemplate: z.ZodType<OrderTemplate> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('drug'), coded: codedInput, regimen, setting: drug.setting, priority }),
  z.object({
    kind: z.literal('service'),
    category: service.category,
    coded: codedInput,
    timing: timing.nullable(),
    duration,
    priority,
    addressee: service.addressee,
  }),
]);

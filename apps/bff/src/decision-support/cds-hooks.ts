import { z } from 'zod';

export type OrderHook = 'order-select' | 'order-sign';
export type Hook = OrderHook | 'patient-view';

/** Of our own server: the rules of a service by name, and the day that an order is judged as of. */
export const rulesExtension = 'https://keneyapp.example/cds-hooks/rules';
/** Of our own server too: the lists that its rules rest on. */
export const knowledgeExtension = 'https://keneyapp.example/cds-hooks/knowledge';
export const asOfExtension = 'https://keneyapp.example/cds-hooks/as-of';

/** Words of whoever is configured, as they may stand in a record and on a screen: nothing that steers either. */
const words = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) =>
      text
        .toWellFormed()
        .replaceAll(
          /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g,
          '',
        )
        .trim(),
    );
const someWords = (max: number) => words(max).pipe(z.string().min(1));
/** As FHIR takes a code: no space but one between two words. */
const code = (max: number) => someWords(max).transform((text) => text.replaceAll(/\s+/g, ' '));

const ruleSchema = z.object({
  rule: code(200),
  title: someWords(300),
  level: z.enum(['blocks', 'needs-reason', 'informs']),
  source: z.object({ label: someWords(500), url: z.string().max(2_000).nullable() }).nullable(),
});
const knowledgeSchema = z.object({
  title: someWords(300),
  publisher: someWords(100),
  date: z.string().max(10),
  isSample: z.boolean(),
  size: z.number().int().nonnegative(),
});

/** What of the discovery of CDS Hooks 2.0 is used (https://cds-hooks.hl7.org/2.0/#discovery). */
export const discoverySchema = z.object({
  services: z
    .array(
      z.object({
        hook: z.string().min(1).max(100),
        id: z.string().regex(/^[\w.~-]{1,200}$/),
        title: words(300).optional(),
        prefetch: z.record(z.string().max(100), z.string().max(4_000)).default({}),
        // another server may use the name for something else: then it has no rules
        extension: z
          .looseObject({
            [rulesExtension]: z.array(ruleSchema).max(2_000).optional(),
            [knowledgeExtension]: z.array(knowledgeSchema).max(20).optional(),
          })
          .optional()
          .catch(undefined),
      }),
    )
    .max(100),
});
export type CdsService = z.infer<typeof discoverySchema>['services'][number];

/** Of our own server: what a card is about, where it is no alert at all (apps/decision-support/src/cards.ts). */
export const findingExtension = 'https://keneyapp.example/cds-hooks/finding';
const findingSchema = z.object({
  kind: z.enum(['alert', 'not-checked', 'no-rule']),
  rule: code(200),
  key: z.string().min(1).max(200).nullable(),
  orders: z.array(z.string().max(200)).max(1_000),
  level: z.enum(['blocks', 'needs-reason', 'informs']).nullable(),
  canLift: z.boolean(),
  sourceDate: z.string().max(10).nullable(),
  subject: z.string().min(1).max(500).nullish(),
});

/** Cards as they come from whatever service is configured (https://cds-hooks.hl7.org/2.0/#card-attributes). */
export const answerSchema = z.object({
  cards: z
    .array(
      z.object({
        summary: someWords(500),
        detail: words(20_000).default(''),
        indicator: z.enum(['info', 'warning', 'critical']),
        source: z.object({ label: someWords(500), url: z.string().max(2_000).optional() }),
        links: z
          .array(
            z.object({
              label: someWords(300),
              url: z.string().max(2_000),
              type: z.enum(['absolute', 'smart']),
              autolaunchable: z.boolean().default(false),
            }),
          )
          .max(20)
          .default([])
          .catch([]),
        overrideReasons: z
          .array(z.object({ code: code(200), display: someWords(300) }))
          .max(100)
          .default([]),
        extension: z.looseObject({ [findingExtension]: findingSchema.optional() }).optional(),
      }),
    )
    .max(1_000),
});
export type Card = z.infer<typeof answerSchema>['cards'][number];

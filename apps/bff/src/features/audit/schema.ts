import { z } from 'zod';
import { typedText } from '../../free-text.ts';
import { features } from '../../access/roles.ts';
import { auditKinds } from '../../audit/audit-kinds.ts';
import { fhirId } from '../../patient-input.ts';

export { auditKinds };
/** What the trail is narrowed to: of drafts and of the streams that keep a page up to date nobody asks. */
export const auditFeatures = features.filter((feature) => feature !== 'drafts' && feature !== 'live');
export const auditOutcomes = ['success', 'denied', 'failure'] as const;

const day = z.iso.date();
/** A day of the hospital, both ends included. */
const period = { from: day.optional(), to: day.optional() };
const isInOrder = ({ from, to }: { from?: string | undefined; to?: string | undefined }) =>
  !from || !to || from <= to;
const order = { path: ['to'], message: 'ends before it begins' };

const filter = z.object({
  ...period,
  patientId: fhirId.optional(),
  /** Also searches that only had the patient among their results. */
  listed: z.boolean().optional(),
  userId: z.string().min(1).max(200).optional(),
  kind: z.enum(auditKinds).optional(),
  feature: z.enum(features).optional(),
  outcome: z.enum(auditOutcomes).optional(),
  /** What was done under an emergency access, and the opening of it. */
  emergency: z.boolean().optional(),
  requestId: z.string().trim().min(1).max(100).optional(),
});
export type AuditFilter = z.infer<typeof filter>;

/** A place in the chain; what somebody put before the first is shown too, as what it is. */
const seq = z.string().regex(/^-?\d{1,18}$/);
/** The last record of the page before. */
const cursor = z.object({ at: z.iso.datetime(), seq });
export type AuditCursor = z.infer<typeof cursor>;
export const searchInput = filter
  .extend({ cursor: cursor.optional(), limit: z.number().int().min(1).max(200).default(50) })
  .refine(isInOrder, order);
export const getInput = z.object({ seq });

/** Fragments of names in any order, a birth date, an IPP. */
export const findPatientsInput = z.object({ query: typedText(100).min(2) });
export const findPeopleInput = z.object({ query: typedText(100) });
export const namesInput = z.object({ patientId: fhirId.optional(), userId: z.string().max(200).optional() });

/** At most a month: everybody's accesses are looked at. */
export const unusualDays = 31;
export const unusualInput = z
  .object({ from: day, to: day })
  .refine(isInOrder, order)
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < unusualDays * 86_400_000, {
    path: ['to'],
    message: `at most ${unusualDays} days`,
  });

export const exportQuery = z
  .object({
    format: z.enum(['csv', 'fhir']),
    ...filter.omit({ listed: true, emergency: true }).shape,
    listed: z.stringbool().optional(),
    emergency: z.stringbool().optional(),
  })
  .refine(isInOrder, order);

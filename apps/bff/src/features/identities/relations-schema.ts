import { checkIns, civilDateAt, formatIsoDate, type StrictTraits } from '@keneyapp/clinical';
import { z } from 'zod';
import { refuse } from '../../errors.ts';
import { typedText, writtenText } from '../../free-text.ts';

const relation = z
  .object({
    name: writtenText({ least: 1, most: 200 }),
    telephone: z.string().min(1).max(30).nullable(),
    link: typedText(100).nullable(),
  })
  .nullable();

/** Who is written down beside a patient, and the number under which they are insured. */
export const relations = z.object({
  toWarn: relation,
  trusted: relation,
  doctor: relation,
  insuredNumber: z
    .string()
    .max(30)
    .transform((text) => text.replaceAll(/\s/g, '').toUpperCase())
    .refine((number) => checkIns(number).ok, { error: 'nir' })
    .nullable(),
});

export const deceased = z.object({
  date: z
    .string()
    .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)
    .nullable(),
});

/** A death after the birth and not to come; refused at its field otherwise. */
export function checkedDeath(
  death: z.output<typeof deceased> | null,
  { birthDate }: Pick<StrictTraits, 'birthDate'>,
  now: Date,
): z.output<typeof deceased> | null {
  const day = death?.date ?? null;
  if (day === null) return death;
  const wrong = (reason: string) => refuse([{ path: ['deceased', 'date'], reason }]);
  if (Number.isNaN(Date.parse(day)) || (day.length === 10 && !new Date(day).toISOString().startsWith(day)))
    wrong('not-a-date');
  const today = formatIsoDate(civilDateAt(now));
  if (day > today.slice(0, day.length)) wrong('in-future');
  const shorter = Math.min(day.length, birthDate.known.length);
  if (day.slice(0, shorter) < birthDate.known.slice(0, shorter)) wrong('before-birth');
  return death;
}

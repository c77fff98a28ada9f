import type { FhirClient } from '@keneyapp/fhir-client';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { House } from '../../access/house.ts';

interface Asked {
  /** `Practitioner/…`, `Organization/…` */
  key: string;
  /** The field that names them. */
  at: (string | number)[];
}

/**
 * A task of no chart stays among those who work together: whoever was asked, now or after others, can do it, and whoever asked
 * can call it off. Throws for who shares no unit with `me`, by field.
 */
export async function refuseOutside(
  fhir: Pick<FhirClient, 'batchSearch'>,
  { me, asked, now }: { me: string; asked: readonly Asked[]; now: Date },
): Promise<void> {
  const house = new House(fhir, now);
  await house.learn(
    [me, ...asked.map(({ key }) => key)].filter((key) => key !== ''),
    () => [],
  );
  const mine = new Set(house.unitsOf(me));
  const outside = asked.filter(({ key }) => !house.unitsOf(key).some((unit) => mine.has(unit)));
  if (outside.length === 0) return;
  throw new TRPCError({
    code: 'BAD_REQUEST',
    message: 'refused',
    cause: new z.ZodRealError(
      outside.map(({ at }) => ({
        code: 'custom' as const,
        path: at,
        message: 'other-unit',
        input: undefined,
      })),
    ),
  });
}

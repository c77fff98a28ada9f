import type { FhirClient } from '@keneyapp/fhir-client';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { House } from '../../access/house.ts';

const ofHouse = /^(Practitioner|PractitionerRole|Organization|Location)\//;

interface Asked {
  /** `Practitioner/…`, `Organization/…` */
  key: string;
  /** The field that names them. */
  at: (string | number)[];
}

interface Within {
  /** Whose units it stays in. */
  among: readonly string[];
  asked: readonly Asked[];
  now: Date;
}

/**
 * A task of no chart stays among those who work together: whoever was asked, now or after others, can do it, and whoever asked
 * can call it off. Throws for who shares no unit with any of `among`, by field.
 */
export async function refuseOutside(
  fhir: Pick<FhirClient, 'batchSearch'>,
  { among, asked, now }: Within,
): Promise<void> {
  const house = new House(fhir, now);
  await house.learn(
    [...among, ...asked.map(({ key }) => key)].filter((key) => ofHouse.test(key)),
    () => [],
  );
  const units = new Set(among.filter((key) => ofHouse.test(key)).flatMap((key) => house.unitsOf(key)));
  const outside = asked.filter(({ key }) => !house.unitsOf(key).some((unit) => units.has(unit)));
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

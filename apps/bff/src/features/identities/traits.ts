import {
  birthDateOf,
  checkTraits,
  civilDateAt,
  spellTraits,
  unsaidBirthDate,
  type StrictTraits,
} from '@keneyapp/clinical';
import type { z } from 'zod';
import { refuse } from '../../errors.ts';
import type { registerInput } from './schema.ts';

/** The traits of a form as the RNIV spells them; refuses by field what cannot be saved. */
export function checkedTraits(typed: z.output<typeof registerInput>['traits'], now: Date): StrictTraits {
  const traits = traitsOf(typed);
  const problems = checkTraits(traits, civilDateAt(now));
  if (problems.length > 0)
    refuse(problems.map(({ field, problem }) => ({ path: ['traits', field], reason: problem })));
  return traits;
}

export function traitsOf({ birthDate, ...typed }: z.output<typeof registerInput>['traits']): StrictTraits {
  const { known, isEstimated, dayOfUnknownMonth } = birthDate;
  const date = birthDateOf(known, {
    isEstimated,
    ...(dayOfUnknownMonth === undefined ? {} : { dayOfUnknownMonth }),
  });
  return spellTraits({
    ...typed,
    // what is no date is said by its check
    birthDate: date ?? { ...unsaidBirthDate, known },
  });
}

import type { Extension, Identifier } from '@medplum/fhirtypes';
import { date, isOver } from './dates.ts';

export function extension(
  from: { extension?: Extension[] | undefined } | undefined,
  url: string,
): Extension | undefined {
  return from?.extension?.find((e) => e.url === url);
}

/** Identifiers in force: not those kept from before a merge, nor expired ones. */
export function inForce(identifiers: Identifier[] | undefined, now: Date): Identifier[] {
  return (identifiers ?? []).filter(
    (i) => i.value !== undefined && i.use !== 'old' && !isOver(date(i.period?.end), now),
  );
}

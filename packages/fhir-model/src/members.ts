import type { DiagnosticReport, Observation, Reference, Resource } from '@medplum/fhirtypes';
import { idOf } from './references.ts';
import { words } from './text.ts';

/** A result that a report or a panel names. */
export interface Member {
  /** Id of the Observation; `<holder>#<id>` for one that is contained; null for a name alone. */
  id: string | null;
  contained: Observation | null;
  name: string | null;
}

/** The results of a report, or the members of a panel, in their order: referred to, contained, or named only. */
export function membersOf(holder: DiagnosticReport | Observation): Member[] {
  const references: Reference[] =
    (holder.resourceType === 'DiagnosticReport' ? holder.result : holder.hasMember) ?? [];
  return references.flatMap((reference): Member[] => {
    const name = words(reference.display);
    if (reference.reference?.startsWith('#')) {
      const found = containedIn(holder, reference.reference.slice(1));
      return found
        ? [{ id: found.id ?? null, contained: found, name }]
        : [{ id: null, contained: null, name }];
    }
    const id = idOf(reference);
    return id === null && name === null && reference.reference === undefined
      ? []
      : [{ id, contained: null, name }];
  });
}

/** A contained Observation dates and belongs to its holder where it does not say so itself. */
function containedIn(holder: DiagnosticReport | Observation, id: string): Observation | null {
  const found = (holder.contained as Resource[] | undefined)?.find((r) => r.id === id);
  if (found?.resourceType !== 'Observation') return null;
  const { effectiveDateTime, effectivePeriod, effectiveInstant, effectiveTiming, issued } = found;
  const isDated = effectiveDateTime ?? effectivePeriod ?? effectiveInstant ?? effectiveTiming ?? issued;
  return {
    ...found,
    id: `${holder.id}#${id}`,
    ...(isDated
      ? {}
      : {
          effectiveDateTime: holder.effectiveDateTime,
          effectivePeriod: holder.effectivePeriod,
          issued: holder.issued,
        }),
  } as Observation;
}

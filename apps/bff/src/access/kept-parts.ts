import { isDeepStrictEqual } from 'node:util';
import { FhirError } from '@keneyapp/fhir-client';
import type { Resource } from '@medplum/fhirtypes';

type Fields = Record<string, unknown>;

/** What of a resource its reader was not shown, so that writing it back takes nothing away. */
export class KeptParts {
  readonly #kept = new Map<string, { whole: Fields; shown: Fields }>();

  remember(whole: Resource, shown: Resource): void {
    if (whole === shown || !whole.id) return;
    this.#kept.set(`${whole.resourceType}/${whole.id}`, {
      whole: whole as unknown as Fields,
      shown: shown as unknown as Fields,
    });
  }

  /** A changed resource with what was kept of it; refuses a change of an element that was not shown whole. Narratives are made anew. */
  restored<R extends Resource>(changed: R): R {
    const known = this.#kept.get(`${changed.resourceType}/${changed.id}`);
    if (!known) return changed;
    const { whole, shown } = known;
    const result = { ...(changed as unknown as Fields) };
    for (const element of Object.keys(whole)) {
      if (element === 'text' || isDeepStrictEqual(whole[element], shown[element])) continue;
      if (!isDeepStrictEqual(result[element], shown[element])) throw new FhirError(403, null, 'hidden-part');
      result[element] = whole[element];
    }
    return result as unknown as R;
  }
}

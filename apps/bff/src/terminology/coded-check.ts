import { isDeepStrictEqual } from 'node:util';
import { noKnownAllergies } from '@keneyapp/fhir-model/absence';
import { bindings, codedIn, isUncoded } from '@keneyapp/fhir-model/bindings';
import { systemOf } from '@keneyapp/fhir-model/systems';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import type { Terminology } from './terminology.ts';

/** Why a coded element is refused: words that `coded` of the form kit has a sentence for. */
type CodedProblem =
  'unknown-code' | 'not-loaded' | 'needs-code' | 'not-marked' | 'empty' | 'terminology-away' | 'other-words';

/**
 * Every coded element of what is written, by its binding: its codes are in the release that is loaded, and words without a
 * code are only there where that is allowed, and say so. Throws BAD_REQUEST with an issue `coded.<reason>` for each.
 */
export async function checkCoded(
  terminology: Pick<Terminology, 'displayOf' | 'isReachable' | 'releaseStateOf'>,
  bundle: Bundle,
  readStored: (type: Resource['resourceType'], id: string) => Promise<Resource>,
): Promise<void> {
  const issues: { path: string[]; reason: CodedProblem }[] = [];
  for (const { resource, request } of bundle.entry ?? []) {
    if (!resource || request?.method === 'DELETE') continue;
    const inIt = codedIn(resource);
    if (inIt.length === 0) continue;
    // what stays as it was recorded is not judged anew, by other rules or with a release that it never knew
    const before =
      request?.ifMatch === undefined
        ? []
        : codedIn(await readStored(resource.resourceType, resource.id ?? ''));
    for (const { field, concept } of inIt) {
      // a statement of the product's own, which nobody chose in a coded field
      if (field === 'AllergyIntolerance.code' && isDeepStrictEqual(concept, noKnownAllergies)) continue;
      if (before.some((one) => one.field === field && isDeepStrictEqual(one.concept, concept))) continue;
      const { systems, takesText } = bindings[field];
      const bound = (concept.coding ?? []).filter((one) =>
        systems.some((system) => system === systemOf(one)),
      );
      const add = (reason: CodedProblem) => issues.push({ path: ['coded', field], reason });
      if (bound.length === 0) {
        if (!concept.text?.trim()) add('empty');
        else if (!takesText) add('needs-code');
        else if (!isUncoded(resource)) add('not-marked');
      }
      for (const coding of bound) {
        const display = await terminology
          .displayOf(field, systemOf(coding), coding.code ?? '')
          .catch(() => undefined);
        if (display === undefined) add('terminology-away');
        else if (display === null) add(whyUnknown(terminology, systemOf(coding)));
        // without a display it could not be asked when it was built
        else if (coding.display === undefined) add('terminology-away');
        else if (display !== coding.display) add('other-words');
      }
    }
  }
  if (issues.length === 0) return;
  throw new TRPCError({
    code: 'BAD_REQUEST',
    message: 'refused',
    cause: new z.ZodRealError(
      issues.map(({ path, reason }) => ({ code: 'custom', path, message: reason, input: undefined })),
    ),
  });
}

/** That nothing of a system is loaded says nothing of its codes; nor does a server that is away. */
function whyUnknown(
  terminology: Pick<Terminology, 'isReachable' | 'releaseStateOf'>,
  system: string,
): CodedProblem {
  if (!terminology.isReachable) return 'terminology-away';
  return terminology.releaseStateOf(system) === 'none' ? 'not-loaded' : 'unknown-code';
}

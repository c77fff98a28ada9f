import type { Resource } from '@medplum/fhirtypes';
import type { FhirCall } from '../http/call.ts';
import { conditionsOf, type Conditions } from '../http/conditions.ts';
import type { WriteInteraction } from '../http/interaction.ts';
import { badRequest, FhirFailure, within } from '../outcome.ts';
import type { Stored, Written } from '../store/store.ts';
import { assertValid } from '../validation/validation.ts';

/** One change: an HTTP request, or an entry of a transaction. */
export interface Item {
  interaction: WriteInteraction;
  conditions: Conditions;
  /** What is to be stored; a patch has none before it is applied. */
  resource: Resource | null;
  patch: unknown;
  /** Where it stands in its Bundle, and the address it goes by there. */
  place: string | null;
  fullUrl: string | null;
  /** `Type/id`, once known. */
  ref: string | null;
  prior: Stored | null;
  /** `exists`: a conditional creation that found its resource. `nothing`: a deletion of nothing. `same`: an update that changes nothing. */
  outcome: 'created' | 'updated' | 'deleted' | 'exists' | 'nothing' | 'same' | null;
  /** What is stored afterwards; null where nothing is. */
  stored: Written | Stored | null;
}

/** A change as asked, checked as far as it can be without the database. */
export function itemOf(interaction: WriteInteraction, call: FhirCall, fullUrl: string | null): Item {
  return within(call.place, () => {
    const { code, type } = interaction;
    const isStored = code === 'create' || code === 'update';
    if (isStored) {
      const given = call.body as Resource | null | undefined;
      if (given === null || given === undefined) throw badRequest('The resource is missing', ['resource']);
      if (typeof given.resourceType === 'string' && given.resourceType !== type)
        throw badRequest(`The resource is no ${type}`, [`${type}.resourceType`]);
      assertValid(given);
      if (code === 'update') assertWhole(given);
      if (code === 'update' && interaction.target.id !== null && given.id !== interaction.target.id)
        throw badRequest('The id of the resource and of the address differ', [`${type}.id`]);
    } else if (code === 'patch' && (call.body === null || call.body === undefined))
      throw badRequest('The patch is missing', ['resource']);
    return {
      interaction,
      conditions: conditionsOf(call.headers),
      resource: isStored ? (call.body as Resource) : null,
      patch: code === 'patch' ? call.body : null,
      place: call.place,
      fullUrl,
      ref: null,
      prior: null,
      outcome: null,
      stored: null,
    };
  });
}

/** A resource that says it is only a part of one must not take the place of the whole: https://hl7.org/fhir/R4/search.html#summary */
function assertWhole({ resourceType, meta }: Resource): void {
  const isPart = meta?.tag?.some(
    ({ system, code }) =>
      code === 'SUBSETTED' &&
      (system === undefined || /\/(v3-ObservationValue|v3\/ObservationValue)$/.test(system)),
  );
  if (isPart)
    throw new FhirFailure(
      422,
      'incomplete',
      'The resource is marked as a part (SUBSETTED): it cannot take the place of the whole',
      [`${resourceType}.meta.tag`],
    );
}

import { hasNext, orThrow } from '@keneyapp/fhir-model/bundles';
import { lookupIn, referenceKey } from '@keneyapp/fhir-model/references';
import type { Bundle } from '@medplum/fhirtypes';
import { ownOperation, router, unitOperation } from '../../trpc.ts';
import { chooseUnit, chosenUnit } from './choice.ts';
import { readRows } from './read-rows.ts';
import { chooseInput } from './schema.ts';
import { maxStays, staysElsewhere, staysInUnits } from './searches.ts';
import { bedOf, isWithin, staysOf } from './stays.ts';
import { placesAndTeams, unitsOf } from './units.ts';
import type { WardView } from './view.ts';

export const wardsRouter = router({
  /**
   * Who is in the house and this person's: in their units, named on the stay, or of their care team. Each row is what the
   * chart would show of it; of a closed one, that the bed is taken. As many requests for one patient as for forty.
   */
  list: unitOperation('wards.read').query(async ({ ctx }): Promise<WardView> => {
    const { session, services } = ctx;
    const { wardTies } = services.capabilities;
    const now = new Date();
    const readAt = now.toISOString();
    const me = referenceKey(session.fhirUser ?? '');
    if (!me?.startsWith('Practitioner/'))
      return { units: [], unit: null, rows: [], readAt, isTruncated: false, failed: [] };
    const [chosen, { units, roles }] = await Promise.all([
      chosenUnit(services.db, session.userId),
      unitsOf(wardTies, me, now),
    ]);
    const unit = units.find(({ id }) => id === chosen) ?? null;
    const shown = unit ? [unit] : units;
    const person = [me, ...roles];
    const tied = await placesAndTeams(wardTies, { units: shown, person }, { now, max: maxStays });
    const inUnits = staysInUnits(
      shown.map(({ id }) => id),
      tied.places,
    );
    const elsewhere = unit ? [] : staysElsewhere(person, tied.patients);
    // the client shows of each stay what its reader may know: see access/list-guard.ts
    const found = (await ctx.fhir.batchSearch([...inUnits, ...elsewhere])).map(orThrow);
    // that somebody is in a bed is seen in one's own ward alone
    const lookup = lookupIn(...found);
    // of the searches in the units the first is by service: whose stay is this service's is in it wherever they lie
    const ofService = shown.length > 0 ? 1 : 0;
    const stays = staysOf(
      found.map((bundle, i) =>
        i < ofService
          ? bundle
          : withoutTaken(bundle, (bed) => i < inUnits.length && isWithin(bed, tied.places, lookup)),
      ),
      now,
    );
    return {
      units: units.map(({ id, name }) => ({ id, name })),
      unit: unit?.id ?? null,
      readAt,
      isTruncated: found.some(hasNext) || tied.isTruncated,
      ...(await readRows(ctx, stays, lookup, now)),
    };
  }),

  /** Which unit the list shows from now on, wherever this person signs in. */
  choose: ownOperation('wards.choose')
    .input(chooseInput)
    .mutation(async ({ ctx, input }): Promise<null> => {
      await chooseUnit(ctx.services.db, ctx.session.userId, input.unit);
      return null;
    }),
});

/** Without taken beds but those that are kept: somebody who was here before and is elsewhere now is nobody's bed here. */
const withoutTaken = (bundle: Bundle, isKept: (bed: string | null) => boolean): Bundle => ({
  ...bundle,
  entry: (bundle.entry ?? []).filter(
    ({ resource }) =>
      resource?.resourceType !== 'Encounter' || resource.subject !== undefined || isKept(bedOf(resource)),
  ),
});

import { bindings, codedFields, uncodedTag } from '@keneyapp/fhir-model/bindings';
import { matches } from '@keneyapp/fhir-model/bundles';
import { coded } from '@keneyapp/fhir-model/coded';
import { systems } from '@keneyapp/fhir-model/systems';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import type { Services } from '../../context.ts';
import {
  abbreviationSources,
  newCodes,
  saveAbbreviations,
  shippedAbbreviations,
  storedAbbreviations,
} from '../../terminology/abbreviations.ts';
import type { HospitalAbbreviations } from '../../terminology/hospital-abbreviations.ts';
import {
  favouritesOf,
  ownerOfService,
  ownerOfUser,
  maxFavourites,
  setFavourite,
} from '../../terminology/usage.ts';
import { router, signedInProcedure, unitOperation } from '../../trpc.ts';
import { changedMeanwhile } from '../../writing/outcome-errors.ts';
import { conceptView } from './concept.ts';
import {
  codesInput,
  conceptInput,
  findInput,
  saveAbbreviationsInput,
  serviceInput,
  setFavouriteInput,
  setServiceFavouriteInput,
  suggestInput,
} from './schema.ts';
import { uncodedLines } from './uncoded.ts';
import type {
  AbbreviationsView,
  CodesView,
  ConceptView,
  FoundConcept,
  ReleasesView,
  ServiceChoice,
  ServiceFavouritesView,
  Suggestions,
  UncodedView,
} from './view.ts';

export const terminologyRouter = router({
  /** Below a coded field, at each key. */
  suggest: signedInProcedure
    .input(suggestInput)
    .query(async ({ ctx: { session, services }, input }): Promise<Suggestions> =>
      services.terminology.suggest(input.field, input.text, await services.owners.of(session), input.systems),
    ),
  /** Keeps a code at hand for oneself, or no longer. */
  setFavourite: signedInProcedure
    .input(setFavouriteInput)
    .mutation(async ({ ctx: { session, services }, input }): Promise<null> => {
      await favour(services, ownerOfUser(session.userId), input);
      return null;
    }),

  releases: unitOperation('terminology.read').query(async ({ ctx }): Promise<ReleasesView> => {
    const { terminology } = ctx.services;
    await terminology.refresh();
    ctx.auditResources('CodeSystem');
    return terminology.releasesView();
  }),
  /** Codes and words of one system, as coded fields find them. */
  find: unitOperation('terminology.read')
    .input(findInput)
    .query(({ ctx, input }): Promise<FoundConcept[]> => {
      ctx.auditResources('CodeSystem');
      return input.text === ''
        ? Promise.resolve([])
        : ctx.services.terminology.findIn(input.system, input.text);
    }),
  concept: unitOperation('terminology.read')
    .input(conceptInput)
    .query(({ ctx, input: { system, code } }): Promise<ConceptView> => {
      ctx.auditResources('CodeSystem');
      return conceptView(ctx.services, system, code);
    }),
  /** Codes of CIM-10 for whoever writes them into a short form. */
  codes: unitOperation('terminology.read')
    .input(codesInput)
    .query(async ({ ctx, input: { codes } }): Promise<CodesView> => {
      const { terminology } = ctx.services;
      const displays = await Promise.all(codes.map((code) => displayOfCim10(ctx.services, code)));
      return {
        codes: codes.map((code, i) => ({ code, display: displays[i] ?? null })),
        release: displays.includes(undefined) ? 'away' : terminology.releaseStateOf(systems.cim10),
      };
    }),
  abbreviations: unitOperation('terminology.read').query(async ({ ctx }): Promise<AbbreviationsView> => {
    const { value, version, changedAt, changedBy } = await storedAbbreviations(ctx.services.db);
    ctx.auditResources('Setting/terminology.abbreviations');
    return {
      shipped: shippedAbbreviations.map(({ short, meanings }) => ({
        short,
        meanings: meanings.map(({ text, source = '', cim10 = [] }) => ({ text, source, cim10: [...cim10] })),
      })),
      sources: { ...abbreviationSources },
      hospital: value,
      version,
      changedAt: changedAt?.toISOString() ?? null,
      changedBy,
    };
  }),
  saveAbbreviations: unitOperation('terminology.save-abbreviations')
    .input(saveAbbreviationsInput)
    .mutation(async ({ ctx, input }): Promise<null> => {
      const { session, services } = ctx;
      ctx.auditResources('Setting/terminology.abbreviations');
      const author = { id: session.userId, name: session.displayName };
      await refuseUnknownCodes(services, input.value);
      if (!(await saveAbbreviations(services.db, input.value, input.version, author)))
        throw changedMeanwhile();
      await services.terminology.abbreviationsChanged();
      return null;
    }),
  /** Services whose favourites may be kept. */
  services: unitOperation('terminology.read').query(async ({ ctx }): Promise<ServiceChoice[]> => {
    const bundle = await ctx.services.capabilities.codedServices.search('Organization', {
      active: true,
      _elements: 'name,partOf',
      _count: 500,
    });
    ctx.auditResources('Organization');
    return matches(bundle, 'Organization')
      .map(({ id = '', name }) => ({ id, name: name ?? id }))
      .sort((a, b) => a.name.localeCompare(b.name, 'fr'));
  }),
  serviceFavourites: unitOperation('terminology.read')
    .input(serviceInput)
    .query(async ({ ctx, input: { serviceId } }): Promise<ServiceFavouritesView> => {
      ctx.auditResources(`Organization/${serviceId}`);
      const favourites = await favouritesOf(ctx.services.db, [ownerOfService(serviceId)]);
      return {
        serviceId,
        favourites: favourites.map(({ field, system, code, display }) => ({ field, system, code, display })),
      };
    }),
  setServiceFavourite: unitOperation('terminology.set-service-favourite')
    .input(setServiceFavouriteInput)
    .mutation(async ({ ctx, input: { serviceId, ...choice } }): Promise<null> => {
      ctx.auditResources(`Organization/${serviceId}`);
      // what is kept for no service that there is would never be shown to anybody
      if (choice.isFavourite) await ctx.services.capabilities.codedServices.read('Organization', serviceId);
      await favour(ctx.services, ownerOfService(serviceId), choice);
      return null;
    }),
  /** Words of the record that have no code yet, the most frequent first; whose they are is not told. */
  uncoded: unitOperation('terminology.read').query(async ({ ctx }): Promise<UncodedView> => {
    const found = await Promise.all(
      codedFields
        .filter((field) => bindings[field].takesText)
        .map(async (field) => {
          const { type } = bindings[field];
          const all = await ctx.services.capabilities.codedRecord.searchAll(
            type,
            { _tag: `${uncodedTag.system}|${uncodedTag.code}`, _count: 200, _sort: '-_lastUpdated' },
            maxUncoded,
          );
          return { field, all };
        }),
    );
    ctx.auditResources(...new Set(found.map(({ all }) => all[0]?.resourceType ?? '').filter(Boolean)));
    return {
      lines: uncodedLines(found, (concept) => coded(concept).text),
      isTruncated: found.some(({ all }) => all.length >= maxUncoded),
    };
  }),
});

const maxUncoded = 2_000;

async function favour(
  { db, terminology }: Services,
  owner: string,
  { isFavourite, ...choice }: Omit<Parameters<typeof setFavourite>[2], 'display'> & { isFavourite: boolean },
): Promise<void> {
  // what is no longer loaded can still be taken off the list
  const display = isFavourite ? await terminology.displayOf(choice.field, choice.system, choice.code) : null;
  if (isFavourite && display === null) throw new TRPCError({ code: 'NOT_FOUND', message: 'no such code' });
  if (
    isFavourite &&
    (await db.codedFavourite.count({ where: { owner, field: choice.field } })) >= maxFavourites
  )
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'too many favourites' });
  await setFavourite(db, owner, { ...choice, display: display ?? '' }, isFavourite);
}

/** Null: not loaded; undefined: nobody can tell now. */
const displayOfCim10 = ({ terminology }: Pick<Services, 'terminology'>, code: string) =>
  terminology.displayOf('Condition.code', systems.cim10, code).catch(() => undefined);

/** A code that the whole classification does not have leads nowhere; a sample says nothing of those that it lacks. */
async function refuseUnknownCodes(services: Services, next: HospitalAbbreviations): Promise<void> {
  const { terminology, db } = services;
  if (terminology.releaseStateOf(systems.cim10) !== 'whole') return;
  const added = newCodes(next, (await storedAbbreviations(db)).value);
  const displays = await Promise.all(added.map(({ code }) => displayOfCim10(services, code)));
  const unknown = added.filter((_, i) => displays[i] === null);
  if (unknown.length === 0) return;
  throw new TRPCError({
    code: 'BAD_REQUEST',
    message: 'refused',
    cause: new z.ZodRealError(
      unknown.map(({ short, code }) => ({
        code: 'custom' as const,
        path: ['own', short, code],
        message: 'unknown-code',
        input: undefined,
      })),
    ),
  });
}

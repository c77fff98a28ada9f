import { lackingForInsi, mayAskInsi } from '@keneyapp/clinical';
import { patientReference } from '@keneyapp/fhir-model/references';
import { toldApart } from '../../identities/suspects.ts';
import { chartOperation, router, unitOperation } from '../../trpc.ts';
import { comparePair } from './compare-pair.ts';
import { correct, formOf, redoBracelet } from './correct.ts';
import { openIdentities } from './list-open.ts';
import { comparedOf, lookAlike, maxAlike, readListed, referencesOf } from './look-alikes.ts';
import { followMerge, merge } from './merge.ts';
import { mergesOf } from './merges-of.ts';
import { birthplaceOf, recordChildren, registerNewborns } from './newborn.ts';
import { registerNewbornInput, type NewbornsView } from './newborn-schema.ts';
import { addPaper, markPaper, papersOf, restorePaper } from './papers.ts';
import { addPaperInput, markPaperInput, paperBodyBytes, restorePaperInput } from './papers-schema.ts';
import { placesOf } from './places.ts';
import { register, registerUnknown } from './register.ts';
import { sealedAnswer } from './sealed-answer.ts';
import {
  askInsiInput,
  comparePairInput,
  correctInput,
  followMergeInput,
  judgeInput,
  judgementsInput,
  likeInput,
  mergeInput,
  placesInput,
  redoBraceletInput,
  registerInput,
  registerUnknownInput,
  undoInput,
  undoMergeInput,
} from './schema.ts';
import { judgements, takeBack, tellApart } from './tell-apart.ts';
import { traitsOf } from './traits.ts';
import { undoMerge } from './undo-merge.ts';
import { undoCorrection } from './undo.ts';
import type {
  ComparedPairView,
  IdentityFormView,
  InsiView,
  JudgementsView,
  LookAlikesView,
  MergedView,
  MergesView,
  OpenIdentitiesView,
  PapersView,
  PlacesView,
  RegisteredView,
  UndoneView,
} from './view.ts';

export const identitiesRouter = router({
  /** Who on record may be the person of a form, told while it is filled. */
  alike: unitOperation('identities.search')
    .input(likeInput)
    .query(async ({ ctx, input }): Promise<LookAlikesView> => {
      const { identities, lookups } = ctx.services;
      await lookups.count('searches', ctx.session.userId);
      if (input.matricule) await lookups.count('matricules', ctx.session.userId);
      const [{ found, hasMore }, isComplete] = await Promise.all([
        // one more: who is corrected is like themselves
        identities.alike(comparedOf(input), maxAlike + (input.except === undefined ? 0 : 1)),
        identities.isFilled(),
      ]);
      const ids = found.map(({ patientId }) => patientId);
      const { except } = input;
      const apart = except === undefined ? new Set() : await toldApart(identities.rows, except, ids);
      const people = await readListed(
        ctx.fhir,
        ids.filter((id) => id !== except && !apart.has(id)),
        new Date(),
      );
      ctx.auditResources(...referencesOf(people.values()));
      return {
        found: found.flatMap(({ patientId, match }) => {
          const patient = people.get(patientId);
          return patient ? [lookAlike(patient, match)] : [];
        }),
        isComplete,
        hasMore,
      };
    }),

  /** What the national service knows of these traits, or of a code that was scanned. */
  askInsi: unitOperation('identities.search')
    .input(askInsiInput)
    .query(async ({ ctx, input }): Promise<InsiView> => {
      const { services, session } = ctx;
      const traits = traitsOf(input.traits);
      const lacking = lackingForInsi(traits);
      if (lacking.length > 0 || !mayAskInsi({ status: 'PROV', attributes: input.attributes }))
        return { answer: 'not-asked', lacking };
      await services.lookups.count('matricules', session.userId);
      const found = input.scanned
        ? await services.insi.verify(input.scanned, traits)
        : await services.insi.byTraits(traits);
      if (found.answer !== 'one' && found.answer !== 'close') return found;
      const { form, patientId } = input;
      const of = { userId: session.userId, form, patientId };
      const sealed = sealedAnswer(services.cipher, of, found.identity, new Date());
      const told = { sealed, traits: found.identity.traits };
      return found.answer === 'one'
        ? { answer: 'one', ...told }
        : { answer: 'close', ...told, differs: found.differs };
    }),

  register: unitOperation('identities.register')
    .input(registerInput)
    .mutation(({ ctx, input }): Promise<RegisteredView> => register(ctx, input)),

  registerUnknown: unitOperation('identities.register-unknown')
    .input(registerUnknownInput)
    .mutation(({ ctx, input }): Promise<RegisteredView> => registerUnknown(ctx, input)),

  /** Children of one birth, from the record of their mother. */
  registerNewborn: chartOperation('identities.register-newborn')
    .input(registerNewbornInput)
    .mutation(async ({ ctx, path, input }): Promise<NewbornsView> => {
      const { view, isReplay } = await registerNewborns(ctx, input);
      if (!isReplay) await recordChildren(ctx, path, view);
      return view;
    }),
  /** Places of birth, while one is typed. */
  places: unitOperation('identities.search')
    .input(placesInput)
    .query(({ ctx, input }): Promise<PlacesView> => placesOf(ctx.services.terminology, input.text)),
  /** Where children are born here; null where the hospital has not said. */
  birthplace: unitOperation('identities.search').query(({ ctx }) => birthplaceOf(ctx.services.env)),

  /** An identity as its form is filled from. */
  form: chartOperation('identities.read').query(async ({ ctx }): Promise<IdentityFormView> => {
    await ctx.services.lookups.count('identities', ctx.session.userId, ctx.patientId);
    ctx.auditResources(patientReference(ctx.patientId));
    return formOf(await ctx.fhir.read('Patient', ctx.patientId), ctx.session, new Date());
  }),

  correct: chartOperation('identities.correct')
    .input(correctInput)
    .mutation(({ ctx, input }): Promise<RegisteredView> => correct(ctx, input)),

  /** Takes one's own correction back. */
  undoCorrection: chartOperation('identities.undo-correction')
    .input(undoInput)
    .mutation(({ ctx, input }): Promise<null> => undoCorrection(ctx, input)),

  redoBracelet: chartOperation('identities.redo-bracelet')
    .input(redoBraceletInput)
    .mutation(({ ctx, input }): Promise<null> => redoBracelet(ctx, input)),

  /** Copies of the papers that said who this patient is. */
  papers: chartOperation('identities.read-papers').query(({ ctx }): Promise<PapersView> => papersOf(ctx)),

  addPaper: chartOperation('identities.add-paper')
    .meta({ bodyLimit: paperBodyBytes })
    .input(addPaperInput)
    .mutation(({ ctx, input }): Promise<null> => addPaper(ctx, input)),

  markPaperEnteredInError: chartOperation('identities.mark-paper-entered-in-error')
    .input(markPaperInput)
    .mutation(({ ctx, input }): Promise<null> => markPaper(ctx, input)),

  restorePaper: chartOperation('identities.restore-paper')
    .input(restorePaperInput)
    .mutation(({ ctx, input }): Promise<null> => restorePaper(ctx, input)),

  /** Who on record may be this patient, and was not told apart. */
  suspects: chartOperation('identities.read').query(async ({ ctx }): Promise<LookAlikesView> => {
    const { identities, lookups } = ctx.services;
    const { patientId } = ctx;
    await lookups.count('identities', ctx.session.userId, patientId);
    const [of, isComplete] = await Promise.all([
      identities.alikeRecord(patientId, maxAlike),
      identities.isFilled(),
    ]);
    const apart = await toldApart(
      identities.rows,
      patientId,
      of.found.map((one) => one.patientId),
    );
    const open = of.found.filter((one) => !apart.has(one.patientId));
    const people = await readListed(
      ctx.services.capabilities.lookAlikes,
      open.map((one) => one.patientId),
      new Date(),
    );
    ctx.auditResources(...referencesOf(people.values()));
    return {
      found: open.flatMap((one) => {
        const patient = people.get(one.patientId);
        return patient ? [lookAlike(patient, one.match)] : [];
      }),
      isComplete,
      hasMore: of.hasMore,
    };
  }),

  /** What waits for whoever looks after identities. */
  open: unitOperation('identities.list-open').query(async ({ ctx }): Promise<OpenIdentitiesView> => {
    await ctx.services.lookups.count('searches', ctx.session.userId);
    return openIdentities(ctx, new Date());
  }),

  /** Two records are of two people: not asked again, until somebody takes it back. */
  tellApart: unitOperation('identities.tell-apart')
    .input(judgeInput)
    .mutation(({ ctx, input }): Promise<null> => tellApart(ctx, input)),
  /** What was said of two records is taken back, by whoever may say it. */
  takeBack: unitOperation('identities.take-back')
    .input(judgeInput)
    .mutation(({ ctx, input }): Promise<null> => takeBack(ctx, input)),
  judgements: unitOperation('identities.list-open')
    .input(judgementsInput)
    .query(({ ctx, input }): Promise<JudgementsView> => judgements(ctx, input)),

  /** Two records side by side, what hinders that they become one, and what would move. */
  comparePair: unitOperation('identities.compare-pair')
    .input(comparePairInput)
    .query(({ ctx, input }): Promise<ComparedPairView> => comparePair(ctx, input)),

  merge: unitOperation('identities.merge')
    .input(mergeInput)
    .mutation(({ ctx, input }): Promise<MergedView> => merge(ctx, input)),

  /** What arrived after a merge, and nobody was there to move. */
  followMerge: unitOperation('identities.follow-merge')
    .input(followMergeInput)
    .mutation(({ ctx, input }): Promise<MergedView> => followMerge(ctx, input)),

  mergesOf: chartOperation('identities.read').query(({ ctx }): Promise<MergesView> => mergesOf(ctx)),

  undoMerge: unitOperation('identities.undo-merge')
    .input(undoMergeInput)
    .mutation(({ ctx, input }): Promise<UndoneView> => undoMerge(ctx, input)),
});

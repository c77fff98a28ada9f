import { FhirError } from '@keneyapp/fhir-client';
import { countWaiting, isTold } from '../../inbox/find.ts';
import { chartOperation, ownOperation, router, signedInProcedure, unitOperation } from '../../trpc.ts';
import { ownAbsence, saveAbsence } from './absence.ts';
import { create } from './create.ts';
import { inboxOf } from './list.ts';
import { listOrderTasks } from './list-orders.ts';
import { move, readOfUnit } from './move.ts';
import { findPeople } from './people.ts';
import { absenceInput, createInput, findInput, moveInput, seeInput } from './schema.ts';
import type { Found, InboxView, OrdersToAnswerFor, OwnAbsence } from './view.ts';
import { personForCount, personOf } from '../../inbox/who.ts';

export const tasksRouter = router({
  /** For the bell: one statement of ours, however much there is; it says nothing of what it is. */
  count: signedInProcedure.query(async ({ ctx }): Promise<{ waiting: number; late: number }> => {
    const person = await personForCount(ctx, new Date());
    return person ? countWaiting(ctx.services.inbox.rows, person) : { waiting: 0, late: 0 };
  }),

  list: unitOperation('tasks.list').query(({ ctx }): Promise<InboxView> => inboxOf(ctx)),

  /** Orders that wait to be reread, validated or signed. */
  listOrders: unitOperation('tasks.list-orders').query(({ ctx }): Promise<OrdersToAnswerFor> =>
    listOrderTasks(ctx),
  ),

  /** To whom something can be addressed. */
  find: signedInProcedure.input(findInput).query(async ({ ctx, input }): Promise<Found[]> => {
    const now = new Date();
    const person = await personOf(ctx, now);
    if (!person) return [];
    const { taskPeople } = ctx.services.capabilities;
    return findPeople(taskPeople, { words: input.words, units: person.units, now });
  }),

  create: chartOperation('tasks.create')
    .input(createInput)
    .mutation(({ ctx, input }) => create(ctx, input, ctx.patientId)),
  createInUnit: unitOperation('tasks.create-in-unit')
    .input(createInput)
    .mutation(({ ctx, input }) => create(ctx, input, null)),

  /** One step: taken, given back, handed on, put off, done, opened again, called off. */
  move: chartOperation('tasks.move')
    .input(moveInput)
    .mutation(({ ctx, input }) => move(ctx, (id) => ctx.fhir.read('Task', id), input)),
  moveInUnit: unitOperation('tasks.move-in-unit')
    .input(moveInput)
    .mutation(({ ctx, input }) =>
      move(ctx, (id) => readOfUnit(ctx.services.capabilities.taskInbox, id), input),
    ),

  /** A notice was read, by whom and when; said once. */
  see: ownOperation('tasks.see')
    .input(seeInput)
    .mutation(async ({ ctx, input }): Promise<null> => {
      const reference = `Communication/${input.id}`;
      const person = await personOf(ctx, new Date());
      if (!person || !(await isTold(ctx.services.inbox.rows, reference, person.keys)))
        throw new FhirError(404, null);
      await ctx.services.inbox.rows(
        'INSERT INTO notice_seen (reference, practitioner, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        [reference, person.me, ctx.session.displayName],
      );
      ctx.auditResources(reference);
      return null;
    }),

  absence: signedInProcedure.query(({ ctx }): Promise<OwnAbsence> => ownAbsence(ctx)),
  setAbsence: ownOperation('tasks.set-absence')
    .input(absenceInput)
    .mutation(({ ctx, input }): Promise<OwnAbsence> => saveAbsence(ctx, input)),
});

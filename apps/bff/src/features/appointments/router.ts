import { TRPCError } from '@trpc/server';
import { chartOperation, DeniedError, router, unitOperation } from '../../trpc.ts';
import type { FhirClient } from '@keneyapp/fhir-client';
import { matches } from '@keneyapp/fhir-model/bundles';
import { addDays, dayOf, mondayOf, startOf } from '@keneyapp/fhir-model/hospital-days';
import { isDuring } from '../../access/ties.ts';
import type { ToldView } from '../../messages/rows.ts';
import { receive } from './receive.ts';
import { book } from './book.ts';
import {
  bookInput,
  cancelInput,
  findInput,
  historyInput,
  holdInput,
  letGoInput,
  monthInput,
  moveInput,
  moveOverInput,
  openingsInput,
  restoreInput,
} from './booking-schema.ts';
import type {
  AgendaMoved,
  BookedView,
  ChangeView,
  FoundPlaces,
  HistoryView,
  HoldView,
  KindView,
  MonthView,
  OpeningsView,
  UpcomingView,
} from './booking-view.ts';
import { cancel, move, restore } from './change.ts';
import { findPlaces } from './find.ts';
import { hold, letGo } from './hold.ts';
import { agendaMoves } from './live.ts';
import { month } from './month.ts';
import { assertShown, history, openings } from './openings.ts';
import type { ChartAppointmentsView } from './chart-view.ts';
import { appointmentsOf } from './of-chart.ts';
import { paperOf } from './paper.ts';
import type { PaperView } from './paper-view.ts';
import { agendaInput, receiveInput, wallInput } from './schema.ts';
import { rulesProcedures } from './rules-router.ts';
import { inUnitsOf } from './today.ts';
import { upcoming } from './upcoming.ts';
import { wallStream } from './wall.ts';
import type { WallView } from './wall-view.ts';
import { agendaView, type ReceivedView, type TodayView } from './view.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

/** Roles somebody acts in now: an appointment may name them by one of these. */
async function rolesOf(ties: Pick<FhirClient, 'search'>, person: string): Promise<string[]> {
  if (!person.startsWith('Practitioner/')) return [];
  const now = new Date();
  const roles = await ties.search('PractitionerRole', { practitioner: person, _count: 50 });
  return matches(roles, 'PractitionerRole').flatMap(({ id, active, period }) =>
    id !== undefined && active !== false && isDuring(period, now) ? [`PractitionerRole/${id}`] : [],
  );
}

/** More than one hospital's week of consultations, or its fullest day; beyond it the view says that it is not all. */
const max = 4_000;

export const appointmentsRouter = router({
  /** Appointments of a span of days, with who comes: everybody's for staff, their own for a patient. */
  agenda: unitOperation('appointments.list')
    .input(agendaInput)
    .query(async ({ ctx, input }): Promise<TodayView> => {
      const { fhirUser } = ctx.session;
      const rights = await ctx.access.rights();
      const seesOwnOnly = !rights['appointments.list-all'];
      const receives = rights['appointments.receive'] === true;
      if (seesOwnOnly && !fhirUser?.startsWith('Patient/'))
        throw new TRPCError({
          code: 'FORBIDDEN',
          message: 'denied',
          cause: new DeniedError('not-own-record'),
        });
      if (seesOwnOnly) {
        // a patient who closed the portal closed it to the agenda as well
        const own = await ctx.access.decide('appointments.read', (fhirUser ?? '').replace('Patient/', ''));
        if (!own.allow)
          throw new TRPCError({
            code: 'FORBIDDEN',
            message: 'denied',
            cause: new DeniedError(own.reasons[0] ?? 'role'),
          });
      }
      await ctx.services.lookups.count('agenda', ctx.session.userId);
      const now = new Date();
      const today = dayOf(now);
      const from = input.from ?? mondayOf(today);
      // the client shows of each line what its reader may know: see access/list-guard.ts
      const bundle = await ctx.fhir.search('Appointment', {
        date: [`ge${startOf(from).toISOString()}`, `lt${startOf(addDays(from, input.days)).toISOString()}`],
        ...(seesOwnOnly ? { actor: fhirUser ?? '' } : {}),
        _include: 'Appointment:actor',
        _sort: 'date',
        _count: max,
      });
      const all = agendaView(bundle, { from, days: input.days, today, fhirUser, receives, dayOf }, now);
      const view =
        input.ofOwnUnits && !seesOwnOnly ? await inUnitsOf(ctx, all, { bundle, now }) : { ...all, units: [] };
      ctx.auditResources(
        'Appointment',
        ...new Set(view.items.flatMap((item) => (item.patient ? [patientReference(item.patient.id)] : []))),
      );
      return view;
    }),

  /** Somebody came, showed who they are, was called, is with the doctor, left or did not come. */
  receive: chartOperation('appointments.receive')
    .input(receiveInput)
    .mutation(({ ctx, input }): Promise<ReceivedView> => receive(ctx, input)),

  /**
   * Today's, for the start page: the reader's own, or for whoever books everybody's of the units in which they work. One day that nobody chooses is no
   * looking around: it does not count as such, however often the page asks.
   */
  today: unitOperation('appointments.list-all').query(async ({ ctx }): Promise<TodayView> => {
    const { fhirUser } = ctx.session;
    const rights = await ctx.access.rights();
    const books = rights['appointments.book'] === true;
    const receives = rights['appointments.receive'] === true;
    const now = new Date();
    const today = dayOf(now);
    const span = { from: today, days: 1, today, fhirUser, receives, dayOf };
    const own = fhirUser ?? '';
    if (!books && own === '')
      return { ...agendaView({ resourceType: 'Bundle', type: 'searchset' }, span, now), units: [] };
    const bundle = await ctx.fhir.search('Appointment', {
      date: [`ge${startOf(today).toISOString()}`, `lt${startOf(addDays(today, 1)).toISOString()}`],
      ...(books
        ? {}
        : { actor: [own, ...(await rolesOf(ctx.services.capabilities.wardTies, own))].join(',') }),
      _include: 'Appointment:actor',
      _sort: 'date',
      _count: max,
    });
    const day = agendaView(bundle, span, now);
    const view: TodayView = books ? await inUnitsOf(ctx, day, { bundle, now }) : { ...day, units: [] };
    ctx.auditResources(
      'Appointment',
      ...new Set(view.items.flatMap((item) => (item.patient ? [patientReference(item.patient.id)] : []))),
    );
    return view;
  }),

  /** What can be booked, by whom and where. */
  kinds: unitOperation('appointments.find').query(async ({ ctx }): Promise<KindView[]> => {
    const { kinds } = await ctx.services.appointments.catalogue();
    return kinds.map(({ needs: _needs, wards: _wards, ...kind }) => kind);
  }),

  /** Free places for a kind of visit; names no patient. */
  find: unitOperation('appointments.find')
    .input(findInput)
    .query(({ ctx, input }): Promise<FoundPlaces> =>
      findPlaces(ctx.services.appointments, input, new Date()),
    ),

  /** When practitioners can be booked; names no patient. */
  openings: unitOperation('appointments.list-all')
    .input(openingsInput)
    .query(({ ctx, input }): Promise<OpeningsView> => openings(ctx.services.appointments, input)),

  /** How many come on each day of a month, and what is free; names no patient. */
  month: unitOperation('appointments.list-all')
    .input(monthInput)
    .query(({ ctx, input }): Promise<MonthView> => month(ctx, input)),

  /** Server-sent events: what changes in the agenda, as days and practitioners; whoever shows them reads them anew. */
  moves: unitOperation('appointments.list-all').subscription(async function* ({
    ctx,
    signal,
  }): AsyncGenerator<AgendaMoved[]> {
    yield* agendaMoves(ctx.services.appointments, AbortSignal.any([ctx.signal, ...(signal ? [signal] : [])]));
  }),

  /** Server-sent events: what hangs on the wall of a waiting room, tickets alone. */
  wall: unitOperation('appointments.wall')
    .input(wallInput)
    .subscription(({ ctx, input, signal }): AsyncGenerator<WallView> =>
      wallStream(ctx, input, AbortSignal.any([ctx.signal, ...(signal ? [signal] : [])])),
    ),

  /** All of one patient's, the coming ones first. */
  ofChart: chartOperation('appointments.read').query(({ ctx }): Promise<ChartAppointmentsView> =>
    appointmentsOf(ctx),
  ),

  /** What a summons and a certificate of presence say. */
  paper: chartOperation('appointments.print')
    .input(historyInput)
    .query(({ ctx, input }): Promise<PaperView> => paperOf(ctx, input.appointmentId)),

  /** Keeps places for a patient while they are being spoken to. */
  hold: chartOperation('appointments.hold')
    .input(holdInput)
    .mutation(({ ctx, input }): Promise<HoldView> => hold(ctx, input, false)),
  /** Likewise over others, or outside of what is open. */
  holdOver: chartOperation('appointments.hold-over')
    .input(holdInput)
    .mutation(({ ctx, input }): Promise<HoldView> => hold(ctx, input, true)),
  letGo: chartOperation('appointments.let-go')
    .input(letGoInput)
    .mutation(({ ctx, input }): Promise<void> => letGo(ctx, input)),
  /** Makes appointments of what is held. */
  book: chartOperation('appointments.book')
    .input(bookInput)
    .mutation(({ ctx, input }): Promise<BookedView> => book(ctx, input)),
  move: chartOperation('appointments.move')
    .input(moveInput)
    .mutation(({ ctx, input }): Promise<ChangeView> => move(ctx, input, null)),
  moveOver: chartOperation('appointments.move-over')
    .input(moveOverInput)
    .mutation(({ ctx, input }): Promise<ChangeView> => move(ctx, input, input.overReason)),
  cancel: chartOperation('appointments.cancel')
    .input(cancelInput)
    .mutation(({ ctx, input }): Promise<ChangeView> => cancel(ctx, input)),
  /** Takes a cancellation back, where the place is still free. */
  restore: chartOperation('appointments.restore')
    .input(restoreInput)
    .mutation(({ ctx, input }): Promise<ChangeView> => restore(ctx, input)),
  /** What happened to an appointment. */
  history: chartOperation('appointments.read')
    .input(historyInput)
    .query(({ ctx, input }): Promise<HistoryView> => history(ctx, input)),
  /** What the patient was told of it, and what waits. */
  messages: chartOperation('appointments.read')
    .input(historyInput)
    .query(async ({ ctx, input }): Promise<ToldView> => {
      await assertShown(ctx, input.appointmentId);
      ctx.auditResources(`Appointment/${input.appointmentId}`);
      return ctx.services.appointments.toldOf(input.appointmentId);
    }),
  /** What a patient has from today on. */
  upcoming: chartOperation('appointments.read').query(({ ctx }): Promise<UpcomingView> =>
    upcoming(ctx, new Date()),
  ),

  ...rulesProcedures,
});

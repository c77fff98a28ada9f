// more than 300 lines: the whole contract, to be read from top to bottom
import { z } from 'zod';

export { holiday, type Holiday } from './holiday.ts';

/**
 * What the engine of the agenda is asked and answers, over HTTP as JSON (docs/appointments.md). It knows references, kinds of
 * visit and times: no name, no reason, nothing clinical. Instants are ISO 8601 with an offset or `Z`; days are `YYYY-MM-DD`
 * and times of day `HH:MM`, both in Europe/Paris. What can be asked with these: `operations.ts`.
 */
export const id = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/);
/** Within the years in which anything is booked: JavaScript and databases write others in ways of their own. */
export const instant = z.iso.datetime({ offset: true }).refine(
  (text) => {
    const year = new Date(text).getUTCFullYear();
    return Number.isNaN(year) || (year >= 1900 && year < 3000); // what is no instant was said already
  },
  { error: 'must be between 1900 and 3000' },
);
const day = z.iso.date();
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time of day, HH:MM');
const minutes = z
  .number()
  .int()
  .min(0)
  .max(24 * 60);

/** Whether it is a span of time, of at most so many days. */
const isSpan = (from: string, until: string, days: number): boolean => {
  const ms = Date.parse(until) - Date.parse(from);
  return ms > 0 && ms <= days * 86_400_000;
};
const spanWords = (days: number) => ({
  path: ['until'],
  message: `must be later than \`from\`, by at most ${days} days`,
});

/** A practitioner, a room or a piece of equipment, as the FHIR server names it. */
export const resourceReference = z
  .string()
  .regex(/^(Practitioner|Location|Device|HealthcareService)\/[A-Za-z0-9.-]{1,64}$/);
export const patientReference = z.string().regex(/^Patient\/[A-Za-z0-9.-]{1,64}$/);

/** What can be booked. `lanes`: how many things it does at once. `unit`: the Organization that looks after its agenda. */
export const resource = z.object({
  reference: resourceReference,
  unit: id.nullable(),
  lanes: z.number().int().min(1).max(50).default(1),
});
export type AgendaResource = z.output<typeof resource>;

/** A kind of visit: how long, what is kept free before and after, on what grid it may begin, how many people come together. */
export const visitKind = z.object({
  id,
  minutes: minutes.min(5),
  before: minutes.default(0),
  after: minutes.default(0),
  grid: z.number().int().min(5).max(240).default(15),
  places: z.number().int().min(1).max(100).default(1),
});
export type VisitKind = z.output<typeof visitKind>;

const ruleBase = { id, resource: resourceReference };
/**
 * When something can be booked, and when not.
 * - `opening`: every week (or every second, third …, counted from the week of `from`) on these weekdays (1 Monday … 7 Sunday),
 *   of these kinds of visit (null: all); `keptDays`: it is kept for these kinds until so many days before, then open to all.
 * - `extra`: open once.
 * - `absence`: closed, whatever is open.
 */
export const rule = z
  .discriminatedUnion('type', [
    z.object({
      ...ruleBase,
      type: z.literal('opening'),
      weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7),
      starts: timeOfDay,
      ends: timeOfDay,
      from: day,
      until: day.nullable(),
      everyWeeks: z.number().int().min(1).max(8).default(1),
      onHolidays: z.boolean().default(false),
      kinds: z.array(id).min(1).max(50).nullable().default(null),
      keptDays: z.number().int().min(0).max(60).nullable().default(null),
    }),
    z.object({
      ...ruleBase,
      type: z.literal('extra'),
      start: instant,
      end: instant,
      kinds: z.array(id).min(1).max(50).nullable().default(null),
    }),
    z.object({ ...ruleBase, type: z.literal('absence'), start: instant, end: instant }),
  ])
  .superRefine((one, context) => {
    if (one.type === 'opening' && one.starts >= one.ends)
      context.addIssue({
        code: 'custom',
        path: ['ends'],
        message: 'must be later than `starts`: what goes on after midnight is two openings',
      });
    if (one.type === 'opening' && one.until !== null && one.until < one.from)
      context.addIssue({ code: 'custom', path: ['until'], message: 'must not be before `from`' });
    if (one.type === 'opening' && one.keptDays !== null && one.kinds === null)
      context.addIssue({
        code: 'custom',
        path: ['keptDays'],
        message: 'must name the `kinds` it is kept for',
      });
    if (one.type !== 'opening' && Date.parse(one.start) >= Date.parse(one.end))
      context.addIssue({ code: 'custom', path: ['end'], message: 'must be later than `start`' });
  });
export type AgendaRule = z.output<typeof rule>;

/** One visit that is to be booked: all these resources together. */
export const visit = z.object({
  kind: id,
  start: instant,
  resources: z.array(resourceReference).min(1).max(8),
  /** The Appointment in the FHIR server, whose id is known before it is written. */
  appointment: id,
});
export type Visit = z.output<typeof visit>;

/** Takes places, all or none; `key` makes it one however often it is sent. */
export const reserveInput = z.object({
  key: z.uuid(),
  patient: patientReference.nullable(),
  visits: z.array(visit).min(1).max(60),
  holdSeconds: z.number().int().min(5).max(1_800).default(300),
  /** May lie over what is taken or outside of what is open, but not in the past; the reason is the BFF's to audit. */
  over: z.boolean().default(false),
  /** Only says what it would come to: nothing is taken, and the key stays unused. */
  isTrial: z.boolean().default(false),
});
export type ReserveInput = z.input<typeof reserveInput>;

export const bookingState = z.enum(['held', 'writing', 'booked', 'released']);
export type BookingState = z.output<typeof bookingState>;

/** A place that is taken, or was. */
export const booking = z.object({
  id: z.uuid(),
  appointment: id,
  patient: patientReference.nullable(),
  kind: id.nullable(),
  start: instant,
  end: instant,
  resources: z.array(resourceReference),
  state: bookingState,
  /** Since when it is in this state. */
  since: instant,
  /** When a hold ends. */
  expires: instant.nullable(),
  /** Where it goes, while that is not decided (`confirm` or `back`). */
  moving: z.object({ start: instant, end: instant, resources: z.array(resourceReference) }).nullable(),
  /** It lies over others, or outside of what is open, and somebody wanted it so; or it came from elsewhere. */
  isOver: z.boolean(),
  /** People booked into the same session, this one included, and how many places it has. */
  taken: z.number().int(),
  places: z.number().int(),
});
export type Booking = z.output<typeof booking>;

/** Why a visit cannot be booked as asked. */
export const obstacle = z.object({
  /** Place in `visits` or `moves`. */
  at: z.number().int(),
  /** Null: it is the booking itself, the kind of visit, or the time. */
  resource: resourceReference.nullable(),
  reason: z.enum([
    'taken',
    'full-group',
    'closed',
    'kept',
    'absent',
    'past',
    'off-grid',
    /** No such resource, kind or booking. */
    'unknown',
    /** The Appointment has a place already. */
    'known',
    /** Of a booking that is to be moved: it is held or being written, is being moved, or has been released. */
    'not-booked',
    'moving',
    'released',
  ]),
  /** What is there, for `taken` and `full-group`. */
  by: z.array(booking),
});
export type Obstacle = z.output<typeof obstacle>;

/** 200: held. 409: nothing was taken, and what stands against it. */
export const reserveAnswer = z.object({
  bookings: z.array(booking),
  obstacles: z.array(obstacle),
  /** Of the same patient at the same time, on the same day, or of the same kind within a month: to be said, never refused. */
  others: z.array(booking),
});
export type ReserveAnswer = z.output<typeof reserveAnswer>;

/** Where it goes; the booking keeps its id, its Appointment and its patient. */
export const moveInput = z.object({
  key: z.uuid(),
  moves: z
    .array(
      z.object({
        booking: z.uuid(),
        start: instant,
        /** Null: the same. */
        resources: z.array(resourceReference).min(1).max(8).nullable().default(null),
        /** Null: as long as it is now. */
        minutes: minutes.min(5).nullable().default(null),
      }),
    )
    .min(1)
    .max(200)
    .refine((moves) => new Set(moves.map(({ booking: moved }) => moved)).size === moves.length, {
      message: 'must name each booking once',
    }),
  over: z.boolean().default(false),
  isTrial: z.boolean().default(false),
});
export type MoveInput = z.input<typeof moveInput>;

/**
 * All of these take the step, or none: `begin` (held → writing), `confirm` (→ booked; a move has happened), `release`
 * (→ released), `back` (a move did not happen). Taken again it changes nothing and answers the same. What was moved together is
 * decided together.
 */
export const stepInput = z.object({
  bookings: z.array(z.uuid()).min(1).max(200),
  step: z.enum(['begin', 'confirm', 'release', 'back']),
  /** Of `begin`: refused to whoever comes second, so that one alone writes. */
  isFirst: z.boolean().default(false),
});
export type StepInput = z.output<typeof stepInput>;
/** 200: all have taken it. 409: none has. */
export const stepAnswer = z.object({
  bookings: z.array(booking),
  refused: z.array(
    z.object({
      booking: z.uuid(),
      reason: z.enum([
        'unknown',
        'expired',
        'released',
        'begun',
        'moving',
        'not-moving',
        'moved-with-others',
      ]),
    }),
  ),
});
export type StepAnswer = z.output<typeof stepAnswer>;

export const agendaInput = z
  .object({ resources: z.array(resourceReference).min(1).max(100), from: instant, until: instant })
  .refine(({ from, until }) => isSpan(from, until, 100), spanWords(100));
const span = z.object({ start: instant, end: instant });
/** What a span of the agenda looks like: open (with for which kinds), absent, taken. */
export const agendaAnswer = z.object({
  columns: z.array(
    z.object({
      resource: resourceReference,
      lanes: z.number().int(),
      open: z.array(span.extend({ kinds: z.array(id).nullable() })),
      absent: z.array(span.extend({ rule: id })),
    }),
  ),
  bookings: z.array(booking),
});
export type AgendaAnswer = z.output<typeof agendaAnswer>;
/** What others are shown: free (for these kinds; null: all) or taken, merged, cut at midnight; what is neither is closed. */
export const slotsAnswer = z.object({
  slots: z.array(
    span.extend({ resource: resourceReference, isFree: z.boolean(), kinds: z.array(id).nullable() }),
  ),
});
export type AgendaSlot = z.output<typeof slotsAnswer>['slots'][number];

/** `needs`: one of each list at the same time (`[[any cardiologist], [any echo], [any room]]`). */
const wanted = z.object({
  kind: id,
  needs: z.array(z.array(resourceReference).min(1).max(60)).min(1).max(5),
});
const findShape = z.object({
  ...wanted.shape,
  from: instant,
  until: instant,
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7).nullable().default(null),
  starts: timeOfDay.default('00:00'),
  ends: timeOfDay.default('24:00'),
  /** On the same day afterwards, with at most so many minutes between. */
  then: wanted.extend({ maxGapMinutes: minutes }).nullable().default(null),
  limit: z.number().int().min(1).max(200).default(20),
});
export const findInput = findShape.refine(({ from, until }) => isSpan(from, until, 400), spanWords(400));
export type FindInput = z.input<typeof findInput>;
const freeVisit = z.object({ kind: id, start: instant, end: instant, resources: z.array(resourceReference) });
const freePlace = z.object({ visit: freeVisit, then: freeVisit.nullable() });
export const findAnswer = z.object({
  /** The earliest first; of one moment the resource with the least to do that day first. */
  free: z.array(freePlace),
  /**
   * Nothing was found: why, for each need (place in `needs`, then in those of `then`): nothing is open, all of it is taken, or
   * each is free but never together; and the first after the span, within a year, with what follows on it.
   */
  none: z
    .object({ needs: z.array(z.enum(['closed', 'full', 'free'])), firstAfter: freePlace.nullable() })
    .nullable(),
});
export type FindAnswer = z.output<typeof findAnswer>;

/** An Appointment that others wrote occupies what it names; without times or resources (a status that takes no room) it releases. */
export const arrivedInput = z
  .object({
    appointment: id,
    patient: patientReference.nullable(),
    /** Null: it does not say. One that is not known here is as if it did not. */
    kind: id.nullable().default(null),
    resources: z.array(resourceReference).max(100),
    start: instant.nullable(),
    end: instant.nullable(),
  })
  .refine(
    ({ start, end }) => (start === null) === (end === null) && (!start || !end || isSpan(start, end, 400)),
    { path: ['end'], message: 'must be later than `start`, by at most 400 days' },
  );
export type ArrivedInput = z.output<typeof arrivedInput>;

/** Two that lie over each other without anybody having wanted it. */
export const clash = z.object({
  id: z.uuid(),
  resource: resourceReference,
  one: booking,
  other: booking,
  since: instant,
});
export type Clash = z.output<typeof clash>;

/** Somebody who waits for a place. */
const waitingShape = z.object({
  id: z.uuid(),
  patient: patientReference,
  kind: id,
  needs: wanted.shape.needs,
  from: instant,
  until: instant,
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7).nullable().default(null),
  starts: timeOfDay.default('00:00'),
  ends: timeOfDay.default('24:00'),
  urgency: z.enum(['routine', 'soon', 'urgent']),
});
export const waitingEntry = waitingShape.refine(
  ({ from, until }) => isSpan(from, until, 400),
  spanWords(400),
);
export type WaitingEntry = z.output<typeof waitingEntry>;
export const waitingView = waitingShape.extend({
  since: instant,
  state: z.enum(['waiting', 'offered', 'booked', 'withdrawn', 'over']),
  /** The hold that is offered, and until when. */
  offer: booking.nullable(),
});
export type WaitingView = z.output<typeof waitingView>;

/** One thing that happened to a booking; who did it is in the BFF's trail. */
export const historyEntry = z.object({
  at: instant,
  what: z.enum([
    'held',
    'begun',
    'booked',
    'moved',
    'not-moved',
    'released',
    'expired',
    'arrived',
    'offered',
  ]),
  start: instant,
  end: instant,
  resources: z.array(resourceReference),
});
export type HistoryEntry = z.output<typeof historyEntry>;

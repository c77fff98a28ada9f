import type { Appointment, Extension } from '@medplum/fhirtypes';
import { date } from './dates.ts';
import { patientIdOf } from './references.ts';

/** When somebody was received: R4's Appointment has a status and no time of it. */
export const receptionExtension = 'https://keneyapp.example/reception';

/**
 * `checked`: who they are, by what they said of themselves and a paper; of this visit alone, the identity keeps its status.
 * `entered`: they are with whom they came to see.
 */
const moments = ['checked', 'arrived', 'called', 'entered', 'left'] as const;
type Moment = (typeof moments)[number];
/** ISO instants; null where it has not happened. */
export type Reception = Record<Moment, string | null> & {
  /** By what somebody is called in front of others, from their arrival on: it says nothing of who they are. */
  ticket?: string;
  /** Where they were called to, where whoever called said so. */
  room?: string;
};

/** Nobody was received yet. */
const unreceived: Reception = { checked: null, arrived: null, called: null, entered: null, left: null };

/** What reception says of a visit. `back` takes the last one back, except the check: it stands beside the others, and `uncheck` takes it back. */
export const receptionSteps = [
  'arrive',
  'check',
  'uncheck',
  'call',
  'enter',
  'leave',
  'miss',
  'back',
] as const;
export type ReceptionStep = (typeof receptionSteps)[number];

type Extended = Pick<Appointment, 'extension'>;
const toldIn = ({ extension }: Extended): Extension[] =>
  extension?.find(({ url }) => url === receptionExtension)?.extension ?? [];

export function readReception(appointment: Extended): Reception {
  const told = toldIn(appointment);
  const at = (moment: Moment) => date(told.find(({ url }) => url === moment)?.valueDateTime);
  const text = (name: 'ticket' | 'room') => {
    const value = told.find(({ url }) => url === name)?.valueString;
    return value ? { [name]: value } : {};
  };
  return {
    ...{ checked: at('checked'), arrived: at('arrived') },
    ...{ called: at('called'), entered: at('entered'), left: at('left') },
    ...text('ticket'),
    ...text('room'),
  };
}

/**
 * Which steps can be taken from where a visit is; none for what was cancelled, or is a proposal only, nor where several come:
 * one status says nothing of each of them.
 */
export function stepsFrom(appointment: Appointment): ReceptionStep[] {
  if (isOfSeveral(appointment)) return [];
  const { called, entered, checked } = readReception(appointment);
  switch (appointment.status) {
    case 'booked':
    case 'pending':
      // whoever was looked at with their paper did come
      return checked === null ? ['arrive', 'check', 'miss'] : ['arrive', 'uncheck'];
    case 'arrived':
    case 'checked-in':
      if (entered !== null) return ['leave', 'back'];
      return [
        ...(called === null ? (['call'] as const) : []),
        ...(['enter', checked === null ? 'check' : 'uncheck', 'leave', 'back'] as const),
      ];
    case 'fulfilled':
    case 'noshow':
      return ['back'];
    default:
      return [];
  }
}

/** Whether several patients come together. */
export const isOfSeveral = ({ participant = [] }: Appointment): boolean =>
  new Set(participant.flatMap(({ actor }) => patientIdOf(actor?.reference) ?? [])).size > 1;

/** What it is when nobody was received: what was not confirmed yet is not confirmed by taking back. */
const expected = (appointment: Appointment): 'pending' | 'booked' =>
  appointment.status === 'pending' ||
  toldIn(appointment).some(({ url, valueCode }) => url === 'before' && valueCode === 'pending')
    ? 'pending'
    : 'booked';

/** The appointment after a step; null where that step cannot be taken. Who arrives is given `ticket`, who is called comes to `room`. */
export function afterStep(
  appointment: Appointment,
  step: ReceptionStep,
  at: Date,
  said: Pick<Reception, 'ticket' | 'room'> = {},
): Appointment | null {
  if (!stepsFrom(appointment).includes(step)) return null;
  const { status } = appointment;
  const { room: _room, ...unplaced } = readReception(appointment);
  const before = readReception(appointment);
  const now = at.toISOString();
  switch (step) {
    case 'arrive':
      return received(appointment, 'arrived', {
        ...before,
        arrived: now,
        ...(said.ticket ? { ticket: said.ticket } : {}),
      });
    case 'check':
      return received(appointment, status, { ...before, checked: now });
    case 'uncheck':
      return received(appointment, status, { ...before, checked: null });
    case 'call':
      return received(appointment, status, {
        ...unplaced,
        called: now,
        ...(said.room ? { room: said.room } : {}),
      });
    case 'enter':
      return received(appointment, status, { ...before, entered: now });
    case 'leave':
      return received(appointment, 'fulfilled', { ...before, left: now });
    case 'miss':
      return received(appointment, 'noshow', before);
    case 'back':
      if (status === 'fulfilled') return received(appointment, 'arrived', { ...before, left: null });
      if (status !== 'noshow' && before.entered !== null)
        return received(appointment, status, { ...before, entered: null });
      if (status !== 'noshow' && before.called !== null)
        return received(appointment, status, { ...unplaced, called: null });
      return received(appointment, expected(appointment), { ...unreceived, checked: checkedBefore(before) });
  }
}

/** What was said before the arrival stays without it; what was said of who had arrived goes with it. */
const checkedBefore = ({ checked, arrived }: Reception): string | null =>
  checked !== null && arrived !== null && Date.parse(checked) <= Date.parse(arrived) ? checked : null;

function received(
  appointment: Appointment,
  status: Appointment['status'],
  reception: Reception,
): Appointment {
  const { extension = [], ...rest } = appointment;
  const told = moments.flatMap((moment): Extension[] =>
    reception[moment] === null ? [] : [{ url: moment, valueDateTime: reception[moment] }],
  );
  for (const name of ['ticket', 'room'] as const)
    if (reception[name]) told.push({ url: name, valueString: reception[name] });
  const before = expected(appointment);
  if (before === 'pending' && status !== before) told.push({ url: 'before', valueCode: before });
  const all = [
    ...extension.filter(({ url }) => url !== receptionExtension),
    ...(told.length > 0 ? [{ url: receptionExtension, extension: told }] : []),
  ];
  return { ...rest, status, ...(all.length > 0 ? { extension: all } : {}) };
}

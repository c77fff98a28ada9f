import type {
  AgendaRule as Rule,
  Holiday,
  VisitKind,
  WaitingEntry,
  WaitingView as EngineWaiting,
} from '@keneyapp/appointments/contract';
import type { ListedPerson } from '@keneyapp/fhir-model/listed-person';
import type { PlacedVisit } from './booking-view.ts';
import type { AgendaItem, Named } from './view.ts';

export type AgendaRule = Rule;
export type HolidayView = Holiday;

/** Somebody or something that can be booked. */
export interface AgendaLine {
  reference: string;
  name: string;
  isPerson: boolean;
  /** Who looks after it; null where nobody does yet. */
  unit: Named | null;
  lanes: number;
  version: number;
  /** Of a unit in which the reader works: others' are not changed. */
  isOwn: boolean;
}

/** A practitioner of the reader's units who has no agenda yet. */
export interface Newcomer {
  reference: string;
  name: string;
}

export interface KindLine extends VisitKind {
  name: string;
  service: Named | null;
  version: number;
  isOwn: boolean;
}

export interface AgendasView {
  /** Units in which the reader works. */
  units: Named[];
  /** By unit, people before rooms, then by name. */
  agendas: AgendaLine[];
  kinds: KindLine[];
}

export interface StoredRule {
  value: AgendaRule;
  version: number;
}
export interface RulesView {
  rules: StoredRule[];
  /** Kinds of visit that are given here, by id. */
  kinds: string[];
}

/** A booking in a list, with as much of whose it is as the reader may know. */
export interface BookingLine {
  bookingId: string;
  appointmentId: string;
  start: string;
  end: string;
  /** It is held for somebody, and there is no appointment yet. */
  isHeld: boolean;
  /** References of who and what it takes. */
  resources: string[];
  practitioners: Named[];
  rooms: Named[];
  reason: AgendaItem['reason'];
  patient: AgendaItem['patient'];
}

export interface PreviewView {
  /** What is inside of what is open now, and would not be any more. */
  outside: BookingLine[];
}

/** Where an appointment of somebody absent could go. */
export interface OtherPlace extends PlacedVisit {
  /** Same time with somebody else, or another time with the same or with others. */
  how: 'same-time' | 'same-person' | 'other';
}
export interface AbsentLine extends BookingLine {
  /** What is proposed; null: it has to be decided by hand. */
  proposal: OtherPlace | null;
  /** What else there is, the nearest first. */
  others: OtherPlace[];
  /** Why it cannot be moved here. */
  hindrance: 'held' | 'group' | 'unknown-kind' | 'closed-chart' | 'full' | null;
}
export interface AbsentDayView {
  name: string;
  /** The absence that is in the rules already. */
  absence: StoredRule | null;
  /** The earliest first. */
  lines: AbsentLine[];
  /** More than are looked at together. */
  isTruncated: boolean;
}

export interface WaitingLine {
  id: string;
  patient: ListedPerson & { isHomonym: boolean };
  kind: string;
  kindId: string;
  /** Whom they want, where not anybody will do. */
  practitioners: Named[];
  /** Days, both included. */
  from: string;
  until: string;
  weekdays: number[] | null;
  starts: string;
  ends: string;
  urgency: WaitingEntry['urgency'];
  since: string;
  state: EngineWaiting['state'];
  offer: (PlacedVisit & { bookingId: string; expires: string | null }) | null;
}
export interface WaitingListView {
  units: Named[];
  /** The most urgent first, of these who has waited longest. */
  lines: WaitingLine[];
  /** People who wait, and of whom the reader may not know. */
  hidden: number;
  isTruncated: boolean;
}

export interface ClashView {
  id: string;
  resource: Named;
  since: string;
  one: BookingLine;
  other: BookingLine;
  isOwn: boolean;
}
export interface ClashesView {
  units: Named[];
  clashes: ClashView[];
  isTruncated: boolean;
}

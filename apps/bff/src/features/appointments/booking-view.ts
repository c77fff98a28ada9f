import type { HistoryEntry, Obstacle } from '@keneyapp/appointments/contract';
import type { BookableKind } from '../../booking/catalogue.ts';
import type { Named } from './view.ts';

/** Something that can be booked, with who gives it and where. */
export type KindView = Omit<BookableKind, 'needs' | 'wards'>;

export interface PlacedVisit {
  kind: string | null;
  start: string;
  end: string;
  /** References, as `hold` and `move` ask for them. */
  resources: string[];
  practitioners: Named[];
  rooms: Named[];
}

/** A visit, and the one that follows it on that day where two were asked for. */
export interface FoundPlace {
  visit: PlacedVisit;
  then: PlacedVisit | null;
}

export interface FoundPlaces {
  /** False while the appointments of the record are being read: what looks free may not be. */
  isReady: boolean;
  free: FoundPlace[];
  /** Nothing was found. */
  none: {
    /** Of whom is needed, then of the room, then of what follows: nothing is open, all is taken, or free but never together. */
    needs: ('closed' | 'full' | 'free')[];
    /** The first after the days that were asked for. */
    firstAfter: FoundPlace | null;
    /** With somebody else within those days. */
    withOthers: FoundPlace | null;
  } | null;
}

export interface HeldVisit extends PlacedVisit {
  bookingId: string;
  appointmentId: string;
}

export interface ObstacleView {
  /** Place in what was asked. */
  at: number;
  resource: Named | null;
  reason: Obstacle['reason'];
  by: { appointmentId: string; start: string; end: string }[];
}

/** What the same person has at the time, that day, or of the kind within a month. */
export interface OtherVisit {
  appointmentId: string;
  start: string;
  end: string;
  how: 'same-time' | 'same-day' | 'same-kind';
  /** Null where the reader may not know of it. */
  service: string | null;
}

export interface HoldView {
  /** Empty when something stands against it, or it was a trial. */
  held: HeldVisit[];
  /** ISO instant; null when nothing is held. */
  expires: string | null;
  obstacles: ObstacleView[];
  /** All obstacles may be passed by with a reason. */
  mayBeOver: boolean;
  others: OtherVisit[];
}

/** `moved` and `restored`: it is where it was wanted; else what stands against it. */
export interface ChangeView {
  isDone: boolean;
  obstacles: ObstacleView[];
  mayBeOver: boolean;
}

export interface BookedView {
  appointments: string[];
}

export interface OpeningsView {
  columns: {
    /** `Practitioner/…` or `Location/…`. */
    resource: string;
    open: { start: string; end: string }[];
    absent: { start: string; end: string }[];
  }[];
  /** Places kept for somebody on the telephone, without whom. */
  held: { start: string; end: string; resources: string[] }[];
}

export interface MonthDay {
  day: string;
  appointments: number;
  /** Of all who are shown together. */
  openMinutes: number;
  freeMinutes: number;
}

export interface MonthView {
  days: MonthDay[];
  /** Who can be booked in these units; by name. */
  practitioners: Named[];
}

export interface HistoryView {
  entries: {
    at: string;
    what: HistoryEntry['what'];
    start: string;
    end: string;
    practitioners: Named[];
    rooms: Named[];
  }[];
}

/** Something changed in these agendas on this day; null: look at all of it again. */
export interface AgendaMoved {
  practitionerId: string | null;
  day: string | null;
}

/** What a patient has from today on, as whoever speaks to them on the telephone reads it. */
export interface UpcomingVisit {
  appointmentId: string;
  /** Day in the hospital, `YYYY-MM-DD`. */
  day: string;
  start: string;
  end: string;
  status: 'proposed' | 'pending' | 'booked' | 'arrived' | 'waitlist';
  /** What the agenda knows it by; null of others' making, and where the reader may not know. */
  kind: string | null;
  /** Null where the reader may not know. */
  service: string | null;
  practitioners: Named[];
  /** Rooms and wards. */
  places: Named[];
}

export interface UpcomingView {
  /** Earliest first. */
  visits: UpcomingVisit[];
  /** There are more than could be read. */
  hasMore: boolean;
}

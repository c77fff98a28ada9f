import type { Coded } from '@keneyapp/fhir-model/shapes';
import type { AgendaItem, Named } from './view.ts';

/** One appointment of a chart. */
export interface ChartAppointment {
  id: string;
  /** In the hospital, `YYYY-MM-DD`. */
  day: string;
  /** ISO 8601 instant. */
  start: string;
  minutes: number | null;
  status: AgendaItem['status'];
  /** What it is for; null as well where the chart is closed to the reader. */
  reason: Coded | null;
  cancelled: string | null;
  practitioners: Named[];
  services: Named[];
}

export interface ChartAppointmentsView {
  /** Today's and later ones, the next first. */
  coming: ChartAppointment[];
  /** The latest first. */
  past: ChartAppointment[];
  /** There are older ones than are shown. */
  isTruncated: boolean;
}

import type { Amount, Coded } from './shapes.ts';

export interface ImmunizationRow {
  id: string;
  version: string | null;
  vaccine: Coded;
  status: 'completed' | 'not-done' | 'entered-in-error';
  statusReason: Coded | null;
  date: string | null;
  /** Date in words when there is no date. */
  dateText: string | null;
  lotNumber: string | null;
  expirationDate: string | null;
  manufacturer: string | null;
  site: Coded | null;
  route: Coded | null;
  dose: Amount | null;
  /** Number in the series, and how many doses it has. */
  doseNumber: string | null;
  doseTotal: string | null;
  targets: Coded[];
  performer: string | null;
  /** False when reported by somebody else than who gave it. */
  isPrimarySource: boolean | null;
  reactions: string[];
  note: string | null;
}

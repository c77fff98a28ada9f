import { v5 } from 'uuid';

/** Namespace of every id that follows from a key of the browser (RFC 9562, version 5). */
const namespace = '4f7f0f2c-9a0e-5c1d-8f3e-2d6c1b7a9e40';
const of = (...parts: readonly (string | number | null)[]): string => v5(JSON.stringify(parts), namespace);

/** What one press of "save" is: whoever else sends the same key, or for another patient, writes something else. */
export interface WriteName {
  /** A UUID that the browser makes when the form opens. */
  key: string;
  userId: string;
  /** Null of what belongs to no chart. */
  patientId: string | null;
  /** Path of the procedure. */
  operation: string;
}
export const writeIdOf = ({ key, userId, patientId, operation }: WriteName): string =>
  of('write', key, userId, patientId, operation);
export const intentIdOf = (writeId: string, attempt: number): string => of('intent', writeId, attempt);
/** Id of a resource of the transaction: `place` says which (`heart-rate`, `0`). */
export const resourceIdOf = (intentId: string, place: string): string => of('resource', intentId, place);
export const markerIdOf = (intentId: string): string => of('marker', intentId);

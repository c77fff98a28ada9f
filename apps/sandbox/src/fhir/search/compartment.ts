import { patientCompartment } from '../model/definitions.ts';
import { parameterOf } from '../model/parameters.ts';
import { notSupported } from '../outcome.ts';
import type { Sql } from './sql.ts';

/** SQL that holds for a resource `r` of `type` in a compartment. Only the one of a patient is known here; others are refused. */
export function compartmentOf(compartment: { type: string; id: string }, type: string): (sql: Sql) => string {
  if (compartment.type !== 'Patient')
    throw notSupported(`The compartment of a ${compartment.type} is not supported, only that of a Patient`);
  const codes = patientCompartment().get(type);
  if (!codes) throw notSupported(`${type} is not in the compartment of a Patient`);
  const numbers = codes.flatMap((code) => parameterOf(type, code)?.p ?? []);
  return (sql) =>
    `r.rid IN (SELECT i.rid FROM idx_ref i WHERE i.target = ${sql.bind(`Patient/${compartment.id}`)} AND i.p IN (${numbers.length > 0 ? numbers.join(', ') : 'NULL'}))`;
}

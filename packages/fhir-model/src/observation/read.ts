import type { VitalSign } from '@keneyapp/clinical';
import type { Observation, ObservationComponent } from '@medplum/fhirtypes';
import { coded } from '../coded.ts';
import { notes } from '../text.ts';
import type { Coded, Judgement, RecordedValue } from '../shapes.ts';
import { isSign, measureOf, signOf } from '../vital-codes.ts';
import { judgementOf } from './judgement.ts';
import type { Subject } from './range.ts';
import { judgementOfSign } from './sign.ts';
import { readValue, type Valued } from './value.ts';
import { observedAt, type ObservedAt } from './when.ts';

/** One value as it was recorded, an Observation's own or that of a component, with what is said about it. */
export interface Reading extends ObservedAt, Judgement {
  observationId: string;
  name: Coded;
  /** What a component is part of. */
  of: Coded | null;
  status: string;
  note: string | null;
  value: RecordedValue;
}

/**
 * Every value of an Observation: its own, and one for each component. A panel that only groups others has none; one
 * without a value that says why, or says something about what it groups, has that as its value.
 */
export function readObservation(o: Observation, subject: Subject): Reading[] {
  const when = observedAt(o);
  const base = { observationId: o.id ?? '', status: o.status ?? 'final', note: notes(o.note), ...when };
  const read = (from: Valued, named: Observation | ObservationComponent, of: Coded | null): Reading[] => {
    const value = readValue(from);
    if (!value) return [];
    const sign = signIn(named.code);
    const judged = sign
      ? judgementOfSign(sign, value, from, subject, when.at)
      : judgementOf(value, from, subject, when.at);
    return [{ ...base, name: coded(named.code), of, value, ...judged }];
  };
  const parts = (o.component ?? []).flatMap((c) => read(c, c, coded(o.code)));
  const own = read(o, o, null);
  if (own.length > 0 || (!o.note?.length && !o.interpretation?.length) || o.hasMember?.length)
    return [...own, ...parts];
  const nothing: RecordedValue = { kind: 'absent', reason: null };
  return [
    { ...base, name: coded(o.code), of: null, value: nothing, ...judgementOf(nothing, o, subject, when.at) },
    ...parts,
  ];
}

/** Of category vital-signs, whatever its code. */
export const isOfVitals = (o: Observation): boolean =>
  o.category?.some((c) => c.coding?.some((x) => x.code === 'vital-signs')) ?? false;

/** A pressure is judged as the one it is; `glucose` of the laboratory has ranges of its own. */
function signIn(code: Observation['code'] | undefined): VitalSign | null {
  if (isSign(code, 'systolic')) return 'systolic';
  if (isSign(code, 'diastolic')) return 'diastolic';
  const name = measureOf(code);
  return name === null || name === 'glucose' ? null : signOf(name);
}

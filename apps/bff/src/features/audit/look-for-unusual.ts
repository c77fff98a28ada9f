import { patientTraits, staffTraits } from '../../audit/staff-and-patients.ts';
import type { Services } from '../../context.ts';
import { dealtWith, type DealtWith, type Unusual } from '../../audit/dealt-with.ts';
import { addDays, startOf } from '@keneyapp/fhir-model/hospital-days';
import { widenedConsents } from './query.ts';
import { rowsOf } from './rows.ts';
import { reasonsFor } from './unusual.ts';
import { unusualReasons, type UnusualAccess, type UnusualView } from './view.ts';
import { unusualVolumes } from './unusual-volumes.ts';

const maxOfEach = 500;

interface Pair {
  user_id: string;
  user_name: string | null;
  user_ref: string | null;
  role: string | null;
  patient_id: string;
  n: number;
  first_at: Date;
  last_at: Date;
  basis: (string | null)[];
  is_emergency: boolean;
}
/** Looks at everybody who opened charts in these days. What an officer does with the trail itself opens no chart. */
export async function lookForUnusual(
  { db, cipher, capabilities }: Pick<Services, 'db' | 'cipher' | 'capabilities'>,
  { from, to }: { from: string; to: string },
): Promise<UnusualView> {
  const [begin, end] = [startOf(from), startOf(addDays(to, 1))];
  const pairs = await db.$queryRaw<Pair[]>`
    SELECT user_id, max(user_name) AS user_name, max(user_ref) AS user_ref, max(role) AS role, patient_id, count(*)::int AS n, min(recorded_at) AS first_at, max(recorded_at) AS last_at,
      array_agg(DISTINCT basis) AS basis, bool_or(emergency IS NOT NULL) AS is_emergency
    FROM audit_event WHERE recorded_at >= ${begin} AND recorded_at < ${end} AND patient_id IS NOT NULL AND user_id IS NOT NULL AND outcome = 'success' AND role NOT IN ('patient', 'dpo')
    GROUP BY user_id, patient_id`;
  const volumes = await unusualVolumes(db, { from, to });
  const widened = await widenedConsents(db, { begin, end, limit: maxOfEach + 1 });
  const [patients, staff] = await Promise.all([
    patientTraits(
      capabilities.trailPeople,
      pairs.map((p) => p.patient_id),
    ),
    staffTraits(
      capabilities.trailPeople,
      pairs.flatMap((p) => p.user_ref ?? []),
    ),
  ]);
  const accesses = pairs
    .flatMap((pair): Omit<UnusualAccess, 'dealtWith'>[] => {
      const patient = patients.get(pair.patient_id);
      const reasons = reasonsFor(
        { role: pair.role, userRef: pair.user_ref, staff: staff.get(pair.user_ref ?? '') },
        patient,
      );
      if (reasons.length === 0) return [];
      return [
        {
          userId: pair.user_id,
          userName: pair.user_name ?? pair.user_id,
          role: pair.role,
          patientId: pair.patient_id,
          patient: patient
            ? { id: patient.id, name: patient.name, birthDate: patient.birthDate, ipp: patient.ipp }
            : null,
          reasons,
          count: pair.n,
          firstAt: pair.first_at.toISOString(),
          lastAt: pair.last_at.toISOString(),
          emergency: pair.is_emergency,
          basis: pair.basis.flatMap((b) => b ?? []),
        },
      ];
    })
    .sort((a, b) => worst(a) - worst(b) || b.lastAt.localeCompare(a.lastAt));
  const consents = (await rowsOf({ capabilities }, widened.slice(0, maxOfEach))).rows;
  return {
    accesses: await withNotes({ db, cipher }, accesses.slice(0, maxOfEach), (one) => ({
      what: 'access',
      ...one,
    })),
    consents: await withNotes({ db, cipher }, consents, ({ seq, userId }) => ({
      what: 'consent',
      seq,
      userId: userId ?? '',
    })),
    volumes: await withNotes({ db, cipher }, volumes.slice(0, maxOfEach), (one) => ({
      what: 'volume',
      ...one,
    })),
    isTruncated: accesses.length > maxOfEach || volumes.length > maxOfEach || widened.length > maxOfEach,
    looked: {
      people: new Set(pairs.map((p) => p.user_id)).size,
      patients: new Set(pairs.map((p) => p.patient_id)).size,
    },
  };
}

/** What officers made of each. */
async function withNotes<T>(
  { db, cipher }: Pick<Services, 'db' | 'cipher'>,
  list: readonly T[],
  unusualOf: (one: T) => Unusual,
): Promise<(T & { dealtWith: DealtWith | null })[]> {
  const notes = await dealtWith(db, cipher, list.map(unusualOf));
  return list.map((one, i) => ({ ...one, dealtWith: notes[i] ?? null }));
}

const worst = ({ reasons }: Pick<UnusualAccess, 'reasons'>): number =>
  Math.min(...reasons.map((r) => unusualReasons.indexOf(r)));

import { lackingForInsi, type IdentityAttribute, type IdentityStatus } from '@keneyapp/clinical';
import { readIdentity } from '@keneyapp/fhir-model/identity';
import { readTraits } from '@keneyapp/fhir-model/identity-traits';
import { readState } from '@keneyapp/fhir-model/identity-write';
import type { Patient } from '@medplum/fhirtypes';
import type { Database } from '../database/client.ts';

type Rows = Database['rows'];

/** How far an identity can be trusted, and since when it stands so. */
export interface Standing {
  patientId: string;
  status: IdentityStatus;
  attributes: IdentityAttribute[];
  /** A trait that INSi needs is missing. */
  isIncomplete: boolean;
  since: string;
}

/** Identities in force, counted. */
export interface StandingCounts {
  total: number;
  byStatus: Record<IdentityStatus, number>;
  /** Provisional for longer than an identity may be. */
  late: number;
  doubtful: number;
  fictive: number;
  incomplete: number;
}

/** Source: RNIV: an identity is regularised within two days. */
const provisionalHours = 48;

/** Keeps how each of these stands; who is not in force any more stands nowhere. What is older than what is kept changes nothing. */
export async function keepStanding(rows: Rows, patients: readonly Patient[], now: Date): Promise<void> {
  const each = patients.flatMap((patient) => {
    if (!patient.id) return [];
    const { active, replacedBy, isTest } = readIdentity(patient, now);
    const { status, attributes } = readState(patient);
    const isInForce = active && replacedBy === null && !isTest;
    const isIncomplete = lackingForInsi(readTraits(patient, now)).length > 0;
    const at = patient.meta?.lastUpdated ?? new Date(0).toISOString();
    return [{ id: patient.id, isInForce, status, attributes: attributes.join(' '), isIncomplete, at }];
  });
  if (each.length === 0) return;
  await rows(
    `WITH n AS (
       SELECT * FROM unnest($1::text[], $2::boolean[], $3::text[], $4::text[], $5::boolean[], $6::text[])
         AS n(id, is_in_force, status, attributes, is_incomplete, at)),
     gone AS (DELETE FROM identity_standing s USING n WHERE s.patient_id = n.id AND NOT n.is_in_force)
     INSERT INTO identity_standing AS s (patient_id, status, attributes, is_incomplete, since, changed_at)
     SELECT id, status, array_remove(string_to_array(attributes, ' '), ''), is_incomplete, at::timestamptz, at::timestamptz
     FROM n WHERE is_in_force
     ON CONFLICT (patient_id) DO UPDATE SET
       status = EXCLUDED.status, attributes = EXCLUDED.attributes, is_incomplete = EXCLUDED.is_incomplete,
       since = CASE WHEN (s.status, s.attributes, s.is_incomplete)
         = (EXCLUDED.status, EXCLUDED.attributes, EXCLUDED.is_incomplete) THEN s.since ELSE EXCLUDED.since END,
       changed_at = EXCLUDED.changed_at
     WHERE s.changed_at < EXCLUDED.changed_at`,
    [
      each.map(({ id }) => id),
      each.map(({ isInForce }) => isInForce),
      each.map(({ status }) => status),
      each.map(({ attributes }) => attributes),
      each.map(({ isIncomplete }) => isIncomplete),
      each.map(({ at }) => at),
    ],
  );
}

/** `$1`: the moment before which a provisional identity is late. */
const isLate = `status = 'PROV' AND since < $1::text::timestamptz`;
const lateBefore = (now: Date): string =>
  new Date(now.getTime() - provisionalHours * 3_600_000).toISOString();

/** Those that wait to be regularised, the longest first. A validated one waits for INSi, which was away or not asked. */
export async function toRegularise(rows: Rows, now: Date, max: number): Promise<Standing[]> {
  const found = await rows(
    `SELECT patient_id, status, attributes, is_incomplete, since FROM identity_standing
     WHERE (${isLate}) OR status = 'VALI' OR attributes && ARRAY['doubtful', 'fictive'] OR is_incomplete
     ORDER BY since, patient_id LIMIT $2::int`,
    [lateBefore(now), max],
  );
  return found.map((row) => ({
    patientId: String(row['patient_id']),
    status: row['status'] as IdentityStatus,
    attributes: row['attributes'] as IdentityAttribute[],
    isIncomplete: row['is_incomplete'] === true,
    since: (row['since'] as Date).toISOString(),
  }));
}

export const isLateProvisional = ({ status, since }: Standing, now: Date): boolean =>
  status === 'PROV' && since < lateBefore(now);

export async function countStandings(rows: Rows, now: Date): Promise<StandingCounts> {
  const [row = {}] = await rows(
    `SELECT count(*)::int AS total,
       count(*) FILTER (WHERE status = 'PROV')::int AS prov, count(*) FILTER (WHERE status = 'VALI')::int AS vali,
       count(*) FILTER (WHERE status = 'RECUP')::int AS recup, count(*) FILTER (WHERE status = 'QUAL')::int AS qual,
       count(*) FILTER (WHERE ${isLate})::int AS late,
       count(*) FILTER (WHERE 'doubtful' = ANY (attributes))::int AS doubtful,
       count(*) FILTER (WHERE 'fictive' = ANY (attributes))::int AS fictive,
       count(*) FILTER (WHERE is_incomplete)::int AS incomplete
     FROM identity_standing`,
    [lateBefore(now)],
  );
  const of = (name: string) => Number(row[name] ?? 0);
  return {
    total: of('total'),
    byStatus: { PROV: of('prov'), VALI: of('vali'), RECUP: of('recup'), QUAL: of('qual') },
    late: of('late'),
    doubtful: of('doubtful'),
    fictive: of('fictive'),
    incomplete: of('incomplete'),
  };
}

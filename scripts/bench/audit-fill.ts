import { createHash } from 'node:crypto';
import type { AuditEntry } from '../../apps/bff/src/audit/audit.ts';
import { hashOf, genesis, type ChainRecord } from '../../apps/bff/src/audit/chain.ts';
import { recordOf } from '../../apps/bff/src/audit/record.ts';
import type { Database } from '../../apps/bff/src/database/client.ts';

/** The hospital of the bench: so many people, patients and days. */
export const hospital = { people: 800, patients: 40_000, days: 365, end: Date.UTC(2026, 10, 25) } as const;

const pages = [
  'summary',
  'results',
  'medications',
  'vitals',
  'documents',
  'imaging',
  'encounters',
  'timeline',
  'problems',
  'allergies',
  'immunizations',
  'record',
] as const;
const touched: Record<(typeof pages)[number], string[]> = {
  summary: ['Condition', 'AllergyIntolerance', 'MedicationRequest', 'Observation', 'Encounter'],
  results: ['Observation', 'DiagnosticReport'],
  medications: ['MedicationRequest', 'MedicationStatement'],
  vitals: ['Observation'],
  documents: ['DocumentReference'],
  imaging: ['ImagingStudy'],
  encounters: ['Encounter'],
  timeline: ['Observation', 'Condition', 'Encounter'],
  problems: ['Condition'],
  allergies: ['AllergyIntolerance'],
  immunizations: ['Immunization'],
  record: ['Observation/o-1'],
};
const roles = ['doctor', 'nurse', 'pharmacist', 'radiologist', 'secretary'] as const;

/** The same for the same number, spread like a hospital's: many reads, some searches and writes, few refusals and emergencies. */
export function entryNumber(i: number, total: number): { entry: AuditEntry; at: Date } {
  const dice = createHash('sha256').update(String(i)).digest();
  const [a, b, c] = [dice.readUInt32LE(0), dice.readUInt32LE(4), dice.readUInt32LE(8)];
  const person = a % hospital.people,
    role = roles[person % roles.length] ?? 'doctor';
  const page = pages[b % pages.length] ?? 'summary',
    kind = c % 1_000;
  const patientId = `pat-${(person * 37 + (b % 400)) % hospital.patients}`;
  const base = {
    feature: page,
    access: 'read',
    outcome: 'success',
    patientId,
    resources: touched[page],
    user: {
      id: `person-${person}`,
      name: `Dr ${person} Personne`,
      role,
      fhirUser: `Practitioner/person-${person}`,
    },
    remoteAddress: `10.0.${person % 250}.${a % 250}`,
    requestId: `${dice.toString('hex', 12, 28)}`,
  } as const;
  const at = new Date(hospital.end - (hospital.days * 86_400_000 * (total - i)) / total);
  const query = JSON.stringify({ patientId });
  if (kind < 80)
    return {
      at,
      entry: {
        ...base,
        action: 'E',
        operation: 'patients.search',
        feature: 'patients',
        patientId: null,
        resources: Array.from({ length: 8 }, (_, n) => `Patient/pat-${(b + n * 97) % hospital.patients}`),
        query: '{"query":"dur","limit":20}',
      },
    };
  if (kind < 160)
    return {
      at,
      entry: {
        ...base,
        action: 'C',
        access: 'write',
        operation: 'vitals.record',
        feature: 'vitals',
        resources: [`Observation/o-${i}`],
      },
    };
  if (kind < 170)
    return {
      at,
      entry: {
        ...base,
        action: 'R',
        operation: `${page}.list`,
        outcome: 'denied',
        reason: 'no-relation',
        query,
      },
    };
  if (kind < 171)
    return {
      at,
      entry: {
        ...base,
        action: 'C',
        access: 'write',
        operation: 'emergency.open',
        feature: 'emergency',
        purpose: 'ETREAT',
        emergency: `grant-${i}`,
        resources: [],
      },
    };
  if (kind < 180)
    return {
      at,
      entry: {
        ...base,
        action: 'R',
        operation: `${page}.list`,
        purpose: 'ETREAT',
        basis: 'emergency',
        emergency: `grant-${i}`,
        query,
      },
    };
  if (kind < 200)
    return {
      at,
      entry: {
        ...base,
        action: 'E',
        operation: 'session.sign-in',
        access: 'write',
        feature: null,
        patientId: null,
        resources: [],
      },
    };
  if (kind < 203)
    return {
      at,
      entry: {
        ...base,
        action: 'R',
        kind: 'export',
        operation: 'documents.download',
        feature: 'documents',
        query,
      },
    };
  return { at, entry: { ...base, action: 'R', operation: `${page}.list`, basis: 'unit', query } };
}

/** Puts records 1 to `total` into an empty trail, the hashes made here: what audit_append() would have made one by one. Indexes are made afterwards. */
export async function fill(
  database: Pick<Database, 'rows'>,
  total: number,
  note: (done: number) => void,
): Promise<void> {
  const indexes = await database.rows(
    "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'audit_event' AND indexname <> 'audit_event_pkey'",
  );
  for (const { indexname } of indexes) await database.rows(`DROP INDEX "${String(indexname)}"`);
  let previousHash = genesis;
  for (let from = 1; from <= total; from += 2_000) {
    const group: ChainRecord[] = [];
    for (let seq = from; seq < from + 2_000 && seq <= total; seq += 1) {
      const { entry, at } = entryNumber(seq, total);
      const record = { ...recordOf(entry, at), seq: String(seq), previousHash };
      previousHash = hashOf(record);
      group.push({ ...record, hash: previousHash });
    }
    await database.rows(insert, [JSON.stringify(group)]);
    note(Math.min(from + 1_999, total));
  }
  for (const { indexdef } of indexes) await database.rows(String(indexdef));
}

const insert = `INSERT INTO audit_event
  SELECT seq::bigint, "recordedAt"::timestamptz AT TIME ZONE 'UTC', kind, action, operation, feature, outcome, reason, purpose, basis, emergency, "patientId", "userId", "userName", "userRef", role, "remoteAddress", "requestId",
    ARRAY(SELECT json_array_elements_text(resources)), query, decode("previousHash", 'hex'), decode(hash, 'hex')
  FROM json_to_recordset($1::json) AS r(seq text, "recordedAt" text, kind text, action text, operation text, feature text, outcome text, reason text, purpose text, basis text, emergency text, "patientId" text, "userId" text, "userName" text, "userRef" text,
    role text, "remoteAddress" text, "requestId" text, resources json, query text, "previousHash" text, hash text)`;

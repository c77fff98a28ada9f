import { createHash } from 'node:crypto';
import type { Role } from '../access/roles.ts';
import type { AuditEntry, Purpose } from './audit.ts';
import { kindOf } from './kind-of.ts';
import type { AuditKind } from './audit-kinds.ts';

/** An entry as it is kept: the columns of `audit_event`. A reader may meet words of older or newer versions. */
export interface AuditRecord {
  /** ISO 8601, UTC, milliseconds. */
  recordedAt: string;
  kind: string;
  action: string;
  operation: string;
  feature: string | null;
  outcome: string;
  reason: string | null;
  purpose: string | null;
  basis: string | null;
  emergency: string | null;
  patientId: string | null;
  userId: string | null;
  userName: string | null;
  userRef: string | null;
  role: string | null;
  remoteAddress: string;
  requestId: string;
  resources: string[];
  query: string | null;
}

/** Longest list of touched resources that is kept by name; a page of 500 encounters is "Encounter" then. */
const maxResources = 50;
/**
 * Bytes of UTF-8 that are kept of a question, and of any other text. The trail is only ever added to, so nobody may fill it
 * with what they send: of what is longer the beginning is kept, with its length and its SHA-256.
 */
const maxOfQuery = 4_096,
  maxOfText = 200;

export function recordOf(entry: AuditEntry, at: Date): AuditRecord {
  const {
    action,
    operation,
    feature,
    outcome,
    reason,
    basis,
    emergency,
    patientId,
    user,
    remoteAddress,
    requestId,
    query,
  } = entry;
  const kind: AuditKind = kindOf(entry);
  return {
    recordedAt: at.toISOString(),
    kind,
    action,
    operation: storable(operation),
    feature,
    outcome,
    reason: storableOrNull(reason),
    purpose: kind === 'emergency' ? 'ETREAT' : purposeOf(entry),
    basis: basis ?? null,
    emergency: storableOrNull(emergency ?? openedIn(entry)),
    patientId: storableOrNull(patientId),
    userId: storableOrNull(user?.id),
    userName: storableOrNull(user?.name),
    userRef: storableOrNull(user?.fhirUser),
    role: user?.role ?? null,
    remoteAddress: storable(remoteAddress),
    requestId: storable(requestId),
    resources: shortened(entry.resources).map((resource) => storable(resource)),
    query: storableOrNull(query, maxOfQuery),
  };
}

/** Opening or ending an emergency access names it among what was written. */
const openedIn = ({ feature, resources }: AuditEntry): string | null =>
  feature === 'emergency'
    ? (resources.find((r) => r.startsWith('EmergencyAccess/'))?.slice('EmergencyAccess/'.length) ?? null)
    : null;

/** What was said of it, else what the role is there for. Nobody signed in has none. */
function purposeOf({ purpose, emergency, user }: AuditEntry): Purpose | null {
  if (purpose) return purpose;
  if (emergency) return 'ETREAT';
  if (!user?.role) return null;
  return purposeOfRole[user.role];
}

/** What each role is there for. */
const purposeOfRole: Record<Role, Purpose> = {
  doctor: 'TREAT',
  nurse: 'TREAT',
  pharmacist: 'TREAT',
  secretary: 'TREAT',
  radiologist: 'TREAT',
  patient: 'PATRQT',
  'data-manager': 'HOPERAT',
  dpo: 'HOPERAT',
  admin: 'HOPERAT',
};

/** PostgreSQL keeps no NUL and no half of a surrogate pair in text. */
function storable(text: string, max = maxOfText): string {
  const whole = text.toWellFormed().replaceAll('\u0000', '\uFFFD');
  // a character is three bytes at most, so short texts need not be measured
  if (whole.length * 3 <= max) return whole;
  const bytes = Buffer.from(whole);
  return bytes.length <= max ? whole : cut(bytes, max);
}
const storableOrNull = (text: string | null | undefined, max = maxOfText): string | null =>
  text === null || text === undefined ? null : storable(text, max);

function cut(bytes: Buffer, max: number): string {
  const rest = `… (${bytes.length} bytes, SHA-256 ${createHash('sha256').update(bytes).digest('hex')})`;
  let end = max - Buffer.byteLength(rest);
  // not in the middle of a character: its other bytes begin with 10
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end) + rest;
}

function shortened(resources: string[]): string[] {
  const unique = [...new Set(resources)];
  if (unique.length <= maxResources) return unique;
  return [...new Set(unique.map((r) => r.split('/')[0] ?? r))].slice(0, maxResources);
}

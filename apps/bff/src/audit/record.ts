import type { AuditEntry, Purpose } from './audit.ts';
import { kindOf } from './kind-of.ts';
import type { AuditKind } from './kinds.ts';

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
const mostResources = 50;

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
    resources: shortened(entry.resources).map(storable),
    query: storableOrNull(query),
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
  if (!user) return null;
  if (user.role === 'patient') return 'PATRQT';
  return ['dpo', 'admin', 'data-manager'].includes(user.role) ? 'HOPERAT' : 'TREAT';
}

/** PostgreSQL keeps no NUL and no half of a surrogate pair in text. */
const storable = (text: string): string => text.toWellFormed().replaceAll('\u0000', '\uFFFD');
const storableOrNull = (text: string | null | undefined): string | null =>
  text === null || text === undefined ? null : storable(text);

function shortened(resources: string[]): string[] {
  const unique = [...new Set(resources)];
  return unique.length <= mostResources ? unique : [...new Set(unique.map((r) => r.split('/')[0] ?? r))];
}

import { createHash } from 'node:crypto';
import type { FhirClient } from '@keneyapp/fhir-client';
import type { Consent } from '@medplum/fhirtypes';
import { consentKinds } from '../../access/policy.ts';
import { date } from '../../fhir/basics.ts';
import { rulings } from '../../fhir/consent.ts';
import { consentKindSystem, readConsents, type ConsentRecord } from '../../fhir/read-consent.ts';
import { choiceKinds } from './schema.ts';
import type { ConsentEntry, ConsentsView } from './view.ts';

/** Nobody decides a thousand times. */
const most = 1_000;

/** Every decision of a patient, of all times. */
export function allConsents(fhir: FhirClient, patientId: string): Promise<Consent[]> {
  return fhir.searchAll(
    'Consent',
    {
      patient: `Patient/${patientId}`,
      category: consentKinds.map((kind) => `${consentKindSystem}|${kind}`).join(','),
      _count: 200,
    },
    most,
  );
}

/** Changes whenever a decision is added or changed. */
export function tokenOf(consents: readonly Consent[]): string {
  return createHash('sha256')
    .update(
      consents
        .map((c) => `${c.id}/${c.meta?.versionId}`)
        .sort()
        .join(),
    )
    .digest('base64url');
}

export function consentsView(
  consents: readonly Consent[],
  now: Date,
  who: Pick<ConsentsView, 'mayRecord' | 'isOwn'>,
): ConsentsView {
  const records = consents.flatMap(readConsents);
  const signed = new Map(
    consents.map((c) => [c.id ?? '', date(c.verification?.find((v) => v.verified)?.verificationDate)]),
  );
  const ruling = rulings(records, now);
  const inForce = new Set(ruling.map((r) => r.id));
  const shown = (r: ConsentRecord): ConsentEntry => entry(r, signed.get(r.id) ?? null, inForce, now);
  const named = (kind: 'objection' | 'delegation', decision: 'deny' | 'permit') =>
    ruling
      .filter((r) => r.kind === kind && r.decision === decision && (r.isReadable || decision === 'deny'))
      .map((r) => ({ ...shown(r), persons: shown(r).persons.filter((p) => r.actors.includes(p.reference)) }));
  return {
    choices: Object.fromEntries(
      choiceKinds.map((kind) => {
        const one = ruling.find((r) => r.kind === kind);
        return [kind, one ? shown(one) : null];
      }),
    ) as ConsentsView['choices'],
    objections: named('objection', 'deny'),
    delegations: named('delegation', 'permit'),
    history: records.toSorted((a, b) => (b.recordedAt ?? '').localeCompare(a.recordedAt ?? '')).map(shown),
    token: tokenOf(consents),
    ...who,
  };
}

function entry(
  r: ConsentRecord,
  signedOn: string | null,
  inForce: ReadonlySet<string>,
  now: Date,
): ConsentEntry {
  const staff = r.performers.find((p) => p.reference !== null && /^Practitioner(Role)?\//.test(p.reference));
  const author = staff ?? r.performers[0];
  return {
    id: r.id,
    kind: r.kind,
    decision: r.decision === 'permit' ? 'agreed' : 'refused',
    persons: r.persons.map(({ reference, display }) => ({ reference, name: display })),
    from: r.from,
    until: r.until,
    recordedAt: r.recordedAt,
    signedOn,
    isDoubtful: !r.isReadable,
    state: stateOf(r, inForce, now.toISOString()),
    recordedBy: author
      ? { name: author.display, isPatient: author.reference?.startsWith('Patient/') ?? false }
      : null,
  };
}

function stateOf(r: ConsentRecord, inForce: ReadonlySet<string>, now: string): ConsentEntry['state'] {
  if (r.status === 'entered-in-error') return 'mistake';
  if (inForce.has(r.id)) return 'in-force';
  if (r.status !== 'active') return 'replaced';
  if (!r.isReadable) return 'unreadable';
  if (r.from !== null && r.from > now) return 'planned';
  return r.until !== null && r.until < now ? 'ended' : 'replaced';
}

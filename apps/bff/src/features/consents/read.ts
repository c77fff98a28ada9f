import { createHash } from 'node:crypto';
import type { FhirClient } from '@keneyapp/fhir-client';
import type { Consent } from '@medplum/fhirtypes';
import { consentKinds } from '../../access/policy.ts';
import { rulings } from '../../fhir/consent.ts';
import { consentKindSystem } from '../../fhir/consent-marks.ts';
import {
  confirmedByOf,
  readConsent,
  readConsents,
  signedOnOf,
  type ConsentRecord,
} from '../../fhir/read-consent.ts';
import { closedTo, isProposal, laysAsideOf, wasProposed } from './confirmable.ts';
import { formOf } from './form.ts';
import { rightsOf, type ConsentContext } from './reader.ts';
import { choiceKinds } from './schema.ts';
import type { ConsentEntry, ConsentsView, ProposalEntry } from './view.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

/** Nobody decides a thousand times. */
const maxConsents = 1_000;

/** Every decision of a patient, of all times. */
export function allConsents(fhir: FhirClient, patientId: string): Promise<Consent[]> {
  return fhir.searchAll(
    'Consent',
    {
      patient: patientReference(patientId),
      category: consentKinds.map((kind) => `${consentKindSystem}|${kind}`).join(','),
      _count: 200,
    },
    maxConsents,
  );
}

/**
 * Changes whenever a decision is added or changed. Of one session and one patient: what somebody else, or oneself about
 * somebody else, had before their eyes says nothing here.
 */
export function tokenOf(
  { session, patientId }: Pick<ConsentContext, 'session' | 'patientId'>,
  consents: readonly Consent[],
): string {
  return createHash('sha256')
    .update([session.id, patientId, ...consents.map((c) => `${c.id}/${c.meta?.versionId}`).sort()].join('\n'))
    .digest('base64url');
}

/** The decisions as this reader may see and change them. */
export async function viewFor(
  ctx: ConsentContext,
  consents: readonly Consent[],
  done: ConsentsView['done'] = null,
): Promise<ConsentsView> {
  const mine = await ctx.access.rights();
  const rights = rightsOf(ctx, mine['consents.choose'] === true);
  const now = new Date();
  const proposals = await Promise.all(
    consents
      .filter(isProposal)
      .map(async (consent): Promise<Proposal> => ({
        consent,
        closedTo: rights.mayRecord ? await closedTo(ctx, consents, consent, now) : 'read-only',
      })),
  );
  return consentsView(consents, now, { ...rights, token: tokenOf(ctx, consents), done }, proposals);
}

interface Proposal {
  consent: Consent;
  closedTo: ProposalEntry['closedTo'];
}

function consentsView(
  consents: readonly Consent[],
  now: Date,
  who: Pick<ConsentsView, 'mayRecord' | 'isOwn' | 'isDelegate' | 'token' | 'done'>,
  proposals: readonly Proposal[],
): ConsentsView {
  const planned = new Set(consents.filter((c) => laysAsideOf(c) !== null).map((c) => c.id ?? ''));
  // a proposal to lay something aside is none of the decisions
  const records = consents.flatMap(readConsents).filter((r) => !planned.has(r.id));
  const bySigning = new Map(
    consents.map((c) => [c.id ?? '', { signedOn: signedOnOf(c), confirmedBy: confirmedByOf(c) }]),
  );
  const proposed = new Set(consents.filter(wasProposed).map((c) => c.id ?? ''));
  const ruling = rulings(records, now);
  const inForce = new Set(ruling.map((r) => r.id));
  const shown = (r: ConsentRecord): ConsentEntry =>
    entry(r, {
      signing: bySigning.get(r.id) ?? { signedOn: null, confirmedBy: null },
      wasProposed: proposed.has(r.id),
      inForce,
      now,
    });
  const named = (kind: 'objection' | 'delegation', decision: 'deny' | 'permit') =>
    ruling
      .filter((r) => r.kind === kind && r.decision === decision && (r.isReadable || decision === 'deny'))
      .map((r) => {
        const all = shown(r);
        const persons = all.persons.filter((p) => r.actors.includes(p.reference));
        return { ...all, persons, namesOthers: persons.length < all.persons.length };
      });
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
    proposals: proposals.flatMap(({ consent, closedTo }) => {
      const read = readConsent(consent);
      if (!read) return [];
      return [
        {
          ...shown(read),
          closedTo,
          hasForm: formOf(consent) !== null,
          laysAside: laysAsideOf(consent) !== null,
        },
      ];
    }),
    ...who,
  };
}

interface Known {
  signing: Pick<ConsentEntry, 'signedOn' | 'confirmedBy'>;
  wasProposed: boolean;
  inForce: ReadonlySet<string>;
  now: Date;
}
function entry(r: ConsentRecord, { signing, wasProposed, inForce, now }: Known): ConsentEntry {
  const staff = r.performers.find((p) => p.reference !== null && /^Practitioner(Role)?\//.test(p.reference));
  const author = staff ?? r.performers[0];
  return {
    id: r.id,
    kind: r.kind,
    decision: r.decision === 'permit' ? 'agreed' : 'refused',
    persons: r.persons.map(({ reference, display }) => ({ reference, name: display })),
    namesOthers: false,
    from: r.from,
    until: r.until,
    recordedAt: r.recordedAt,
    ...signing,
    isDoubtful: !r.isReadable,
    state: stateOf(r, wasProposed, inForce, now.toISOString()),
    mayCallOff: isPlanned(r, now.toISOString()),
    recordedBy: author
      ? { name: author.display, isPatient: author.reference?.startsWith('Patient/') ?? false }
      : null,
  };
}

function stateOf(
  r: ConsentRecord,
  wasProposed: boolean,
  inForce: ReadonlySet<string>,
  now: string,
): ConsentEntry['state'] {
  if (r.status === 'other') return 'proposed';
  if (r.status === 'entered-in-error')
    return wasProposed
      ? 'dismissed'
      : r.from !== null && r.from > (r.recordedAt ?? '')
        ? 'called-off'
        : 'mistake';
  if (inForce.has(r.id)) return 'in-force';
  if (r.status !== 'active') return 'replaced';
  if (!r.isReadable) return 'unreadable';
  if (isPlanned(r, now)) return 'planned';
  return r.until !== null && r.until < now ? 'ended' : 'replaced';
}

/** Decided, and yet to begin. */
export const isPlanned = (r: ConsentRecord, now: string): boolean =>
  r.status === 'active' && r.isReadable && r.from !== null && r.from > now;

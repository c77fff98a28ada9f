import type { FhirClient } from '@keneyapp/fhir-client';
import { TRPCError } from '@trpc/server';
import type { Session } from '../session/session.ts';
import { DeniedError } from './denied.ts';
import { isRelational, noFacts, readFacts, type Facts } from './facts.ts';
import type { Decision, PatientFacts, PolicyBounds, PolicyEngine, PolicyInput } from './policy.ts';
import type { Action, Feature } from './roles.ts';

/** Emergency accesses, as the decision needs them. */
export interface EmergencySource {
  living(
    userId: string,
    patientId: string,
    now: Date,
  ): Promise<{ id: string; patientId: string; expiresAt: Date } | null>;
  isSuspended(userId: string): Promise<boolean>;
}
export interface AccessOptions {
  policy: PolicyEngine;
  systemFhir: Pick<FhirClient, 'batchSearch' | 'searchAll'>;
  emergency: EmergencySource;
  bounds?: PolicyBounds;
  now?: () => Date;
}
export type Who = Pick<Session, 'userId' | 'role' | 'fhirUser'>;
/** A decision and the emergency access it rests on, if it does. */
export type Verdict = Decision & { grant: { id: string; expiresAt: string } | null };

/** Staff find any patient of the house, whatever ties them: who it is says nothing clinical. What the patient objects to is asked for everything else. */
const isIdentity = (feature: Feature): boolean => feature === 'patients';
/** Needs no tie to a patient, and obeys objections all the same. */
const mayBeObjected: readonly Feature[] = ['appointments', 'consents'];

/**
 * The single decision point of the BFF: every procedure and proxy passes here. One per request; facts are read once a
 * patient and request, whoever asks. Rejects (503 `policy-unavailable`) when facts or policy cannot be had.
 */
export class Access {
  readonly #options: AccessOptions;
  readonly #who: Who;
  readonly #now: Date;
  #facts = new Map<string, Promise<Facts>>();
  constructor(options: AccessOptions, who: Who) {
    this.#options = options;
    this.#who = who;
    this.#now = (options.now ?? (() => new Date()))();
  }

  /** `patientId` null: what concerns no single patient. */
  async decide(feature: Feature, action: Action, patientId: string | null): Promise<Verdict> {
    const [verdict] = await this.#decideAll([{ feature, action, patientId }]);
    if (!verdict) throw unavailable(null);
    return verdict;
  }

  /** Several features of one patient at a time. */
  async decideEach<F extends Feature>(
    features: readonly F[],
    action: Action,
    patientId: string,
  ): Promise<Map<F, Verdict>> {
    const verdicts = await this.#decideAll(features.map((feature) => ({ feature, action, patientId })));
    return new Map(features.map((feature, i) => [feature, verdicts[i] ?? denied]));
  }

  /** One feature of many patients, for lists. */
  async decideFor(
    feature: Feature,
    action: Action,
    patientIds: readonly string[],
  ): Promise<Map<string, Verdict>> {
    if (patientIds.length === 0) return new Map();
    if (this.#needsFacts(feature)) void this.#load(patientIds); // all of them in one batch
    const verdicts = await this.#decideAll(patientIds.map((patientId) => ({ feature, action, patientId })));
    return new Map(patientIds.map((id, i) => [id, verdicts[i] ?? denied]));
  }

  async #decideAll(
    asked: readonly { feature: Feature; action: Action; patientId: string | null }[],
  ): Promise<Verdict[]> {
    try {
      const inputs = await Promise.all(
        asked.map(async ({ feature, action, patientId }): Promise<PolicyInput> => {
          const facts =
            patientId !== null && this.#needsFacts(feature) ? await this.#load([patientId]) : null;
          const patient = patientId === null ? null : (facts?.patients.get(patientId) ?? noFacts(patientId));
          return this.#input(feature, action, patient, facts?.units ?? []);
        }),
      );
      const first = await this.#options.policy.decide(inputs);
      // a grant is looked for only where there is no other way in
      return await Promise.all(
        first.map(async (decision, i): Promise<Verdict> => {
          const input = inputs[i];
          if (!input?.patient || !mayRestOnGrant(input, decision)) return { ...decision, grant: null };
          return this.#emergency(input, input.patient.id, decision);
        }),
      );
    } catch (cause) {
      if (cause instanceof TRPCError) throw cause;
      throw unavailable(cause);
    }
  }

  async #emergency(input: PolicyInput, patientId: string, decision: Decision): Promise<Verdict> {
    const { emergency, policy } = this.#options;
    const [grant, emergencySuspended] = await Promise.all([
      emergency.living(this.#who.userId, patientId, this.#now),
      emergency.isSuspended(this.#who.userId),
    ]);
    if (!grant && !emergencySuspended) return { ...decision, grant: null };
    const again = {
      ...input,
      subject: { ...input.subject, emergencySuspended },
      grant: grant && { patientId: grant.patientId, expiresAt: grant.expiresAt.toISOString() },
    };
    const [second] = await policy.decide([again]);
    if (!second) throw unavailable(null);
    return {
      ...second,
      grant:
        second.basis === 'emergency' && grant
          ? { id: grant.id, expiresAt: grant.expiresAt.toISOString() }
          : null,
    };
  }

  #input(feature: Feature, action: Action, patient: PatientFacts | null, units: string[]): PolicyInput {
    const { role, fhirUser } = this.#who;
    return {
      now: this.#now.toISOString(),
      subject: { role, fhirUser, units, emergencySuspended: false },
      feature,
      action,
      patient,
      grant: null,
      ...(this.#options.bounds ? { bounds: this.#options.bounds } : {}),
    };
  }

  #needsFacts(feature: Feature): boolean {
    const { role } = this.#who;
    if (role === 'secretary') return mayBeObjected.includes(feature);
    return isRelational(role) && (role === 'patient' || !isIdentity(feature));
  }

  /** Facts of the first of them; those not read yet are read in one batch. `patientIds` is not empty. */
  #load(patientIds: readonly string[]): Promise<Facts> {
    const missing = patientIds.filter((id) => !this.#facts.has(id));
    if (missing.length > 0) {
      const read = readFacts(this.#options.systemFhir as FhirClient, this.#who, missing, this.#now);
      read.catch(() => undefined); // whoever waits for it hears of it
      for (const id of missing) this.#facts.set(id, read);
    }
    return this.#facts.get(patientIds[0] ?? '') ?? Promise.reject(new Error('no patient to read about'));
  }
}

/** Where an emergency access opens the chart, or is why it can only be read. */
const mayRestOnGrant = ({ action }: PolicyInput, { allow, mayBreakGlass, reasons }: Decision): boolean =>
  !allow &&
  (mayBreakGlass ||
    (action === 'write' &&
      reasons.some(
        (reason) => reason === 'no-relation' || reason === 'consent-care' || reason === 'consent-sharing',
      )));

const denied: Verdict = {
  allow: false,
  basis: null,
  reasons: ['role'],
  obligations: { hideLabels: [], releasedOnly: false },
  mayBreakGlass: false,
  grant: null,
};

function unavailable(cause: unknown): TRPCError {
  return new TRPCError({
    code: 'SERVICE_UNAVAILABLE',
    message: 'policy',
    cause: new DeniedError('policy-unavailable', { cause }),
  });
}

import type { FhirClient } from '@keneyapp/fhir-client';
import { TRPCError } from '@trpc/server';
import type { Session } from '../session/session.ts';
import { DeniedError } from './denied.ts';
import { noRelationships, readRelationships, type Relationships } from './relationships.ts';
import { isReading } from './operation-kinds.ts';
import { factsOfGroup, operations, type Fact, type Operation } from './operations.ts';
import type {
  Decision,
  PatientFacts,
  PolicyBounds,
  PolicyEngine,
  PolicyInput,
  Rights,
  WrittenState,
} from './policy.ts';

/** Emergency accesses, as the decision needs them. */
export interface EmergencySource {
  activeGrant(
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
  /** Which of these records lead on to another one (ADR 32), and to which. */
  leadingTo: (patientIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  bounds?: PolicyBounds;
  now?: () => Date;
}
export type Who = Pick<Session, 'userId' | 'role' | 'fhirUser'>;
/** A decision and the emergency access it rests on, if it does. */
export type Verdict = Decision & { grant: { id: string; expiresAt: string } | null };

interface Question {
  operation: Operation;
  patientId: string | null;
  written?: WrittenState;
}
/** What was read of a patient, and what was asked for. */
interface Known {
  asked: ReadonlySet<Fact>;
  facts: Promise<Relationships>;
}

/**
 * The single decision point of the BFF: every procedure and proxy passes here. One per request; facts are read once a
 * patient and request, whoever asks. Rejects (503 `policy-unavailable`) when facts or policy cannot be had.
 */
export class Access {
  readonly #options: AccessOptions;
  readonly #who: Who;
  readonly #now: Date;
  #rights: Promise<Rights> | null = null;
  readonly #known = new Map<string, Known>();
  constructor(options: AccessOptions, who: Who) {
    this.#options = options;
    this.#who = who;
    this.#now = (options.now ?? (() => new Date()))();
  }

  /** What this person may do at all, before it is asked with whom. */
  rights(): Promise<Rights> {
    return (this.#rights ??= this.#options.policy.rights(this.#who.role).catch((cause: unknown) => {
      throw unavailable(cause);
    }));
  }

  /** `patientId` null: what concerns no single patient. */
  async decide(operation: Operation, patientId: string | null): Promise<Verdict> {
    const [verdict] = await this.#decideAll([{ operation, patientId }]);
    if (!verdict) throw unavailable(null);
    return verdict;
  }

  /** Several operations on one patient at a time. */
  async decideEach<O extends Operation>(asked: readonly O[], patientId: string): Promise<Map<O, Verdict>> {
    const verdicts = await this.#decideAll(asked.map((operation) => ({ operation, patientId })));
    return new Map(asked.map((operation, i) => [operation, verdicts[i] ?? denied]));
  }

  /** One operation on many patients, for lists. */
  async decideFor(operation: Operation, patientIds: readonly string[]): Promise<Map<string, Verdict>> {
    const verdicts = await this.#decideAll(patientIds.map((patientId) => ({ operation, patientId })));
    return new Map(patientIds.map((id, i) => [id, verdicts[i] ?? denied]));
  }

  /** One operation on each of these, in the state in which they are stored. */
  decideWritten(
    operation: Operation,
    patientId: string | null,
    states: readonly WrittenState[],
  ): Promise<Verdict[]> {
    return this.#decideAll(states.map((written) => ({ operation, patientId, written })));
  }

  async #decideAll(asked: readonly Question[]): Promise<Verdict[]> {
    if (asked.length === 0) return [];
    try {
      this.#load(asked);
      const inputs = await Promise.all(
        asked.map(async ({ operation, patientId, written = null }): Promise<PolicyInput> => {
          if (patientId === null) return this.#input({ operation, written }, null, []);
          const facts = this.#factsFor(operation).length > 0 ? await this.#known.get(patientId)?.facts : null;
          const patient = facts?.patients.get(patientId) ?? noRelationships(patientId);
          return this.#input({ operation, written }, patient, facts?.units ?? []);
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
      emergency.activeGrant(this.#who.userId, patientId, this.#now),
      emergency.isSuspended(this.#who.userId),
    ]);
    if (!grant && !emergencySuspended) return { ...decision, grant: null };
    const again = {
      ...input,
      subject: { ...input.subject, emergencySuspended },
      grant: grant && { patientId: grant.patientId, expiresAt: grant.expiresAt.toISOString() },
    };
    const [underGrant] = await policy.decide([again]);
    if (!underGrant) throw unavailable(null);
    return {
      ...underGrant,
      grant:
        underGrant.basis === 'emergency' && grant
          ? { id: grant.id, expiresAt: grant.expiresAt.toISOString() }
          : null,
    };
  }

  #input(
    { operation, written }: Pick<PolicyInput, 'operation' | 'written'>,
    patient: PatientFacts | null,
    units: string[],
  ): PolicyInput {
    const { role, fhirUser } = this.#who;
    return {
      now: this.#now.toISOString(),
      subject: { role, fhirUser, units, emergencySuspended: false },
      operation,
      patient,
      grant: null,
      written,
      ...(this.#options.bounds ? { bounds: this.#options.bounds } : {}),
    };
  }

  /** What the rules of its group ask for of this role. */
  #factsFor(operation: Operation): readonly Fact[] {
    return factsOfGroup[operations[operation].group][this.#who.role] ?? [];
  }

  /** Reads what is not known yet of these patients, all of it in one batch. */
  #load(asked: readonly Question[]): void {
    const wanted = new Set(
      asked.flatMap(({ operation, patientId }) => (patientId === null ? [] : this.#factsFor(operation))),
    );
    const isKnown = (id: string) => [...wanted].every((fact) => this.#known.get(id)?.asked.has(fact));
    const missing = [...new Set(asked.flatMap(({ patientId }) => patientId ?? []))].filter(
      (id) => !isKnown(id),
    );
    if (missing.length === 0) return;
    const facts = this.#read(missing, wanted);
    facts.catch(() => undefined); // whoever waits for it hears of it
    for (const id of missing) this.#known.set(id, { asked: wanted, facts });
  }

  /** What the person decided moved with a merge: what is left or arrives in the record that leads on is theirs too. */
  async #read(patientIds: readonly string[], facts: ReadonlySet<Fact>): Promise<Relationships> {
    const { leadingTo, systemFhir } = this.#options;
    const read = (ids: readonly string[], of: ReadonlySet<Fact>) =>
      readRelationships(systemFhir as FhirClient, this.#who, { patientIds: ids, facts: of, now: this.#now });
    if (!facts.has('consents')) return read(patientIds, facts);
    const [own, leading] = await Promise.all([read(patientIds, facts), leadingTo(patientIds)]);
    if (leading.size === 0) return own;
    const { patients: kept } = await read([...new Set(leading.values())], new Set(['consents']));
    for (const [id, to] of leading) {
      const patient = own.patients.get(id);
      if (patient) patient.consents = [...patient.consents, ...(kept.get(to)?.consents ?? [])];
    }
    return own;
  }
}

/** Where an emergency access opens the chart, or is why it can only be read. */
const mayRestOnGrant = ({ operation }: PolicyInput, { allow, mayBreakGlass, reasons }: Decision): boolean =>
  !allow &&
  (mayBreakGlass ||
    (!isReading(operation) &&
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

import {
  compactIns,
  differingTraits,
  insSystems,
  nextIdentityState,
  type IdentityState,
  type StrictTraits,
} from '@keneyapp/clinical';
import type { Identifier, Patient } from '@medplum/fhirtypes';
import { inForce } from './elements.ts';
import { withHome, withTelecoms, type HomeAddress, type Telephone } from './identity-contact.ts';
import {
  withReliability,
  attributesOf,
  recordedStatus,
  type CollectionMethod,
  type IdentityValidation,
} from './identity-reliability.ts';
import { withMailWish } from './mail-wish.ts';
import { withRelations, type Relations } from './identity-relations.ts';
import { readTraits, withTraits } from './identity-traits.ts';
import { systems } from './systems.ts';

const profiles = {
  any: 'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-patient',
  qualified: 'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-patient-ins',
};
const identifierTypes = 'https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-v2-0203';

/** What is to be recorded of an identity. What is undefined stays as it is; null and an empty list take it away. */
export interface IdentityChanges {
  traits?: StrictTraits;
  /** Why traits changed: a slip, or the civil registry (the former name stays as an old one). */
  reason?: 'correction' | 'civil-status';
  usedName?: string | null;
  usedGivenName?: string | null;
  /** As `nextIdentityState` gave it. */
  state?: IdentityState;
  validation?: IdentityValidation | null;
  collection?: { method: CollectionMethod; on: string } | null;
  /** A matricule that INSi (or the application carte Vitale) gave, with its OID: only with the state RECUP or QUAL. */
  ins?: { matricule: string; oid: string };
  ipp?: string;
  home?: HomeAddress | null;
  telephones?: readonly Telephone[];
  email?: string | null;
  wantsNoMail?: boolean;
  relations?: Relations;
  deceased?: { date: string | null } | null;
  multipleBirth?: { order: number | null } | null;
}

/** The status and attributes that are recorded; provisional when none are. */
export function readState(patient: Patient): IdentityState {
  return { status: recordedStatus(patient) ?? 'PROV', attributes: attributesOf(patient) };
}

/** A Patient that is not yet on the server. */
export function newPatient(
  changes: IdentityChanges & Required<Pick<IdentityChanges, 'traits' | 'state'>>,
  now: Date,
): Patient {
  return writeIdentity({ resourceType: 'Patient', active: true }, changes, now);
}

/**
 * The patient with these changes; what is not known here (extensions, identifiers of other systems, old names, contacts) stays
 * as it is, and nothing of `before` is changed in place. `readIdentity` reads back what was written.
 *
 * A strict trait that changed takes the matricule out of force (`use: old`, period ended) and lowers the status, unless the
 * same change brings an INS: whoever calls this cannot forget it. So does a state that has no INS.
 */
export function writeIdentity(before: Patient, changes: IdentityChanges, now: Date): Patient {
  const { traits, ins } = changes;
  const isChanged =
    traits !== undefined &&
    (before.name?.length ?? 0) > 0 &&
    differingTraits(readTraits(before, now), traits).length > 0;
  const { state, validation } = trust(before, changes, isChanged);
  if (ins && (changes.state === undefined || !hasIns(state)))
    throw new Error(`no INS is recorded for an identity of status ${state.status}`);
  let next = before;
  if (traits !== undefined || changes.usedName !== undefined || changes.usedGivenName !== undefined)
    next = withTraits(next, { ...changes, traits: traits ?? readTraits(before, now) }, now);
  if (
    changes.state !== undefined ||
    isChanged ||
    validation !== undefined ||
    changes.collection !== undefined
  ) {
    const collection = changes.collection ?? (isChanged ? null : changes.collection);
    next = withReliability(next, { state, validation, collection });
    if (ins) next = withIns(next, ins, now);
    else if (isChanged || !hasIns(state)) next = withoutIns(next, now);
    next = withProfile(next, state);
  }
  if (changes.ipp !== undefined) next = withIpp(next, changes.ipp, now);
  if (changes.home !== undefined) next = withHome(next, changes.home, now);
  if (changes.telephones !== undefined || changes.email !== undefined)
    next = withTelecoms(next, changes, now);
  if (changes.wantsNoMail !== undefined) next = withMailWish(next, changes.wantsNoMail);
  if (changes.relations !== undefined) next = withRelations(next, changes.relations, now);
  if (changes.deceased !== undefined) next = withDeceased(next, changes.deceased);
  return changes.multipleBirth === undefined ? next : withMultipleBirth(next, changes.multipleBirth);
}

const hasIns = ({ status }: IdentityState): boolean => status === 'RECUP' || status === 'QUAL';

/** A changed trait was proven by nothing that is on record: neither paper nor INSi. */
function trust(before: Patient, { state, ins, validation }: IdentityChanges, isChanged: boolean) {
  const given = state ?? readState(before);
  if (!isChanged) return { state: given, validation };
  const lowered = nextIdentityState(given, { kind: 'strict-trait-changed' });
  const isProven = ins !== undefined || (validation != null && !hasIns(given));
  return {
    state: isProven || !lowered.ok ? given : lowered.state,
    validation: validation === undefined && !(isProven && given.status === 'QUAL') ? null : validation,
  };
}

const isInsSystem = (system: string | undefined): boolean =>
  Object.values(insSystems).some((known) => known === system);

/** Out of force from this instant on: a period that ends on a day is over only when the day is. */
const ended = (identifier: Identifier, now: Date): Identifier => ({
  ...identifier,
  use: 'old',
  period: { ...identifier.period, end: now.toISOString() },
});

function withoutIns(patient: Patient, now: Date): Patient {
  const current = new Set(inForce(patient.identifier, now).filter(({ system }) => isInsSystem(system)));
  if (current.size === 0) return patient;
  return {
    ...patient,
    identifier: patient.identifier?.map((i) => (current.has(i) ? ended(i, now) : i)) ?? [],
  };
}

function withIns(
  patient: Patient,
  { matricule, oid }: { matricule: string; oid: string },
  now: Date,
): Patient {
  const system = `urn:oid:${oid}`;
  const value = compactIns(matricule);
  const current = inForce(patient.identifier, now).find((i) => i.system === system && i.value === value);
  const others = withoutIns(
    { ...patient, identifier: (patient.identifier ?? []).filter((i) => i !== current) },
    now,
  );
  const isWaiting = system === insSystems.nia;
  const own: Identifier = current ?? {
    // an NIA is a number in waiting
    use: isWaiting ? 'temp' : 'official',
    type: {
      coding: [
        {
          system: identifierTypes,
          code: isWaiting ? 'INS-NIA' : 'INS-NIR',
          display: 'Identifiant national de santé',
        },
      ],
      text: 'INS',
    },
    system,
    value,
  };
  return { ...others, identifier: [own, ...(others.identifier ?? [])] };
}

function withProfile(patient: Patient, { status }: IdentityState): Patient {
  const profile = status === 'QUAL' ? profiles.qualified : profiles.any;
  const before = patient.meta?.profile ?? [];
  if (before.includes(profile) && !before.some((p) => p !== profile && Object.values(profiles).includes(p)))
    return patient;
  const others = before.filter((p) => !Object.values(profiles).includes(p));
  return { ...patient, meta: { ...patient.meta, profile: [profile, ...others] } };
}

function withIpp(patient: Patient, ipp: string, now: Date): Patient {
  const current = inForce(patient.identifier, now).find(({ system }) => system === systems.ipp);
  if (current?.value === ipp) return patient;
  const own: Identifier = {
    use: 'usual',
    type: {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/v2-0203',
          code: 'PI',
          display: 'Patient internal identifier',
        },
      ],
      text: 'IPP',
    },
    system: systems.ipp,
    value: ipp,
    ...(current?.assigner ? { assigner: current.assigner } : {}),
  };
  const others = (patient.identifier ?? []).map((i) => (i === current ? ended(i, now) : i));
  return { ...patient, identifier: [...others, own] };
}

function withDeceased(patient: Patient, deceased: { date: string | null } | null): Patient {
  const { deceasedBoolean: _said, deceasedDateTime: _when, ...rest } = patient;
  if (deceased === null) return rest;
  return deceased.date === null
    ? { ...rest, deceasedBoolean: true }
    : { ...rest, deceasedDateTime: deceased.date };
}

function withMultipleBirth(patient: Patient, multiple: { order: number | null } | null): Patient {
  const { multipleBirthBoolean: _said, multipleBirthInteger: _order, ...rest } = patient;
  if (multiple === null) return rest;
  return multiple.order === null
    ? { ...rest, multipleBirthBoolean: true }
    : { ...rest, multipleBirthInteger: multiple.order };
}

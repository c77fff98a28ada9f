import type { CodeableConcept, Identifier, Patient, PatientContact } from '@medplum/fhirtypes';
import { date, isOver } from './dates.ts';
import { inForce } from './elements.ts';
import { personName } from './names.ts';
import { systems } from './systems.ts';
import { words } from './text.ts';

/** Somebody who is written down beside a patient, as the form has them. */
interface Relation {
  name: string;
  telephone: string | null;
  /** What they are to the patient, in words. */
  link: string | null;
}
/** Whom to tell, whom to consult (Code de la santé publique, L1111-6), and the general practitioner in town. */
export interface Relations {
  toWarn: Relation | null;
  trusted: Relation | null;
  doctor: Relation | null;
  /** Number of the person through whom the patient is insured: no identity of the patient, and never the INS. */
  insuredNumber: string | null;
}
const kinds = ['toWarn', 'trusted', 'doctor'] as const;
type Kind = (typeof kinds)[number];

/**
 * The general practitioner is a contact in words: `Patient.generalPractitioner` is a tie to the patient, by which the policy
 * opens the chart, and whoever types an identity must not be able to make one.
 */
const concepts: Record<Kind, { system: string; code: string; text: string; isOther: RegExp | null }> = {
  toWarn: {
    ...{ system: 'http://terminology.hl7.org/CodeSystem/v2-0131', code: 'C' },
    ...{ text: 'Personne à prévenir', isOther: /personne à prévenir/i },
  },
  trusted: {
    ...{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'HPOWATT' },
    ...{ text: 'Personne de confiance', isOther: /personne de confiance/i },
  },
  doctor: {
    ...{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationFunction', code: 'PCP' },
    ...{ text: 'Médecin traitant', isOther: /médecin traitant/i },
  },
};

const isOf = (kind: Kind, { coding, text }: CodeableConcept): boolean =>
  (coding ?? []).some(({ code }) => code === concepts[kind].code) ||
  concepts[kind].isOther?.test(text ?? '') === true;
const isOfNone = (concept: CodeableConcept): boolean => kinds.every((kind) => !isOf(kind, concept));

const ofKind = (patient: Patient, kind: Kind, now: Date): PatientContact | undefined =>
  patient.contact?.find(
    ({ relationship, period }) =>
      !isOver(date(period?.end), now) && relationship?.some((concept) => isOf(kind, concept)),
  );

function relationOf(contact: PatientContact | undefined, now: Date): Relation | null {
  const name = contact?.name ? personName([contact.name], now) : null;
  if (!contact || name === null) return null;
  const link = contact.relationship?.find(isOfNone);
  return {
    name,
    telephone: contact.telecom?.find(({ system }) => system === 'phone')?.value ?? null,
    link: words(link?.text) ?? words(link?.coding?.[0]?.display),
  };
}

const insuredOf = (patient: Patient, now: Date): Identifier | undefined =>
  inForce(patient.identifier, now).find(({ system }) => system === systems.insured);

/** The exact inverse of `withRelations`. */
export function readRelations(patient: Patient, now: Date): Relations {
  return {
    toWarn: relationOf(ofKind(patient, 'toWarn', now), now),
    trusted: relationOf(ofKind(patient, 'trusted', now), now),
    doctor: relationOf(ofKind(patient, 'doctor', now), now),
    insuredNumber: insuredOf(patient, now)?.value ?? null,
  };
}

/** The patient with these people; who did not change, and who is of another kind, stays as they are written. */
export function withRelations(patient: Patient, relations: Relations, now: Date): Patient {
  let next = patient;
  for (const kind of kinds) next = withRelation(next, kind, relations[kind], now);
  return withInsured(next, relations.insuredNumber, now);
}

function withRelation(patient: Patient, kind: Kind, relation: Relation | null, now: Date): Patient {
  const before = ofKind(patient, kind, now);
  if (JSON.stringify(relationOf(before, now)) === JSON.stringify(relation)) return patient;
  const others = (patient.contact ?? []).flatMap((contact) => {
    if (contact !== before) return [contact];
    // who is something else to the patient too stays that
    const rest = (contact.relationship ?? []).filter((concept) => !isOf(kind, concept));
    return rest.some((concept) => !isOfNone(concept)) ? [{ ...contact, relationship: rest }] : [];
  });
  const { contact: _all, ...without } = patient;
  const all = relation === null ? others : [contactOf(kind, relation), ...others];
  return all.length > 0 ? { ...without, contact: all } : without;
}

function contactOf(kind: Kind, { name, telephone, link }: Relation): PatientContact {
  const { system, code, text } = concepts[kind];
  return {
    relationship: [{ coding: [{ system, code }], text }, ...(link === null ? [] : [{ text: link }])],
    name: { text: name },
    ...(telephone === null ? {} : { telecom: [{ system: 'phone', value: telephone }] }),
  };
}

function withInsured(patient: Patient, number: string | null, now: Date): Patient {
  const before = insuredOf(patient, now);
  if ((before?.value ?? null) === number) return patient;
  const others = (patient.identifier ?? []).filter((one) => one !== before);
  const own: Identifier = {
    use: 'secondary',
    type: {
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'SN', display: 'Subscriber Number' },
      ],
      text: 'Numéro de sécurité sociale de l’assuré',
    },
    system: systems.insured,
    ...(number === null ? {} : { value: number }),
  };
  return { ...patient, identifier: number === null ? others : [...others, own] };
}

import { civilDateAt, formatIsoDate, nationalProfessionalSystem, rppsSystem } from '@keneyapp/clinical';
import { matches } from '@keneyapp/fhir-model/bundles';
import { readIdentity } from '@keneyapp/fhir-model/identity';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import { personName } from '@keneyapp/fhir-model/names';
import { regimenOf } from '@keneyapp/fhir-model/regimen-read';
import { systemOf, systems } from '@keneyapp/fhir-model/systems';
import type {
  Bundle,
  CodeableConcept,
  MedicationRequest,
  Observation,
  Patient,
  Practitioner,
  PractitionerRole,
} from '@medplum/fhirtypes';
import type { Services } from '../../context.ts';
import type { PaperFacts, PaperLine, Prescriber } from './content.ts';
import { isForLongTermIllness, substitutionReasonOf } from './substitution.ts';
import { limitsOf, type SubstanceRule } from './substance-rules.ts';

export interface DrugFacts {
  inn: string | null;
  atc: string[];
}

/** Substance and ATC codes of a drug: from its own coding, or from what the national base says of the product. */
export async function drugFacts(
  terminology: Pick<Services['terminology'], 'lookup'>,
  concept: CodeableConcept,
): Promise<DrugFacts> {
  const codings = (concept.coding ?? []).map((one) => ({ ...one, system: systemOf(one) }));
  const named = codings.filter(({ system, code }) => system === systems.atc && code !== undefined);
  // each of several codes counts: another system may have put the narcotic second
  if (named.length > 0)
    return {
      inn: named[0]?.display?.toLocaleLowerCase('fr') ?? null,
      atc: named.flatMap(({ code }) => code ?? []),
    };
  const product = codings.find(({ system }) => system === systems.bdpm);
  const found = product?.code ? await terminology.lookup(systems.bdpm, product.code) : null;
  const valuesOf = (name: string) =>
    (found?.properties ?? []).filter((one) => one.name === name).map(({ value }) => value);
  const substances = (found?.designations ?? [])
    .filter(({ use }) => use === 'substance')
    .map(({ text }) => text.toLocaleLowerCase('fr'));
  return { inn: substances.length > 0 ? substances.join(' + ') : null, atc: valuesOf('atc') };
}

/** Null for what this application did not write, and so cannot say in its words. */
export function paperLineOf(
  request: MedicationRequest,
  drug: DrugFacts,
  rules: readonly SubstanceRule[],
): PaperLine | null {
  const regimen = regimenOf(request.dosageInstruction);
  if (!regimen) return null;
  const { text, coding = [] } = request.medicationCodeableConcept ?? {};
  const signedOn = dayOf(new Date(request.authoredOn ?? ''));
  const start = request.dosageInstruction?.[0]?.timing?.repeat?.boundsPeriod?.start ?? signedOn;
  return {
    inn: drug.inn,
    product: text ?? coding[0]?.display ?? '',
    regimen,
    start: start.length > 10 ? dayOf(new Date(start)) : start,
    isLongTermIllness: isForLongTermIllness(request),
    notSubstitutable:
      request.substitution?.allowedBoolean === false
        ? { reason: substitutionReasonOf(request.substitution.reason) }
        : null,
    limits: limitsOf(rules, drug.atc, signedOn),
    isRecognised: drug.atc.length > 0,
  };
}

export function prescriberOf(
  practitioner: Practitioner | undefined,
  roles: readonly PractitionerRole[],
  displayed: string,
): Prescriber {
  const telecom = [...(practitioner?.telecom ?? []), ...roles.flatMap((role) => role.telecom ?? [])];
  const reach = (system: string) => telecom.find((one) => one.system === system)?.value ?? null;
  const words = (concepts: readonly CodeableConcept[] | undefined) =>
    concepts?.flatMap(({ text, coding }) => text ?? coding?.find(({ display }) => display)?.display ?? []) ??
    [];
  const [quality] = [
    ...roles.flatMap((role) => words(role.specialty)),
    ...words(practitioner?.qualification?.map(({ code }) => code)),
    ...roles.flatMap((role) => words(role.code)),
  ];
  const identifiers = practitioner?.identifier ?? [];
  const rpps =
    identifiers.find(({ system }) => system === rppsSystem)?.value ??
    identifiers
      .find(({ system, value }) => system === nationalProfessionalSystem && value?.startsWith('8'))
      ?.value?.slice(1);
  return {
    name: personName(practitioner?.name) ?? displayed,
    quality: quality ?? null,
    rpps: rpps ?? null,
    telephone: reach('phone'),
    email: reach('email'),
  };
}

/** Below this age a prescription says the weight (Code de la santé publique, R5132-3: "if need be"). */
const weightBelowYears = 18;

export function patientOf(
  patient: Patient,
  lines: readonly PaperLine[],
  weights: Bundle | null,
  now: Date,
): PaperFacts['patient'] {
  const identity = readIdentity(patient, now);
  const isByWeight = lines.some(({ regimen }) => regimen.steps.some(({ isPerKilogram }) => isPerKilogram));
  const years = identity.age?.unit === 'year' ? identity.age.value : 0;
  const isYoung = identity.age !== null && years < weightBelowYears;
  const [first] = identity.givenNames;
  return {
    name: [
      identity.birthName?.toLocaleUpperCase('fr'),
      first,
      identity.usedName && `(nom utilisé : ${identity.usedName.toLocaleUpperCase('fr')})`,
    ]
      .filter(Boolean)
      .join(' '),
    birth: identity.birthDate === null ? null : frenchDate(identity.birthDate),
    sex: identity.sex,
    ins: identity.ins,
    weight: isByWeight || isYoung ? weightOf(weights) : undefined,
  };
}

function weightOf(weights: Bundle | null): string | null {
  const [latest] = (weights ? matches(weights, 'Observation') : []).filter(isWeight);
  const { value, unit, code } = latest?.valueQuantity ?? {};
  if (value === undefined || latest === undefined) return null;
  const day = formatIsoDate(civilDateAt(new Date(latest.effectiveDateTime ?? '')));
  return `${String(value).replace('.', ',')} ${unit ?? code ?? ''} (${frenchDate(day)})`;
}
const isWeight = ({ status, valueQuantity, effectiveDateTime }: Observation): boolean =>
  ['final', 'amended', 'corrected'].includes(status) &&
  valueQuantity?.value !== undefined &&
  effectiveDateTime !== undefined;

const frenchDate = (date: string): string => date.split('-').reverse().join('/');

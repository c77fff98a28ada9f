import { readDosages, type Dosage } from '@keneyapp/fhir-model/dosage';
import type { Lookup } from '@keneyapp/fhir-model/references';
import { systemOf, systems } from '@keneyapp/fhir-model/systems';
import type {
  CodeableConcept,
  Dosage as FhirDosage,
  Medication,
  MedicationRequest,
  MedicationStatement,
} from '@medplum/fhirtypes';
import { baseKey, substanceKey } from '../knowledge/substance-key.ts';

/** Substances of a product, which who asks may add to its codings: named, with their strength where it is known. */
export const substanceSystem = 'https://keneyapp.example/fhir/CodeSystem/substance';

/** An amount of one unit of what is counted: 500 mg in a tablet. */
export interface Strength {
  value: number;
  unit: string;
}
interface Substance {
  name: string;
  key: string;
  base: string;
  strength: Strength | null;
}

/** A drug that is ordered, or that somebody takes. */
export interface Drug {
  /** Of the draft in the basket, or `MedicationRequest/…`. */
  id: string;
  isDraft: boolean;
  name: string;
  /** Full codes, one substance or combination each. */
  atc: string[];
  substances: Substance[];
  /** All of its steps', each once; empty where nothing says how. */
  routes: string[];
  dosages: Dosage[];
  /** As written, for what the readers leave in words. */
  written: FhirDosage[];
  /** What it is for, in words and codes. */
  reasons: string[];
  /** What is noted on it: it may speak of anything. */
  notes: string[];
  /** First and last day; null where nothing says so, and it may be any. */
  from: string | null;
  until: string | null;
}

type Order = MedicationRequest | MedicationStatement;

export function readDrug(order: Order, lookup: Lookup, isDraft: boolean): Drug {
  const target = lookup(order.medicationReference, order);
  const medication = target?.resourceType === 'Medication' ? target : undefined;
  const concept = order.medicationCodeableConcept ?? medication?.code;
  const written = (order.resourceType === 'MedicationRequest' ? order.dosageInstruction : order.dosage) ?? [];
  const dosages = readDosages(written);
  return {
    id: isDraft ? (order.id ?? '') : `${order.resourceType}/${order.id ?? ''}`,
    isDraft,
    name: nameOf(concept, order.medicationReference?.display),
    ...identityOf(concept, medication),
    routes: routesOf(dosages),
    dosages,
    written,
    reasons: [
      ...(order.reasonCode ?? []).flatMap(textsOf),
      ...(order.reasonReference ?? []).flatMap((reference) => {
        const reason = lookup(reference, order);
        return reason?.resourceType === 'Condition' ? textsOf(reason.code) : (reference.display ?? []);
      }),
    ],
    notes: (order.note ?? []).flatMap(({ text }) => text ?? []),
    ...periodOf(order, dosages),
  };
}

function periodOf(order: Order, dosages: readonly Dosage[]): Pick<Drug, 'from' | 'until'> {
  const { start, end } = (order.resourceType === 'MedicationStatement' && order.effectivePeriod) || {};
  const days = (all: (string | null | undefined)[]) => all.map((one) => one?.slice(0, 10) ?? null);
  const starts = days(start ? [start] : dosages.map((one) => one.start));
  const ends = days(end ? [end] : dosages.map((one) => one.end));
  return {
    from: starts.includes(null) ? null : (starts.toSorted()[0] ?? null),
    until: ends.includes(null) ? null : (ends.toSorted().at(-1) ?? null),
  };
}

const routesOf = (dosages: readonly Dosage[]): string[] => [
  ...new Set(dosages.flatMap(({ route }) => route?.known ?? [])),
];

/** Each step of it by itself, with what is written of that step alone: the worst one counts. */
export const stepsOf = (drug: Drug): Drug[] =>
  drug.written.map((written) => {
    const dosages = readDosages([written]);
    const routes = routesOf(dosages);
    return { ...drug, dosages, written: [written], routes: routes.length > 0 ? routes : drug.routes };
  });

/** Whether both are taken on some day: what ends before the other begins never meets it. The day of a change counts. */
export const overlap = (a: Pick<Drug, 'from' | 'until'>, b: Pick<Drug, 'from' | 'until'>): boolean =>
  !endsBefore(a, b) && !endsBefore(b, a);
const endsBefore = ({ until }: Pick<Drug, 'until'>, { from }: Pick<Drug, 'from'>): boolean =>
  until !== null && from !== null && until.length === 10 && from.length === 10 && until < from;

/** What a concept says of substances: drugs and allergies are recognised alike. */
export function identityOf(
  concept: CodeableConcept | undefined,
  medication?: Medication,
): Pick<Drug, 'atc' | 'substances'> {
  const codings = concept?.coding ?? [];
  const ofAtc = codings.filter((one) => systemOf(one) === systems.atc && one.code !== undefined);
  const full = ofAtc.filter(({ code }) => code?.length === 7);
  const named = codings.filter(({ system }) => system === substanceSystem);
  const ingredients = (medication?.ingredient ?? [])
    .filter(({ isActive }) => isActive !== false)
    .flatMap(({ itemCodeableConcept: item }) => item?.text ?? item?.coding?.[0]?.display ?? []);
  const names = [...named.flatMap(({ display }) => display ?? []), ...ingredients];
  // the title of a full code names its substance, or those of a combination: `codéine et paracétamol`
  const titles =
    names.length > 0
      ? []
      : full.flatMap(({ display }) =>
          nameIn(display ?? '')
            .split(joined)
            .filter(Boolean),
        );
  return {
    atc: [...new Set(full.flatMap(({ code }) => code ?? []))],
    substances: [...names, ...titles].map(substanceOf),
  };
}

const joined = /\s*(?:[+/]|(?<=\s)(?:et|and|en association avec)(?=\s))\s*/;

/** What follows a comma is a remark: `paracétamol, associations sauf aux psycholeptiques`. */
const nameIn = (title: string): string => title.split(',')[0] ?? '';

/** `PARACÉTAMOL 500 mg`. */
function substanceOf(text: string): Substance {
  const [, name = text, value, unit = ''] =
    /^(.+?) (\d[\d\s]*(?:[.,]\d+)?) (mg|g|microgrammes?|µg|UI|U\.I\.|mmol)$/i.exec(text.trim()) ?? [];
  const strength =
    value === undefined
      ? null
      : { value: Number(value.replaceAll(/\s/g, '').replace(',', '.')), unit: strengthUnit(unit) };
  return { name, key: substanceKey(name), base: baseKey(name), strength };
}

const strengthUnit = (unit: string): string =>
  /^(microgrammes?|µg)$/i.test(unit) ? 'ug' : /^u\.?i/i.test(unit) ? '[iU]' : unit.toLowerCase();

const nameOf = (concept: CodeableConcept | undefined, display: string | undefined): string =>
  concept?.text ?? concept?.coding?.find((one) => one.display)?.display ?? display ?? '?';

const textsOf = (concept: CodeableConcept | undefined): string[] => [
  ...(concept?.text ? [concept.text] : []),
  ...(concept?.coding ?? []).flatMap(({ code, display }) => [
    ...(code ? [code] : []),
    ...(display ? [display] : []),
  ]),
];

export const isOfAtc = ({ atc }: Pick<Drug, 'atc'>, ...prefixes: readonly string[]): boolean =>
  atc.some((code) => prefixes.some((prefix) => code.startsWith(prefix)));

/** Whether one of these substances is in it, by name or by class. */
export const hasSubstance = (
  { substances }: Pick<Drug, 'substances'>,
  ...names: readonly string[]
): boolean => substances.some(({ key, base }) => names.some((name) => key === name || base === name));

export const isIdentified = ({ atc, substances }: Pick<Drug, 'atc' | 'substances'>): boolean =>
  atc.length > 0 || substances.length > 0;

/** What it is made of, for keys: all of its substances where they are known, else its code or its name. */
export const subjectOf = ({ substances, atc, name }: Pick<Drug, 'substances' | 'atc' | 'name'>): string =>
  [...new Set(substances.map(({ base }) => base))].sort().join('-') || (atc[0] ?? substanceKey(name));

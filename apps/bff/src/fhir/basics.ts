import { printUnit } from '@keneyapp/clinical';
import type {
  Annotation,
  CodeableConcept,
  Coding,
  Duration,
  Extension,
  Identifier,
  Period,
  Quantity,
  Range,
  Age as FhirAge,
} from '@medplum/fhirtypes';
import type { Amount, Code, Coded, When } from './shapes.ts';

/** Reading of FHIR's building blocks. Everything may be missing, whatever the cardinality says: real records are like that. */

/** The same code travels under several URIs, one is enough above this line. */
const systemAliases: Record<string, string> = {
  'urn:oid:2.16.840.1.113883.6.1': 'http://loinc.org',
  'urn:oid:2.16.840.1.113883.6.96': 'http://snomed.info/sct',
  'urn:oid:2.16.840.1.113883.6.73': 'https://smt.esante.gouv.fr/terminologie-atc',
  'http://www.whocc.no/atc': 'https://smt.esante.gouv.fr/terminologie-atc',
  'urn:oid:2.16.840.1.113883.6.3': 'https://smt.esante.gouv.fr/terminologie-cim-10',
  'http://hl7.org/fhir/sid/icd-10': 'https://smt.esante.gouv.fr/terminologie-cim-10',
  'urn:oid:1.2.250.1.213.2.5': 'https://smt.esante.gouv.fr/terminologie-ccam',
  'urn:oid:1.2.250.1.215.300.1': 'https://smt.esante.gouv.fr/terminologie-ccam',
};
export const systems = {
  loinc: 'http://loinc.org',
  snomed: 'http://snomed.info/sct',
  rxnorm: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  atc: 'https://smt.esante.gouv.fr/terminologie-atc',
  cim10: 'https://smt.esante.gouv.fr/terminologie-cim-10',
  bdpm: 'https://smt.esante.gouv.fr/terminologie-bdpm',
  ipp: 'https://keneyapp.example/ipp',
} as const;

export function systemOf(coding: { system?: string | undefined }): string {
  const system = coding.system ?? '';
  return systemAliases[system] ?? system;
}

const clean = (text: string | undefined): string | null => {
  const trimmed = text
    ?.replaceAll(/[\u200B-\u200D\uFEFF]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return trimmed ? trimmed : null;
};

/** Words first as the author wrote them, then those of the coding he chose, then of any coding. */
export function coded(concept: CodeableConcept | undefined): Coded {
  const codings = concept?.coding ?? [];
  const chosen =
    codings.find((c) => c.userSelected && clean(c.display)) ?? codings.find((c) => clean(c.display));
  const text = clean(concept?.text) ?? clean(chosen?.display);
  const isOf = (system: string) => codings.some((c) => systemOf(c) === system);
  return {
    text: isOf(systems.snomed) ? withoutTag(text) : isOf(systems.loinc) ? withoutProperty(text) : text,
    codes: codesOf(codings),
  };
}

/** SNOMED CT's fully specified names end in the name of their hierarchy, which means nothing at the bedside: `Anemia (disorder)`. */
const withoutTag = (text: string | null): string | null =>
  text?.replace(
    / \((disorder|finding|procedure|regime\/therapy|situation|event|substance|product|medicinal product|clinical drug|body structure|morphologic abnormality|organism|observable entity|qualifier value|physical object|person|occupation|environment)\)$/,
    '',
  ) ?? null;

/** LOINC's long names carry property and method, which the unit tells and nobody reads: `Platelets [#/volume] in Blood by Automated count`. The specimen stays. */
const withoutProperty = (text: string | null): string | null =>
  text
    ?.replaceAll(/ ?\[[^\]]*\]/g, '')
    .replace(/ by (Automated count|calculation|Manual count|Immunologic method)$/i, '')
    .trim() || text;

/** The same, null when there is neither a word nor a code. */
export function codedOrNull(concept: CodeableConcept | undefined): Coded | null {
  const value = coded(concept);
  return value.text === null && value.codes.length === 0 ? null : value;
}

export function codedOfCoding(coding: Coding | undefined): Coded | null {
  return coding ? codedOrNull({ coding: [coding] }) : null;
}

function codesOf(codings: Coding[]): Code[] {
  const codes: Code[] = [];
  for (const coding of codings) {
    const [system, code] = [systemOf(coding), coding.code?.trim()];
    if (code && !codes.some((c) => c.system === system && c.code === code)) codes.push({ system, code });
  }
  return codes;
}

export function hasCode(concept: CodeableConcept | undefined, system: string, ...codes: string[]): boolean {
  return (
    concept?.coding?.some((c) => systemOf(c) === system && c.code !== undefined && codes.includes(c.code)) ??
    false
  );
}

/** One word of a closed FHIR value set, from the coding of any system; null for anything else. */
export function oneOf<const T extends string>(
  allowed: readonly T[],
  value: CodeableConcept | string | undefined,
): T | null {
  const found = typeof value === 'string' ? [value] : (value?.coding?.map((c) => c.code) ?? []);
  return allowed.find((a) => found.includes(a)) ?? null;
}

export function amount(quantity: Quantity | undefined): Amount | null {
  if (typeof quantity?.value !== 'number' || !Number.isFinite(quantity.value)) return null;
  const isUcum = quantity.system === 'http://unitsofmeasure.org';
  const code = isUcum ? clean(quantity.code) : null;
  return {
    value: tidy(quantity.value),
    unit:
      code === null ? (clean(quantity.unit) ?? clean(quantity.code)) : shownUnit(clean(quantity.unit), code),
    code,
    comparator: quantity.comparator ?? null,
  };
}

/** The unit as its author wrote it, unless that is the UCUM code itself (`mm[Hg]`, `{score}`): then as it is printed. */
export function shownUnit(unit: string | null, code: string | null): string | null {
  if (code === null || (unit !== null && unit !== code)) return unit;
  return printUnit(code) || null;
}

/**
 * A number as it can have been measured: generated records carry fifteen digits (`173.4217404631797`).
 * Up to three decimals stay as they are; beyond that four significant digits.
 */
export function tidy(value: number): number {
  if (Number.isInteger(value) || Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-9) return value;
  const rounded = Number(value.toPrecision(4));
  return Math.abs(value) >= 1000 ? Math.round(value) : rounded;
}

export function whenOf(value: {
  dateTime?: string | undefined;
  period?: Period | undefined;
  age?: FhirAge | Duration | undefined;
  range?: Range | undefined;
  text?: string | undefined;
}): When | null {
  const { dateTime, period, age, range, text } = value;
  const years = (q: Quantity | undefined) => (typeof q?.value === 'number' ? tidy(q.value) : null);
  const low = years(age) ?? years(range?.low) ?? years(range?.high);
  const when: When = {
    start: date(dateTime) ?? date(period?.start),
    end: date(period?.end),
    age:
      low === null
        ? null
        : {
            low,
            high: age ? null : years(range?.high),
            unit: (age ?? range?.low ?? range?.high)?.code ?? 'a',
          },
    text: clean(text),
  };
  return (when.start ?? when.end ?? when.age ?? when.text) ? when : null;
}

/** A FHIR date or dateTime of any precision, or null for what is none. */
export function date(text: string | undefined): string | null {
  return text !== undefined &&
    /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/.test(text)
    ? text
    : null;
}

/** Milliseconds for ordering: the beginning of what a partial date covers; `-Infinity` without a date, so unknown sorts last when latest comes first. */
export function instant(text: string | null): number {
  const time = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
}

export const latestFirst =
  <T>(dateOf: (row: T) => string | null) =>
  (a: T, b: T): number => {
    const [x, y] = [instant(dateOf(a)), instant(dateOf(b))];
    return x === y ? 0 : y - x;
  };

/** True when the whole of `text` is before `now`: a date that is only a day, month or year is over when that has ended. */
export function isOver(text: string | null, now: Date): boolean {
  if (text === null) return false;
  if (text.length > 10) return instant(text) < now.getTime();
  return text < now.toISOString().slice(0, text.length);
}

export function notes(annotations: Annotation[] | undefined): string | null {
  return (
    annotations
      ?.map((a) => a.text?.trim())
      .filter((t) => t)
      .join('\n') || null
  );
}

export function words(text: string | undefined): string | null {
  return clean(text);
}

export function extension(
  from: { extension?: Extension[] | undefined } | undefined,
  url: string,
): Extension | undefined {
  return from?.extension?.find((e) => e.url === url);
}

/** Identifiers in force: not those kept from before a merge, nor expired ones. */
export function inForce(identifiers: Identifier[] | undefined, now: Date): Identifier[] {
  return (identifiers ?? []).filter(
    (i) => i.value !== undefined && i.use !== 'old' && !isOver(date(i.period?.end), now),
  );
}

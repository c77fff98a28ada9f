import type { CodeableConcept, Coding } from '@medplum/fhirtypes';
import type { Code, Coded } from './shapes.ts';
import { systemOf, systems } from './systems.ts';
import { words } from './text.ts';

/** Words first as the author wrote them, then those of the coding he chose, then of any coding. */
export function coded(concept: CodeableConcept | undefined): Coded {
  const codings = concept?.coding ?? [];
  const chosen =
    codings.find((c) => c.userSelected && words(c.display)) ?? codings.find((c) => words(c.display));
  const written = words(concept?.text);
  const isOf = (system: string) => codings.some((c) => systemOf(c) === system);
  return {
    text: isOf(systems.snomed)
      ? withoutTag(written ?? words(chosen?.display))
      : isOf(systems.loinc)
        ? loincName(written, chosen, codings)
        : (written ?? words(chosen?.display)),
    codes: codesOf(codings),
  };
}

/** LOINC's own names are shortened; what the author wrote is not, unless he wrote the name of LOINC. */
function loincName(written: string | null, chosen: Coding | undefined, codings: Coding[]): string | null {
  if (written === null)
    return chosen && systemOf(chosen) === systems.loinc
      ? withoutProperty(words(chosen.display))
      : words(chosen?.display);
  const isName = codings.some((c) => systemOf(c) === systems.loinc && words(c.display) === written);
  return isName || loincProperty.test(written) ? withoutProperty(written) : written;
}

/** Properties as only the long names of LOINC have them: `[Mass/volume]`, `[Presence]`. */
const loincProperty =
  / \[(#|(Mass|Moles|Units|Enzymatic activity|Entitic (volume|mass)|Volume|Pure mass|Mass Ratio|Molar ratio|Arbitrary concentration)(\/| Fraction| Rate|\])|Presence\]|Ratio\]|Titer\]|Interpretation\]|Score\]|Type\]|Susceptibility\]|Identifier\])/;

/** SNOMED CT's fully specified names end in the name of their hierarchy, which means nothing at the bedside: `Anemia (disorder)`; instructions say besides that they are one: `Swallow - dosing instruction imperative`. */
const withoutTag = (text: string | null): string | null =>
  text
    ?.replace(/ - dosing instruction (imperative|fragment)(?= \(|$)/, '')
    .replace(
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

/** One word of a closed FHIR value set, from the coding of any system; null for anything else. */
export function oneOf<const T extends string>(
  allowed: readonly T[],
  value: CodeableConcept | string | undefined,
): T | null {
  const found = typeof value === 'string' ? [value] : (value?.coding?.map((c) => c.code) ?? []);
  return allowed.find((a) => found.includes(a)) ?? null;
}

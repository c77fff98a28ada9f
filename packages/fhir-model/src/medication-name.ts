import type { CodeableConcept, Medication, Resource } from '@medplum/fhirtypes';
import { coded } from './coded.ts';
import { systemOf, systems } from './systems.ts';
import { words } from './text.ts';
import type { Lookup } from './references.ts';
import type { Coded } from './shapes.ts';

export interface MedicationName {
  inn: string | null;
  brand: string | null;
  strength: string | null;
  form: string | null;
  name: Coded;
}

/** What is taken, from a code, a contained Medication or one that came along. */
export function medicationName(
  concept: CodeableConcept | undefined,
  medication: Medication | undefined,
  display: string | undefined,
  lookup: Lookup,
): MedicationName {
  const code = concept ?? medication?.code;
  const name = coded(code);
  name.text ??= words(display);
  const parts = fromRxNorm(code) ?? fromText(name.text);
  const inn = ingredientsOf(medication, lookup) ?? nameFromAtc(code) ?? parts?.inn ?? null;
  const brand = brandOf(code, inn) ?? parts?.brand ?? null;
  name.text ??= inn;
  return {
    inn,
    brand: brand !== null && same(brand, inn) ? null : brand,
    name,
    strength: strengthOf(medication) ?? parts?.strength ?? null,
    form: coded(medication?.form).text ?? parts?.form ?? null,
  };
}

const same = (a: string | null, b: string | null): boolean =>
  (a ?? '').toLocaleLowerCase('fr') === (b ?? '').toLocaleLowerCase('fr');
const lower = (text: string): string => text.toLocaleLowerCase('fr');

function ingredientsOf(medication: Medication | undefined, lookup: Lookup): string | null {
  const names = (medication?.ingredient ?? [])
    .filter((i) => i.isActive !== false)
    .flatMap((i) => {
      const target: Resource | undefined = lookup(i.itemReference, medication);
      const text =
        coded(i.itemCodeableConcept).text ??
        words(i.itemReference?.display) ??
        (target?.resourceType === 'Substance' ? coded(target.code).text : null);
      return text === null ? [] : [lower(text)];
    });
  return names.length > 0 ? names.join(' + ') : null;
}

/** A full ATC code (`C07AB07`) names one substance or a fixed combination; its display is the INN. */
function nameFromAtc(code: CodeableConcept | undefined): string | null {
  const coding = code?.coding?.find(
    (c) => systemOf(c) === systems.atc && c.code?.length === 7 && words(c.display) !== null,
  );
  return coding ? lower(words(coding.display) ?? '') : null;
}

/** The product as the national base lists it: `CARDENSIEL 2,5 mg, comprimé pelliculé` → `CARDENSIEL`. */
function brandOf(code: CodeableConcept | undefined, inn: string | null): string | null {
  const display = words(code?.coding?.find((c) => systemOf(c) === systems.bdpm)?.display);
  const brand = display === null ? null : (/^(.+?)(?= \d|,|$)/.exec(display)?.[1] ?? null);
  return brand !== null && inn !== null && lower(brand).startsWith(lower(inn)) ? null : brand;
}

function strengthOf(medication: Medication | undefined): string | null {
  const parts = (medication?.ingredient ?? []).flatMap(({ strength }) => {
    const value = strength?.numerator?.value;
    if (value === undefined) return [];
    const per = strength?.denominator;
    const unit = strength?.numerator?.unit ?? strength?.numerator?.code ?? '';
    const below =
      per?.value !== undefined && (per.unit ?? per.code ?? '1') !== '1'
        ? `/${per.value === 1 ? '' : `${per.value} `}${per.unit ?? per.code}`
        : '';
    return [`${value} ${unit}${below}`.trim()];
  });
  return parts.length > 0 ? parts.join(' + ') : null;
}

/**
 * RxNorm's names are built by rule (https://www.nlm.nih.gov/research/umls/rxnorm/docs/appendix2.html):
 * `[quantity] INGREDIENT STRENGTH [/ INGREDIENT STRENGTH…] [FORM] [\[BRAND\]]`, as `24 HR metoprolol succinate 100 MG Extended Release Oral Tablet [Toprol]`.
 */
function fromRxNorm(code: CodeableConcept | undefined): Omit<MedicationName, 'name'> | null {
  const coding = code?.coding?.find((c) => systemOf(c) === systems.rxnorm);
  const text = coding ? (words(coding.display) ?? words(code?.text)) : null;
  if (text === null) return null;
  const brand = /\[([^\]]+)\]$/.exec(text)?.[1] ?? null;
  const parts = text
    .replace(/\s*\[[^\]]+\]$/, '')
    .replace(/^(\d[\d.]*) (HR|ML|ACTUAT|MG) (?=\D)/, '')
    .split(' / ');
  const read = parts.map((part) =>
    /^(\D.*?) (\d[\d.,]* (?:MG|MCG|UNT|MEQ|ML|%|IU|GM|G|ACTUAT|CELLS)(?:\/(?:ML|ACTUAT|HR|MG|G|\d+ ML))?)(?: (.+))?$/.exec(
      part,
    ),
  );
  if (!read.every((r) => r !== null)) return null;
  return {
    inn: read.map((r) => lower(r[1] ?? '')).join(' + '),
    brand,
    strength: read.map((r) => unitCase(r[2] ?? '')).join(' + '),
    form: words(read.at(-1)?.[3]?.toLowerCase()),
  };
}

const unitCase = (strength: string): string =>
  strength
    .replaceAll(
      /\b(MG|MCG|ML|MEQ|HR|GM|G)\b/g,
      (u) => ({ MCG: 'µg', ML: 'mL', MEQ: 'mEq', HR: 'h', GM: 'g' })[u] ?? u.toLowerCase(),
    )
    .replaceAll('UNT', 'UI')
    .replaceAll('ACTUAT', 'dose');

const strengthText = String.raw`\d[\d.,\s/]*(?:mg|g|µg|UI|mL|ml|mmol|%|microgrammes?)(?:\/\S+)?`;
const withBrandInside = new RegExp(String.raw`^([^()\d]+?) \(([^()]+)\)(?: (${strengthText}))?(?:,? (.+))?$`);
const asInNationalBase = new RegExp(String.raw`^([^()\d,]+?) (${strengthText}), ([\p{L}].+)$`, 'u');

/**
 * Free text of two usual French shapes: `bisoprolol (Cardensiel) 2,5 mg comprimé`, and the name of the national base
 * `Cardensiel 2,5 mg, comprimé pelliculé`, whose first word is the brand (or the INN of a generic). Anything else stays whole.
 */
function fromText(text: string | null): Omit<MedicationName, 'name'> | null {
  const [, inn, inside, strength, form] = withBrandInside.exec(text ?? '') ?? [];
  if (inn !== undefined)
    return { inn: lower(inn), brand: words(inside), strength: words(strength), form: words(form) };
  const [, brand, dose, shape] = asInNationalBase.exec(text ?? '') ?? [];
  return brand === undefined ? null : { inn: null, brand, strength: words(dose), form: words(shape) };
}

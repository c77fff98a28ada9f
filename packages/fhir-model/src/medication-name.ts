import { folded } from '@keneyapp/clinical';
import type { CodeableConcept, Medication, Ratio, Resource } from '@medplum/fhirtypes';
import { coded } from './coded.ts';
import { exactAmount } from './quantity.ts';
import { systemOf, systems } from './systems.ts';
import { words } from './text.ts';
import type { Lookup } from './references.ts';
import type { Amount, Coded } from './shapes.ts';

/** Of each substance so much, in so much of the product: `250 mg` per `5 mL`. */
export interface Strength {
  amount: Amount;
  per: Amount | null;
}

export interface MedicationName {
  inn: string | null;
  brand: string | null;
  /** The product as it was named, where the parts do not say all of it. */
  product: string | null;
  strength: string | null;
  /** The same in numbers, a substance each; empty where it is only written in words. */
  strengths: Strength[];
  form: string | null;
  /** What one of it holds, or how long it acts: the `0.4 ML` of a syringe, the `24 HR` of a tablet. */
  quantity: Strength | null;
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
  const rxNorm = fromRxNorm(code);
  const parts = rxNorm ?? fromText(name.text);
  const inn = ingredientsOf(medication, lookup) ?? nameFromAtc(code) ?? parts?.inn ?? null;
  const brand = brandOf(code, inn) ?? parts?.brand ?? null;
  name.text ??= inn;
  const ofSubstances = strengthsOf(medication);
  const read = {
    inn,
    brand: brand !== null && same(brand, inn) ? null : brand,
    strength: ofSubstances.length > 0 ? ofSubstances.map(written).join(' + ') : (parts?.strength ?? null),
    strengths: ofSubstances.length > 0 ? ofSubstances : (rxNorm?.strengths ?? []),
    form: coded(medication?.form).text ?? parts?.form ?? null,
    quantity: quantityOf(medication) ?? rxNorm?.quantity ?? null,
  };
  const said = [...Object.values(read), brand, rxNorm?.text];
  return { ...read, name, product: inn === null || isSaid(name.text, said) ? null : name.text };
}

/** Whether every word of a text stands in what else is shown. */
function isSaid(text: string | null, shown: unknown[]): boolean {
  const wordsOf = (of: string) => folded(of).match(/[\p{L}\p{N}µ%]+/gu) ?? [];
  const known = new Set(wordsOf(shown.filter((part) => typeof part === 'string').join(' ')));
  return wordsOf(text ?? '').every((word) => known.has(word));
}

type Parts = Pick<MedicationName, 'inn' | 'brand' | 'strength' | 'form'>;

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

function strengthsOf(medication: Medication | undefined): Strength[] {
  return (medication?.ingredient ?? []).flatMap(({ strength }) => ratioOf(strength) ?? []);
}

/** How much the product holds in all. */
const quantityOf = (medication: Medication | undefined): Strength | null => ratioOf(medication?.amount);

function ratioOf(ratio: Ratio | undefined): Strength | null {
  const [amount, per] = [exactAmount(ratio?.numerator), exactAmount(ratio?.denominator)];
  // one of it is one of it: `2.5 mg` of a tablet, not `2.5 mg/1`
  const isOne = per?.value === 1 && ['', '1'].includes(per.unit ?? per.code ?? '');
  return amount && { amount, per: isOne ? null : per };
}

const written = ({ amount: { value, unit }, per }: Strength): string =>
  `${value} ${unit ?? ''}${per ? `/${per.value === 1 ? '' : `${per.value} `}${per.unit ?? ''}` : ''}`.trim();

/**
 * RxNorm's names are built by rule (https://www.nlm.nih.gov/research/umls/rxnorm/docs/appendix2.html):
 * `[quantity] INGREDIENT STRENGTH [/ INGREDIENT STRENGTH…] [FORM] [\[BRAND\]]`, as `24 HR metoprolol succinate 100 MG Extended Release Oral Tablet [Toprol]`.
 */
function fromRxNorm(
  code: CodeableConcept | undefined,
): (Parts & Pick<MedicationName, 'strengths' | 'quantity'> & { text: string }) | null {
  const coding = code?.coding?.find((c) => systemOf(c) === systems.rxnorm);
  const text = coding ? (words(coding.display) ?? words(code?.text)) : null;
  if (text === null) return null;
  const brand = /\[([^\]]+)\]$/.exec(text)?.[1] ?? null;
  const [, held, unit] = /^(\d[\d.]*) (HR|ML|ACTUAT|MG) (?=\D)/.exec(text) ?? [];
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
    text,
    inn: read.map((r) => lower(r[1] ?? '')).join(' + '),
    brand,
    strength: read.map((r) => unitCase(r[2] ?? '')).join(' + '),
    strengths: read.flatMap((r) => strengthIn(r[2] ?? '') ?? []),
    form: words(read.at(-1)?.[3]?.toLowerCase()),
    quantity: held && unit ? { amount: asAmount(held, unit), per: null } : null,
  };
}

/** `100 MG/ML`, `250 MG/5 ML`. */
function strengthIn(text: string): Strength | null {
  const [, value, unit, many, below] = /^([\d.,]+) ([A-Z%]+)(?:\/(\d+)? ?([A-Z]+))?$/.exec(text) ?? [];
  if (value === undefined || unit === undefined) return null;
  return { amount: asAmount(value, unit), per: below ? asAmount(many ?? '1', below) : null };
}

const asAmount = (value: string, unit: string): Amount => ({
  value: Number(value.replaceAll(',', '')),
  digits: value.replaceAll(',', ''),
  unit: unitCase(unit),
  code: null,
  comparator: null,
});

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
function fromText(text: string | null): Parts | null {
  const [, inn, inside, strength, form] = withBrandInside.exec(text ?? '') ?? [];
  if (inn !== undefined)
    return { inn: lower(inn), brand: words(inside), strength: words(strength), form: words(form) };
  const [, brand, dose, shape] = asInNationalBase.exec(text ?? '') ?? [];
  return brand === undefined ? null : { inn: null, brand, strength: words(dose), form: words(shape) };
}

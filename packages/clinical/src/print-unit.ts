import { parseUcum, type UcumTerm } from './ucum.ts';

export type Language = 'fr' | 'en';
type Words = Partial<Record<Language, string>> & { any?: string };

/** Units that have a word, or a printed form that no rule gives. */
const known: Record<string, Words> = {
  '10*9/L': { fr: 'G/L', en: '10⁹/L' },
  '10*12/L': { fr: 'T/L', en: '10¹²/L' },
  '10*3/uL': { fr: 'G/L', en: '10³/µL' },
  '10*6/uL': { fr: 'T/L', en: '10⁶/µL' },
  '1': { any: '' },
  a: { fr: 'ans', en: 'years' },
  mo: { fr: 'mois', en: 'months' },
  wk: { fr: 'semaines', en: 'weeks' },
  d: { fr: 'jours', en: 'days' },
  '{tablet}': { fr: 'comprimé', en: 'tablet' },
  '{tbl}': { fr: 'comprimé', en: 'tablet' },
  '{capsule}': { fr: 'gélule', en: 'capsule' },
  '{puff}': { fr: 'bouffée', en: 'puff' },
  '[drp]': { fr: 'goutte', en: 'drop' },
};
/** Atoms that are printed otherwise than they are coded. Any other in brackets loses the brackets. */
const atoms: Record<string, Words> = {
  Cel: { any: '°C' },
  '[degF]': { any: '°F' },
  deg: { any: '°' },
  Ohm: { any: 'Ω' },
  '[iU]': { fr: 'UI', en: 'IU' },
  "[arb'U]": { fr: 'U arb.', en: 'arb. U' },
  '[CFU]': { fr: 'UFC', en: 'CFU' },
  '[PFU]': { fr: 'UFP', en: 'PFU' },
  '[pH]': { any: '' },
  '[in_i]': { any: 'in' },
  '[ft_i]': { any: 'ft' },
  '[lb_av]': { any: 'lb' },
  '[oz_av]': { any: 'oz' },
  '[drp]': { fr: 'gouttes', en: 'drops' },
  'm[H2O]': { any: 'mH₂O' },
  'm[Hg]': { any: 'mHg' },
  a: { fr: 'an', en: 'year' },
  d: { fr: 'j', en: 'd' },
  wk: { fr: 'sem.', en: 'wk' },
  mo: { fr: 'mois', en: 'mo' },
};
/** Annotations that say no more than the name of the test does. */
const idle = /^(score|INR|ratio|beats?|breaths?|cells?|count|number|nb|#|titer|index|1)$/i;
const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const superscript = (n: number) =>
  `${n < 0 ? '⁻' : ''}${String(Math.abs(n)).replaceAll(/\d/g, (digit) => raised[Number(digit)] ?? '')}`;

/** A UCUM unit as people print it: `mm[Hg]` → `mmHg`, `[iU]/mL` → `UI/mL`, `ug/dL` → `µg/dL`. Text that is no UCUM comes back without braces. */
export function printUnit(code: string, language: Language = 'fr'): string {
  const key = `${language} ${code}`;
  let text = printedBefore.get(key);
  if (text === undefined) {
    text = print(code, language);
    if (printedBefore.size < 2000) printedBefore.set(key, text);
  }
  return text;
}

/** Thousands of values have a few dozen units. */
const printedBefore = new Map<string, string>();

function print(code: string, language: Language): string {
  const words = known[code];
  if (words) return words[language] ?? words.any ?? '';
  const terms = parseUcum(code);
  if (!terms) return code.replaceAll(/\{[^}]*\}/g, '').trim();
  let text = '';
  terms.forEach((term, i) => {
    const printed = printTerm(term, language);
    if (printed === '' && term.exponent > 0) return;
    const before = terms[i - 1];
    if (before && before.count > 1 && before.exponent < 0 && term.exponent < 0) text += `\u00a0${printed}`;
    else text += term.exponent < 0 ? `/${printed}` : `${i > 0 && text !== '' ? '·' : ''}${printed}`;
  });
  return text.replace(/\/$/, '');
}

function printTerm(
  { power, count, prefix, atom, exponent, annotation }: UcumTerm,
  language: Language,
): string {
  const size = Math.abs(exponent) === 1 ? '' : superscript(Math.abs(exponent));
  const number =
    atom === '' && power !== 0
      ? `10${power === 1 ? '' : superscript(power)}`
      : count === 1
        ? ''
        : String(count);
  const words = atoms[atom];
  const name = words
    ? (words[language] ?? words.any ?? '')
    : atom.replaceAll(/[[\]]/g, '').replaceAll('_', ' ');
  const unit = `${prefix === 'u' ? 'µ' : prefix}${name}${size}`;
  const note = annotation === null || idle.test(annotation) ? '' : noteOf(annotation, language);
  return [number, unit, note].filter(Boolean).join(' ');
}

/** `1.73_m2` → `1,73 m²`; a word stays a word. */
function noteOf(annotation: string, language: Language): string {
  const text = annotation.replaceAll('_', ' ').replace(/m2$/, 'm²');
  return language === 'fr' ? text.replaceAll(/(\d)\.(\d)/g, '$1,$2') : text;
}

/** What only UCUM writes. */
const looksCoded = /[[{*]|(^|[/.])u(g|L|l|mol|U|eq|Pa|kat|s|m)\b/;

/** The unit of a quantity: as its author wrote it, unless that is UCUM itself or has a word in the reader's language. */
export function unitWords(
  { unit, code }: { unit: string | null; code?: string | null | undefined },
  language: Language,
): string {
  if (code && (unit === null || unit === code || unit === printUnit(code) || code in known))
    return printUnit(code, language);
  if (unit === null) return '';
  return unit in known || looksCoded.test(unit) ? printUnit(unit, language) : unit.trim();
}

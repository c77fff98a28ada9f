import type { Dose, Regimen, RegimenStep, TimeUnit } from '@keneyapp/clinical/prescribing';
import { unitText } from '@keneyapp/fhir-model/regimen-words';
import { toCardinal } from 'n2words/fr-FR';

/** Units as they are written out on a prescription of narcotics; what is not here cannot be said in words. */
const unitNames: Record<string, [one: string, many: string]> = {
  kg: ['kilogramme', 'kilogrammes'],
  g: ['gramme', 'grammes'],
  mg: ['milligramme', 'milligrammes'],
  ug: ['microgramme', 'microgrammes'],
  µg: ['microgramme', 'microgrammes'],
  microgrammes: ['microgramme', 'microgrammes'],
  mL: ['millilitre', 'millilitres'],
  ml: ['millilitre', 'millilitres'],
  L: ['litre', 'litres'],
  h: ['heure', 'heures'],
  '[iU]': ['unité internationale', 'unités internationales'],
};
const timeNames: Record<TimeUnit, [one: string, many: string]> = {
  min: ['minute', 'minutes'],
  h: ['heure', 'heures'],
  d: ['jour', 'jours'],
  wk: ['semaine', 'semaines'],
  mo: ['mois', 'mois'],
};
/** Counted things of the feminine gender: `une gélule`, `vingt et une gouttes`. */
const feminine =
  /^(gélule|goutte|bouffée|ampoule|capsule|pilule|cuillère|dose|application|injection|unité|poche|seringue|pastille|minute|heure|semaine|dosette|inhalation|pulvérisation)/;

const plainNumber = /^(\d{1,9})(?:[.,](\d{1,6}))?$/;

/** `2,5` as `deux virgule cinq`, each zero after the comma said. Null for what is no number. */
export function numberInWords(value: string, isFeminine = false): string | null {
  const [, whole, fraction] = plainNumber.exec(value.trim()) ?? [];
  if (whole === undefined) return null;
  const cardinal = (digits: string) => toCardinal(digits.replace(/^0+(?=\d)/, ''));
  const words = cardinal(whole);
  const said = isFeminine && fraction === undefined ? words.replace(/\bun$/, 'une') : words;
  if (fraction === undefined) return said;
  const zeros = /^0*/.exec(fraction)?.[0].length ?? 0;
  const rest = fraction.slice(zeros);
  return [said, 'virgule', ...Array<string>(zeros).fill('zéro'), ...(rest ? [cardinal(rest)] : [])].join(' ');
}

function counted(value: string, [one, many]: [string, string]): string | null {
  const words = numberInWords(value, feminine.test(one));
  return words === null ? null : `${words} ${Number(value.replace(',', '.')) >= 2 ? many : one}`;
}

/** `deux comprimés`; null where the unit has no words here, which is then said and never guessed. */
export function doseInWords({ value, unit }: Dose): string | null {
  const named = unitNames[unit];
  if (named) return counted(value, named);
  if (!/^\{\p{L}[\p{L} ]*\}$/u.test(unit)) return null;
  const word = unitText(unit);
  return counted(value, [
    word,
    word.replace(/^\p{L}+/u, (noun) => (/[sxz]$/.test(noun) ? noun : `${noun}s`)),
  ]);
}

/** The strengths that the name of a product says, in words: `dix milligrammes`; null where it says none that can be. */
export function strengthInWords(name: string): string | null {
  const found = [
    ...name.matchAll(
      /(\d+(?:[.,]\d+)?)\s*(mg|g|microgrammes?|µg|ml|mL)(?:\s*\/\s*(\d+(?:[.,]\d+)?)?\s*(mL|ml|h|heures?|24 h))?(?![\p{L}])/gu,
    ),
  ];
  if (found.length === 0) return null;
  const said = found.map(([, value = '', unit = '', perValue, perUnit]) => {
    const amount = doseInWords({ value, unit: unit.startsWith('micro') ? 'ug' : unit });
    if (amount === null || perUnit === undefined) return amount;
    const unitName = perUnit.startsWith('h') || perUnit === '24 h' ? 'h' : perUnit;
    const per = counted(perUnit === '24 h' ? '24' : (perValue ?? '1'), unitNames[unitName] ?? ['', '']);
    return per === null ? null : `${amount} pour ${per}`;
  });
  return said.every((one) => one !== null) ? said.join(', ') : null;
}

function durationInWords({ value, unit }: NonNullable<RegimenStep['duration']>): string {
  return counted(String(value), timeNames[unit]) ?? '';
}

/** Units at a time, times, and how long, of each step, in words. Null where one of them cannot be said. */
export function regimenInWords({ steps }: Regimen): string[] | null {
  const said = steps.map(({ dose, doseMax, isPerKilogram, rate, timing, duration }) => {
    if (!dose || isPerKilogram || rate || !timing) return null;
    const [least, most] = [doseInWords(dose), doseMax && doseInWords(doseMax)];
    if (least === null || (doseMax && most === null)) return null;
    const { times, every, at, clock, once } = timing;
    const number = (n: number, isFeminine = false) => numberInWords(String(n), isFeminine) ?? '';
    const when = once
      ? 'une seule prise'
      : times
        ? `${number(times.count, true)}${times.countMax === undefined ? '' : ` à ${number(times.countMax, true)}`} prise${(times.countMax ?? times.count) > 1 ? 's' : ''} ${times.per.value === 1 ? `par ${timeNames[times.per.unit][0]}` : `en ${counted(String(times.per.value), timeNames[times.per.unit]) ?? ''}`}`
        : every
          ? `une prise toutes les ${counted(String(every.value), timeNames[every.unit]) ?? ''}`
          : at || clock
            ? `${number((at ?? clock ?? []).length, true)} prise${(at ?? clock ?? []).length > 1 ? 's' : ''} par jour`
            : null;
    if (when === null || every?.valueMax !== undefined) return null;
    return [
      most ? `${least} à ${most}` : least,
      when,
      ...(duration ? [`pendant ${durationInWords(duration)}`] : []),
    ].join(', ');
  });
  return said.every((one) => one !== null) ? said : null;
}

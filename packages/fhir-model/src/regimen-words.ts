import { printUnit } from '@keneyapp/clinical';
import type {
  AsNeeded,
  Dose,
  DoseScale,
  MealTime,
  RegimenRoute,
  RegimenStep,
  RegimenTiming,
  ScaleBand,
  ScaleMeasure,
  TimeUnit,
  Weekday,
} from '@keneyapp/clinical/prescribing';

/** What a record says of a regimen to whoever reads no codes: French, as the record of a French hospital is. */

export const routeTexts: Record<RegimenRoute, string> = {
  oral: 'voie orale',
  sublingual: 'voie sublinguale',
  buccal: 'voie buccale',
  intravenous: 'voie intraveineuse',
  intramuscular: 'voie intramusculaire',
  subcutaneous: 'voie sous-cutanée',
  intradermal: 'voie intradermique',
  intrathecal: 'voie intrathécale',
  inhalation: 'voie inhalée',
  nasal: 'voie nasale',
  ocular: 'voie ophtalmique',
  auricular: 'voie auriculaire',
  cutaneous: 'voie cutanée',
  transdermal: 'voie transdermique',
  rectal: 'voie rectale',
  vaginal: 'voie vaginale',
  'enteral-tube': 'sonde entérale',
};

const mealTexts: Record<MealTime, string> = {
  MORN: 'le matin',
  NOON: 'le midi',
  EVE: 'le soir',
  NIGHT: 'la nuit',
  HS: 'au coucher',
  AC: 'avant les repas',
  PC: 'après les repas',
  ACM: 'avant le petit-déjeuner',
  ACD: 'avant le déjeuner',
  ACV: 'avant le dîner',
};

const dayTexts: Record<Weekday, string> = {
  mon: 'lundi',
  tue: 'mardi',
  wed: 'mercredi',
  thu: 'jeudi',
  fri: 'vendredi',
  sat: 'samedi',
  sun: 'dimanche',
};

export const measureTexts: Record<ScaleMeasure, string> = { 'capillary-glucose': 'glycémie capillaire' };

const unitTexts: Record<TimeUnit, { one: string; many: string; every: string }> = {
  min: { one: 'minute', many: 'minutes', every: 'toutes les' },
  h: { one: 'heure', many: 'heures', every: 'toutes les' },
  d: { one: 'jour', many: 'jours', every: 'tous les' },
  wk: { one: 'semaine', many: 'semaines', every: 'toutes les' },
  mo: { one: 'mois', many: 'mois', every: 'tous les' },
};

const comma = (value: number | string): string => String(value).replace('.', ',');

/** A unit as people write it: `{comprimé}` is what stands in the braces. */
export const unitText = (unit: string): string => /^\{(.+)\}$/.exec(unit)?.[1] ?? printUnit(unit);

/** `2 comprimés`: a word that is counted has its plural, from two on; a sign of a unit has none. */
function counted(unit: string, value: string): string {
  const word = unitText(unit);
  const hasPlural = unit.startsWith('{') && Number(value) >= 2 && !/[sxz]$/.test(word);
  return hasPlural ? word.replace(/^\p{L}+/u, (noun) => `${noun}${noun.endsWith('s') ? '' : 's'}`) : word;
}

const doseText = ({ value, unit }: Dose): string => `${comma(value)} ${counted(unit, value)}`;

const timeText = (value: number, unit: TimeUnit): string =>
  `${comma(value)} ${value >= 2 ? unitTexts[unit].many : unitTexts[unit].one}`;

function timesText({ count, countMax, per }: NonNullable<RegimenTiming['times']>): string {
  const times = `${countMax === undefined ? count : `${count} à ${countMax}`} fois`;
  return per.value === 1
    ? `${times} par ${unitTexts[per.unit].one}`
    : `${times} en ${timeText(per.value, per.unit)}`;
}

export function everyText({ value, valueMax, unit }: NonNullable<RegimenTiming['every']>): string {
  const { every, one } = unitTexts[unit];
  if (value === 1 && valueMax === undefined) return unit === 'd' ? 'chaque jour' : `chaque ${one}`;
  const last = timeText(valueMax ?? value, unit);
  return `${every} ${valueMax === undefined ? last : `${comma(value)} à ${last}`}`;
}

const and = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} et ${words.at(-1) ?? ''}`;

export const mealsText = (at: readonly MealTime[]): string => and(at.map((one) => mealTexts[one]));

function timingText({ times, every, at = [], clock = [], days = [], once }: RegimenTiming): string {
  return [
    once && 'une seule fois',
    times && timesText(times),
    every && everyText(every),
    at.length > 0 && mealsText(at),
    clock.length > 0 && `à ${and(clock)}`,
    days.length > 0 && `le ${and(days.map((day) => dayTexts[day]))}`,
  ]
    .filter(Boolean)
    .join(', ');
}

export const additiveText = ({ text, dose }: { text: string; dose: Dose | null }): string =>
  `avec ${[text, dose && doseText(dose)].filter(Boolean).join(' ')}`;

export const intervalText = ({ value, unit }: NonNullable<AsNeeded['interval']>): string =>
  `${timeText(value, unit)} au moins entre deux prises`;

/** Words, no signs: `<` and `>` are taken for each other. */
export function bandText({ from, below }: Pick<ScaleBand, 'from' | 'below'>, unit: string | null): string {
  const sign = unit === null ? '' : ` ${unit}`;
  if (from === null) return below === null ? 'toute valeur' : `moins de ${comma(below)}${sign}`;
  return below === null
    ? `${comma(from)}${sign} et plus`
    : `de ${comma(from)} à moins de ${comma(below)}${sign}`;
}

export const bandDoseText = (dose: ScaleBand['dose']): string =>
  dose === null ? 'dose à préciser' : dose === 'none' ? 'aucune dose' : doseText(dose);

/** `dose selon la glycémie capillaire (moins de 0,7 g/L : aucune dose, resucrer ; 0,7 g/L et plus : 4 UI)`. */
export function scaleText({ measure, unit, bands }: DoseScale): string {
  const said = bands.map((band) =>
    [`${bandText(band, unit)} : ${bandDoseText(band.dose)}`, band.instruction].filter(Boolean).join(', '),
  );
  return `dose selon la ${measureTexts[measure]} (${said.join(' ; ')})`;
}

/** One step as a sentence: `500 mg par voie orale, 3 fois par jour, pendant 7 jours`. */
export function stepText(step: RegimenStep, route: RegimenRoute | null, asNeeded: AsNeeded | null): string {
  const { dose, scale, doseMax, isPerKilogram, rate, over, timing, duration } = step;
  const amount =
    dose &&
    `${doseMax && doseMax.unit === dose.unit ? `${comma(dose.value)} à ${doseText(doseMax)}` : [dose, doseMax].flatMap((one) => (one ? doseText(one) : [])).join(' à ')}${isPerKilogram ? ' par kg' : ''}`;
  const way = route && `par ${routeTexts[route]}`;
  return [
    [amount, scale && scaleText(scale), way].filter(Boolean).join(' '),
    rate && `au débit de ${doseText(rate.amount)} en ${timeText(rate.per.value, rate.per.unit)}`,
    over && `en ${timeText(over.value, over.unit)}`,
    timing && timingText(timing),
    asNeeded && (asNeeded.condition ? `si besoin : ${asNeeded.condition}` : 'si besoin'),
    asNeeded?.interval && intervalText(asNeeded.interval),
    asNeeded?.maxPerDay && `au plus ${doseText(asNeeded.maxPerDay)} en 24 heures`,
    duration && `pendant ${timeText(duration.value, duration.unit)}`,
  ]
    .filter(Boolean)
    .join(', ');
}

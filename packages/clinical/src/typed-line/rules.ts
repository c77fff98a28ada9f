import type { Dose, TimeUnit } from '../prescribing/regimen.ts';
import type { Length, Said } from './elements.ts';
import { counted, ends, number, plainNumber } from './numbers.ts';
import {
  anyOf,
  conditions,
  conditionWords,
  countedUnits,
  dangerousUnits,
  dangerousWords,
  days,
  instructions,
  meaning,
  measured,
  moments,
  numberWords,
  routes,
  timeUnits,
} from './order-words.ts';

/** The groups of a match, empty where one took no part. */
type Groups = Readonly<Record<string, string>>;
export interface Rule {
  pattern: RegExp;
  read: (groups: Groups) => Said;
}

const count = String.raw`\d{1,3}|${Object.keys(numberWords).join('|')}`;
const range = String.raw`(?:\s*(?:a|-)\s*(?<max>${count}))?`;
const per = String.raw`(?:(?<perValue>\d+)\s*)?(?<perUnit>24\s*h|j(?:rs?|ours?)?|sem(?:aines?)?|mois)${ends}`;
const time = anyOf(timeUnits);
const clockTime = String.raw`(?:\d{1,2}\s?h\s?(?:[0-5]\d)?|\d{1,2}:\d{2})${ends}`;
const units = `${anyOf(countedUnits)}|${anyOf(measured)}`;
const schemaPart = String.raw`(?:\d{1,2}|½|1/[24])`;

const wrong = (code: Extract<Said, { is: 'wrong' }>['code']): Said => ({ is: 'wrong', code });
const integer = (text: string): number => numberWords[text] ?? Number(text);
const unitOf = (word: string): string | null => meaning(countedUnits, word) ?? meaning(measured, word);
const timeUnit = (word: string): TimeUnit => meaning(timeUnits, word) ?? 'd';

function lengthOf({ n = '', max = '', unit = '' }: Groups, whenEmpty = 1): Length {
  const value = n === '' ? whenEmpty : integer(n);
  return { value, unit: timeUnit(unit), ...(max === '' ? {} : { valueMax: integer(max) }) };
}
const isPossible = ({ value, valueMax = value }: Length): boolean =>
  value > 0 && value <= 366 && valueMax >= value && valueMax <= 366;

function timesOf({ n = '', max = '', perValue = '', perUnit = '' }: Groups): Said {
  const times = integer(n);
  const most = max === '' ? times : integer(max);
  const unit: TimeUnit = perUnit.startsWith('24') ? 'd' : timeUnit(perUnit);
  const value = perValue === '' ? 1 : Number(perValue);
  if (times < 1 || most < times || most > 24 || value < 1) return wrong('impossible-number');
  return { is: 'times', count: times, per: { value, unit }, ...(max === '' ? {} : { countMax: most }) };
}

function doseOf(typed: string, unit: string): Dose | 'ambiguous-number' | 'impossible-number' {
  const value = plainNumber(typed);
  if (value === null) return 'ambiguous-number';
  return Number(value) > 0 ? { value, unit } : 'impossible-number';
}

function amountOf({ n = '', nUnit = '', max = '', unit = '', kg = '', strength = '' }: Groups): Said {
  const code = unitOf(unit);
  const first = nUnit === '' ? code : unitOf(nUnit);
  if (code === null || first === null) return wrong('missing-unit');
  const per = strength === '' ? '' : `/${strength.trim() === 'ml' ? 'mL' : '{dose}'}`;
  const dose = doseOf(n, first + per);
  const doseMax = max === '' ? null : doseOf(max, code + per);
  if (typeof dose === 'string') return wrong(dose);
  if (typeof doseMax === 'string') return wrong(doseMax);
  // half a milligram is not written so
  if (/[½/]/.test(n) && !code.startsWith('{')) return wrong('ambiguous-number');
  if (doseMax && doseMax.unit === dose.unit && Number(doseMax.value) <= Number(dose.value))
    return wrong('impossible-number');
  return { is: 'amount', dose, doseMax, isPerKilogram: kg !== '' };
}

/** `08:00`; null for what is no time of a day. */
function clockOf(text: string): string | null {
  const [, hour = '', minute = ''] = /^(\d{1,2})\s?[h:]\s?(\d{2})?$/.exec(text.trim()) ?? [];
  return hour === '' || Number(hour) > 23 ? null : `${hour.padStart(2, '0')}:${minute || '00'}`;
}
function clocks(text: string, isBare: boolean): Said {
  const found = (text.match(/\d{1,2}\s?h(?:\s?[0-5]\d(?!\d|\s?h))?|\d{1,2}:\d{2}/g) ?? []).map(clockOf);
  const known = found.filter((one) => one !== null);
  // 48 h alone is no time of the day: what it is, the kind of line says
  if (isBare && known.length === 0) return { is: 'clock', clock: [], isBare };
  return known.length === found.length && known.length > 0
    ? { is: 'clock', clock: known, isBare }
    : wrong('impossible-number');
}

const rule = (source: string, read: (groups: Groups) => Said): Rule => ({
  pattern: new RegExp(source, 'uy'),
  read,
});
const every = (groups: Groups, isSlash: boolean, isPlain = false): Said => {
  const found = lengthOf(groups);
  return isPossible(found) ? { is: 'every', every: found, isSlash, isPlain } : wrong('impossible-number');
};
const duration = (groups: Groups): Said => {
  const found = lengthOf(groups);
  return isPossible(found) ? { is: 'duration', duration: found } : wrong('impossible-number');
};

const maxWords = String.raw`(?:max(?:imum|i)?\.?|sans depasser|ne pas depasser|dose max(?:imale)?)\s*(?:de\s*)?:?\s*`;
const aDay = String.raw`\s*(?:/\s*(?:24\s*h|j(?:our)?)|par (?:jour|24\s*h(?:eures)?)|en 24\s*h)${ends}`;
const compared = String.raw`(?:eva|en|ta|pas|temperature|temp|t°?|fc|fr|spo2|sat|dextro|glycemie)\s*(?:>=|<=|≥|≤|>|<)\s*${number}(?:\s*/\s*\d+)?(?:\s*(?:°\s*c|°|%|g/l|mmhg|mmol/l)(?!\p{L}))?`;
const oneCondition = String.raw`(?:${compared}|(?:${conditions})${ends}(?:\s+(?:${conditionWords})${ends})*)`;

/** In their order: the first that fits is taken, so what is longer stands before what is shorter. */
export const rules: readonly Rule[] = [
  rule(String.raw`(?:\s+|[,;:](?!\d)|\.(?!\d))+`, () => ({ is: 'filler' })),
  ...whenRules(),
  rule(String.raw`"(?<text>[^"]+)"|«(?<quoted>[^»]+)»`, () => ({ is: 'instruction', text: null })),
  rule(String.raw`(?:si besoin|sb|en cas de besoin|a la demande)${ends}`, () => ({
    is: 'condition',
    from: null,
  })),
  rule(
    String.raw`(?<lead>si\s+|en cas (?:de\s+|d'))${oneCondition}(?:\s*(?:,|ou|et)\s*${oneCondition})*`,
    ({ lead = '' }) => ({ is: 'condition', from: lead.length }),
  ),
  rule(String.raw`(?:si|en cas de)${ends}`, () => wrong('missing-value')),
  rule(String.raw`${maxWords}(?<n>${counted})\s*(?<unit>${units})${ends}${aDay}`, ({ n = '', unit = '' }) => {
    const dose = doseOf(n, unitOf(unit) ?? '');
    return typeof dose === 'string' ? wrong(dose) : { is: 'max', max: dose };
  }),
  rule(String.raw`${maxWords}(?<n>\d+)\s*(?:x|fois|prises?)${aDay}`, ({ n = '' }) =>
    Number(n) > 0 ? { is: 'max', max: { value: n, unit: '{prise}' } } : wrong('impossible-number'),
  ),
  rule(String.raw`${maxWords}${counted}\s*(?:${units})${ends}`, () => wrong('ambiguous-rhythm')),
  rule(String.raw`(?:max(?:imum|i)?\.?|sans depasser|ne pas depasser|dose max(?:imale)?)${ends}`, () =>
    wrong('missing-value'),
  ),
  rule(
    String.raw`(?:(?:a )?espac(?:e[rz]?|ees?|es|ant)(?: les prises)?(?: d'au moins| de| d')?|(?:avec )?(?:un )?intervalle(?: min(?:imum|imal)?)?(?: de| d')?)\s*(?<n>\d+)\s*(?<unit>h(?:eures?)?|min(?:utes?)?)${ends}(?: minimum| min| au moins)?`,
    (groups) => gapOf(groups),
  ),
  rule(
    String.raw`(?:a )?(?<n>\d+)\s*(?<unit>h(?:eures?)?|min(?:utes?)?) d'intervalle(?: minimum| min)?${ends}`,
    (groups) => gapOf(groups),
  ),
  rule(
    String.raw`(?:min(?:imum)? )?(?<n>\d+)\s*(?<unit>h(?:eures?)?|min(?:utes?)?) entre (?:(?:2|deux|les|chaque) )?(?:prises?|doses?)${ends}`,
    (groups) => gapOf(groups),
  ),
  rule(
    String.raw`(?:prise |dose )unique${ends}|(?:en )?une? seule (?:fois|prise|dose)${ends}|1 seule (?:fois|prise|dose)${ends}|en (?:une|1) fois${ends}`,
    () => ({ is: 'once' }),
  ),
  rule(String.raw`en\s+(?<n>${count})\s+prises?${ends}`, ({ n = '' }) => ({
    is: 'takes',
    count: integer(n),
  })),
  rule(
    String.raw`(?<doses>${schemaPart}(?:\s?-\s?${schemaPart}){2,3})(?![\d.,/-])(?:\s*(?<unit>${units})${ends})?`,
    ({ doses = '', unit = '' }) => ({
      is: 'schema',
      doses: doses.split('-').map((one) => plainNumber(one) ?? one.trim()),
      unit: unit === '' ? null : unitOf(unit),
    }),
  ),
  rule(String.raw`(?:1|un)\s*j(?:our)?s?\s*(?:sur|/)\s*(?<n>2|3|deux|trois)${ends}`, ({ n = '' }) => ({
    is: 'every',
    every: { value: integer(n), unit: 'd' },
    isSlash: false,
    isPlain: false,
  })),
  rule(
    String.raw`x\s*(?<n>\d{1,3})\s*(?<unit>j(?:rs?|ours?)?|sem(?:aines?)?|mois|h(?:eures?)?)${ends}(?!\s*/)`,
    duration,
  ),
  rule(String.raw`(?:x\s*)?(?<n>${count})${range}\s*(?:x|fois|f|prises?)?\s*(?:/\s*|par\s+)${per}`, timesOf),
  rule(String.raw`x\s*(?<n>\d{1,3})${ends}(?![.,]\d)`, ({ n = '' }) => ({ is: 'count', count: Number(n) })),
  rule(String.raw`(?:${count})\s*fois${ends}`, () => wrong('ambiguous-rhythm')),
  rule(
    String.raw`(?:toutes?|ttes?|tous|ts|tts)\s+(?:les?\s*)?(?:(?<n>${count})${range}\s*)?(?<unit>${time})${ends}`,
    (groups) => every(groups, false),
  ),
  rule(String.raw`chaque\s+jour${ends}|quotidien(?:nement)?${ends}`, () => ({
    is: 'times',
    count: 1,
    per: { value: 1, unit: 'd' },
  })),
  rule(String.raw`par\s+(?<unit>heure|minute)${ends}`, (groups) => every(groups, true, true)),
  rule(String.raw`(?:/\s*|par\s+)(?<unit>j(?:our)?|sem(?:aine)?|mois)${ends}`, ({ unit = '' }) => ({
    is: 'per',
    unit: timeUnit(unit),
  })),
  rule(String.raw`/\s*(?<unit>h|min)${ends}`, (groups) => every(groups, true, true)),
  rule(String.raw`/\s*(?<n>\d{1,3})${range}\s*(?<unit>${time})${ends}`, (groups) => every(groups, true)),
  rule(
    String.raw`(?<n>${counted})\s*(?:(?<nUnit>${units})\s*)?(?:(?:a|-)\s*(?<max>${counted})\s*)(?<unit>${units})${ends}(?<kg>\s*/\s*kg${ends})?`,
    amountOf,
  ),
  rule(
    String.raw`(?<n>${counted})\s*(?<unit>${units})${ends}(?:(?<kg>\s*/\s*kg${ends})|\s*/\s*(?<strength>ml|dose)${ends})?`,
    amountOf,
  ),
  rule(
    String.raw`(?:${number})\s*(?<unit>${Object.keys(dangerousUnits).join('|')})${ends}(?:\s*/\s*(?:kg|h)${ends})?`,
    ({ unit = '' }) => ({ is: 'wrong', code: 'dangerous-abbreviation', instead: dangerousUnits[unit] ?? '' }),
  ),
  rule(
    String.raw`(?:a passer en|passer en|en|sur)\s*(?:(?<hours>\d+)\s?h\s?(?<minutes>[0-5]\d)|(?<n>${count})\s*(?<unit>min(?:utes?)?|mn|h(?:eures?)?))${ends}`,
    ({ hours = '', minutes = '', n = '', unit = '' }) => {
      const value = hours === '' ? integer(n) : Number(hours) * 60 + Number(minutes);
      if (value < 1 || value > 1440) return wrong('impossible-number');
      return { is: 'over', over: { value, unit: hours === '' && unit.startsWith('h') ? 'h' : 'min' } };
    },
  ),
  rule(
    String.raw`(?:a|à|vers)\s*(?<all>${clockTime}(?:\s*(?:,|et|puis|-|–)?\s*(?:a\s)?\s*${clockTime})*)`,
    ({ all = '' }) => clocks(all, false),
  ),
  rule(String.raw`(?<all>${clockTime}(?:\s*(?:,|et|-)?\s*${clockTime})+)`, ({ all = '' }) =>
    clocks(all, false),
  ),
  rule(String.raw`(?:pdt|pendant|durant|pour)\s*(?<n>${count})\s*(?<unit>${time})${ends}`, duration),
  rule(
    String.raw`(?:qsp|pdt|pendant|durant|pour)?\s*(?<n>${count})\s*(?<unit>j(?:rs?|ours?)?|sem(?:aines?)?|mois)${ends}(?!\s*/)`,
    duration,
  ),
  rule(String.raw`(?<all>${clockTime})`, ({ all = '' }) => clocks(all, true)),
  rule(String.raw`(?<all>\d{1,3}\s*(?:h|heures?|min|mn)${ends})`, ({ all = '' }) =>
    clockOf(all) === null ? wrong('ambiguous-time') : clocks(all, true),
  ),
  rule(String.raw`\d+/\d+\s*(?:${units})${ends}`, () => wrong('ambiguous-number')),
  rule(String.raw`(?<instruction>${instructions})${ends}`, () => ({ is: 'instruction', text: null })),
  rule(String.raw`(?<at>${anyOf(moments)})${ends}`, ({ at = '' }) => {
    const moment = meaning(moments, at);
    return moment ? { is: 'at', at: moment } : wrong('unknown-word');
  }),
  rule(String.raw`(?:le |les |tous les |chaque )?(?<day>${anyOf(days)})\.?${ends}`, ({ day = '' }) => {
    const found = meaning(days, day);
    return found ? { is: 'day', day: found } : wrong('unknown-word');
  }),
  rule(String.raw`(?<route>(?:en |par voie |voie )?(?:${anyOf(routes)}))${ends}`, ({ route = '' }) => {
    const found = meaning(routes, route) ?? meaning(routes, route.replace(/^(?:en |par voie |voie )/, ''));
    return found ? { is: 'route', route: found[0], note: found[1] } : wrong('unknown-word');
  }),
  rule(String.raw`et\s+demie?${ends}|(?:½|1/2)(?![\d/])`, () => ({ is: 'half' })),
  rule(String.raw`puis${ends}|ensuite${ends}|->|→`, () => ({ is: 'then' })),
  rule(String.raw`\+`, () => ({ is: 'plus' })),
  rule(String.raw`(?<word>${Object.keys(dangerousWords).join('|')})${ends}`, ({ word = '' }) => ({
    is: 'wrong',
    code: 'dangerous-abbreviation',
    instead: dangerousWords[word] ?? '',
  })),
  rule(String.raw`(?:et|de|d'|le)${ends}`, () => ({ is: 'filler' })),
];

function gapOf({ n = '', unit = '' }: Groups): Said {
  const value = Number(n);
  return value > 0 && value <= 168
    ? { is: 'gap', gap: { value, unit: unit.startsWith('h') ? 'h' : 'min' } }
    : wrong('impossible-number');
}

/** Days of tests, and how soon. */
function whenRules(): Rule[] {
  const parts = { matin: 'MORN', midi: 'NOON', soir: 'EVE', nuit: 'NIGHT' } as const;
  const part = (word: string) => parts[word.trim().split(/\s/).at(-1) as keyof typeof parts] ?? null;
  const partWords = String.raw`(?:\s+(?<part>(?:a\s+|au\s+|le\s+|dans\s+la\s+)?(?:matin|midi|soir|nuit)${ends}))?`;
  return [
    rule(String.raw`(?:apres-?\s?demain)${ends}${partWords}`, ({ part: word = '' }) => ({
      is: 'when',
      day: { in: 2 },
      part: part(word),
    })),
    rule(String.raw`demain${ends}${partWords}`, ({ part: word = '' }) => ({
      is: 'when',
      day: { in: 1 },
      part: part(word),
    })),
    rule(String.raw`(?:aujourd'hui|ce jour)${ends}`, () => ({ is: 'when', day: { in: 0 }, part: null })),
    rule(String.raw`(?:ce|cette)\s+(?<part>matin|midi|soir|nuit)${ends}`, ({ part: word = '' }) => ({
      is: 'when',
      day: { in: 0 },
      part: part(word),
    })),
    rule(
      String.raw`dans\s+(?<n>\d{1,3})\s*(?<unit>j(?:ours?)?|sem(?:aines?)?)${ends}`,
      ({ n = '', unit = '' }) => ({
        is: 'when',
        day: { in: Number(n) * (unit.startsWith('s') ? 7 : 1) },
        part: null,
      }),
    ),
    rule(
      String.raw`(?:le\s+)?(?<date>\d{1,2}/\d{1,2}(?:/\d{4}|/\d{2})?)(?![\d/])(?!\s*(?:${units})${ends})(?!\s*j${ends})`,
      ({ date = '' }) =>
        /^1\/[24]$/.test(date) ? { is: 'half' } : { is: 'when', day: { date }, part: null },
    ),
    rule(String.raw`(?:en\s+)?urg(?:ent(?:e?s?)|ence)?${ends}`, () => ({ is: 'urgent' })),
  ];
}

import { roundTo } from '../typed-number.ts';
import { possibleRange } from '../vital-assessment.ts';
import { vitalDefinitions, type VitalSign } from '../vital-signs.ts';
import type { LineText } from './line-text.ts';
import { number, plainNumber } from './numbers.ts';
import type { LineErrorCode, Span, VitalsReading } from './reading.ts';

type Label = VitalSign | 'bloodPressure';

const labels: readonly (readonly [Label, string])[] = [
  ['systolic', 'pas|pa systolique|tas'],
  ['diastolic', 'pad|pa diastolique|tad'],
  ['bloodPressure', 'ta|pa|tension(?: arterielle)?|pression arterielle'],
  ['heartRate', 'fc|pouls|frequence cardiaque'],
  ['respiratoryRate', 'fr|frequence respiratoire'],
  ['oxygenSaturation', 'spo2|spo₂|sao2|sat(?:uration)?'],
  ['temperature', 't°|temp(?:erature)?|t'],
  ['pain', 'eva|en|douleur'],
  ['glucose', 'dextro|glycemie(?: capillaire)?|hgt|gc'],
  ['weight', 'poids|pds'],
  ['height', 'taille'],
  ['headCircumference', 'pc|perimetre cranien'],
];
const patterns = labels.map(
  ([label, words]) => [label, new RegExp(String.raw`(?:${words})(?!\p{L})\.?`, 'uy')] as const,
);
const value = new RegExp(String.raw`(${number})`, 'uy');
const separator = /\s*[:=]?\s*/uy;
const filler = /[\s,;.]+|et(?!\p{L})/uy;
const oxygen = new RegExp(
  String.raw`(?:sous\s+o2|sous|o2)\s*:?\s*(${number})\s*(?:l\s*/\s*min|l)(?!\p{L})(?:\s+d['’]\s*o2|\s+o2)?`,
  'uy',
);
const air = /(?:en\s+|a\s+l')?air(?:\s+ambiant)?(?!\p{L})|(?:en\s+)?aa(?!\p{L})/uy;

/** What a value may be followed by, and what it then is in the unit of the sign. */
const units: Record<VitalSign, readonly (readonly [RegExp, (value: number) => number])[]> = {
  systolic: [[/mm\s*hg/uy, same]],
  diastolic: [[/mm\s*hg/uy, same]],
  heartRate: [[/bpm|(?:batt?ements?\s*)?\/\s*min(?:ute)?|par minute/uy, same]],
  respiratoryRate: [[/cpm|(?:cycles?\s*)?\/\s*min(?:ute)?|par minute/uy, same]],
  oxygenSaturation: [[/%/uy, same]],
  temperature: [[/°\s*c|°|degres?/uy, same]],
  pain: [[/(?:\/|sur)\s*10/uy, same]],
  glucose: [
    [/g\s*\/\s*l/uy, same],
    [/mg\s*\/\s*dl/uy, (mg) => mg / 100],
    // https://ucum.org: glucose has 180.156 g a mole
    [/mmol\s*\/\s*l/uy, (mmol) => roundTo(mmol * 0.180156, 2)],
  ],
  weight: [
    [/kg|kilos?/uy, same],
    [/g(?:rammes?)?/uy, (grams) => grams / 1000],
  ],
  height: [
    [/cm/uy, same],
    [/m(?:etres?)?/uy, (metres) => metres * 100],
  ],
  headCircumference: [[/cm/uy, same]],
};
function same(value: number): number {
  return value;
}

/** Whether a line begins like one of vital signs: a label and a number. */
export const beginsWithVital = (text: LineText): boolean => {
  const label = labelOf(text);
  return label !== null && /^\s*[:=]?\s*[.,]?\d/.test(text.folded.slice(text.at + label.length));
};
export const labelOf = (text: LineText): { label: Label; length: number } | null => {
  for (const [label, pattern] of patterns) {
    const found = text.match(pattern);
    if (found) return { label, length: found[0].length };
  }
  return null;
};

/** `TA 14/8 FC 82 T 38,2`, to the end of the line. */
export function readVitals(text: LineText): VitalsReading {
  const reading: VitalsReading = { kind: 'vitals', values: {}, oxygen: null };
  while (!text.isOver) {
    const skipped = text.match(filler);
    if (skipped) text.take(skipped[0].length);
    else if (!readOxygen(text, reading)) readOne(text, reading);
  }
  const { systolic, diastolic } = reading.values;
  const pressure = text.fields.find(({ part }) => part === 'systolic' || part === 'diastolic');
  if (pressure && (systolic === undefined) !== (diastolic === undefined))
    text.fail('incomplete-pressure', pressure);
  else if (pressure && systolic !== undefined && diastolic !== undefined && diastolic >= systolic)
    text.fail('impossible-number', pressure);
  return reading;
}

function readOxygen(text: LineText, reading: VitalsReading): boolean {
  const [found, flow] = [text.match(air), text.match(oxygen)];
  const length = (found ?? flow)?.[0].length;
  if (length === undefined) return false;
  const span = text.take(length);
  const litres = flow ? plainNumber(flow[1] ?? '') : null;
  if (reading.oxygen) text.fail('two-values', span);
  else if (found) reading.oxygen = { source: 'air' };
  else if (litres === null) text.fail('ambiguous-number', span);
  else if (!(Number(litres) > 0 && Number(litres) <= 80)) text.fail('impossible-number', span);
  else reading.oxygen = { source: 'oxygen', flow: Number(litres) };
  text.fields.push({ ...span, part: 'oxygen' });
  return true;
}

function readOne(text: LineText, reading: VitalsReading): void {
  const label = labelOf(text);
  if (!label) return text.takeUnknown();
  const named = text.take(label.length);
  text.take(text.match(separator)?.[0].length ?? 0);
  const before = text.errors.length;
  const span =
    label.label === 'bloodPressure' ? readPressure(text, reading) : readValue(text, label.label, reading);
  if (!span) return text.fail('missing-value', named);
  const whole = { start: named.start, end: span.end };
  // a pair is said twice as one
  if (span.isTwice && text.errors.length === before) text.fail('two-values', whole);
  text.fields.push({ ...whole, part: label.label });
}

type Taken = Span & { isTwice: boolean };

/** Puts it in, unless it was said before. */
function put(reading: VitalsReading, sign: VitalSign, found: number): boolean {
  if (reading.values[sign] !== undefined) return true;
  // the digits as typed, without what binary numbers add to ten times 14.3
  reading.values[sign] = roundTo(found, 4);
  return false;
}

const isPossible = (sign: VitalSign, found: number): boolean => {
  const { lowest, highest } = possibleRange(sign, { ageMonths: null });
  return found >= lowest && found <= highest;
};

function readValue(text: LineText, sign: VitalSign, reading: VitalsReading): Taken | null {
  // written so by hand: 38°2, 1m75
  const split = text.match(
    sign === 'temperature'
      ? /(\d{2})\s?°\s?(\d)(?!\d)/uy
      : sign === 'height'
        ? /([0-2])\s?m\s?(\d{2})(?!\d)/uy
        : /(?!)/uy,
  );
  const found = split ?? text.match(value);
  if (!found) return null;
  const typed = text.take(found[0].length);
  const plain = split ? `${split[1] ?? ''}.${split[2] ?? ''}` : plainNumber(found[0]);
  let number = Number(plain) * (split && sign === 'height' ? 100 : 1);
  let [end, hasUnit] = [typed.end, split !== null];
  const blank = text.match(/\s*/uy)?.[0].length ?? 0;
  for (const [unit, convert] of units[sign]) {
    text.at += blank;
    const taken = text.match(unit);
    text.at -= blank;
    const after = taken ? text.folded.charAt(text.at + blank + taken[0].length) : '';
    if (!taken || /[\p{L}\d]/u.test(after)) continue;
    end = text.take(blank + taken[0].length).end;
    number = convert(number);
    hasUnit = true;
    break;
  }
  const fail = (code: LineErrorCode) => {
    text.fail(code, typed);
    return { ...typed, end, isTwice: false };
  };
  if (plain === null) return fail('ambiguous-number');
  // 1,2 is severe hypoglycaemia in mmol/L and normal in g/L
  if (sign === 'glucose' && !hasUnit) return fail('ambiguous-unit');
  // nobody measures 20 cm or less in height, nor 3 m
  if (sign === 'height' && !hasUnit && number < 3) number *= 100;
  if (!isPossible(sign, roundTo(number, vitalDefinitions[sign].decimals))) return fail('impossible-number');
  return { ...typed, end, isTwice: put(reading, sign, number) };
}

const pair = new RegExp(
  String.raw`(${number})(?:\s*/\s*(${number}))?(?:\s*(mm|cm)\s*hg)?(?![\p{L}\d/])`,
  'uy',
);

/**
 * `14/8` is read in cmHg: below 20 no mmHg can be measured, in both numbers. From 50 over 20 it is mmHg. What lies between,
 * or one of each, needs its unit.
 */
function readPressure(text: LineText, reading: VitalsReading): Taken | null {
  const found = text.match(pair);
  if (!found) return null;
  const [whole, upper = '', lower, unit] = found;
  const span = text.take(whole.length);
  const fail = (code: LineErrorCode): Taken => {
    text.fail(code, span);
    return { ...span, isTwice: false };
  };
  if (lower === undefined) return fail('incomplete-pressure');
  const [high, low] = [plainNumber(upper), plainNumber(lower)];
  if (high === null || low === null) return fail('ambiguous-number');
  const [a, b] = [Number(high), Number(low)];
  const inCm = unit === 'cm' || (unit === undefined && a >= 5 && a < 20 && b >= 2 && b < 20);
  const inMm = unit === 'mm' || (unit === undefined && a >= 50 && b >= 20);
  if (inCm === inMm) return fail('ambiguous-unit');
  const [systolic, diastolic] = inCm ? [a * 10, b * 10] : [a, b];
  if (systolic <= diastolic || !isPossible('systolic', systolic) || !isPossible('diastolic', diastolic))
    return fail('impossible-number');
  const isTwice = put(reading, 'systolic', systolic);
  return { ...span, isTwice: put(reading, 'diastolic', diastolic) || isTwice };
}

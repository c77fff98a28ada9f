import { vitalDefinitions, type Consciousness, type VitalSign } from '@keneyapp/clinical';
import type { Observation } from '@medplum/fhirtypes';
import { coded } from './coded.ts';
import { levelOf, worstOf, type Stated } from './observation/level.ts';
import type { Subject } from './observation/range.ts';
import { judgementOf } from './observation/judgement.ts';
import { isOfVitals, readObservation } from './observation/read.ts';
import { inHouseUnit, judgementOfSign } from './observation/sign.ts';
import { readValue, type Valued } from './observation/value.ts';
import { observedAt } from './observation/when.ts';
import { readNews2 } from './news2-score.ts';
import type { Coded } from './shapes.ts';
import { consciousnessOf, isSign, measureOf, setSystem, signOf, type MeasureName } from './vital-codes.ts';
import type { Measure, MeasureLevel, Part, Shown } from './vital-measure.ts';

const unknown: Stated = { level: 'unknown', direction: null };

interface Numbers extends Pick<
  Measure,
  'unit' | 'recorded' | 'consciousness' | 'parts' | 'notJudged' | 'said'
> {
  first: (Shown & { level: Stated }) | null;
  second: (Shown & { level: Stated }) | null;
}

/** One vital sign of the record; null for what is none, and for a panel that only groups others. */
export function readMeasure(observation: Observation, subject: Subject): Measure | null {
  const name = measureOf(observation.code) ?? (isOfVitals(observation) ? 'other' : null);
  if (!name || !observation.id) return null;
  const { at, end } = observedAt(observation);
  const numbers =
    name === 'bloodPressure'
      ? readPressure(observation, at, subject)
      : name === 'other'
        ? readOther(observation, subject)
        : readSingle(name, observation, at, subject);
  if (!numbers.first && !numbers.second && !numbers.consciousness && numbers.parts.length === 0) return null;
  const { first, second, ...rest } = numbers;
  const label = coded(observation.code);
  const isDerived = name === 'news2' || name === 'bmi';
  const worst = worstOf([
    ...(rest.consciousness ? [acvpu(rest.consciousness)] : []),
    ...(first ? [first.level] : []),
    ...(second ? [second.level] : []),
    ...rest.parts,
  ]);
  return {
    observationId: observation.id,
    version: observation.meta?.versionId ?? '',
    name,
    label,
    row: name === 'other' ? `other ${rowOf(label)}` : name,
    takenAt: at ?? '',
    until: end,
    state: stateOf(observation.status),
    value: first?.value ?? null,
    digits: first?.digits ?? null,
    comparator: first?.comparator ?? null,
    second: second?.value ?? null,
    secondDigits: second?.digits ?? null,
    secondComparator: second?.comparator ?? null,
    ...rest,
    level: measureLevel(first?.level ?? (second ? unknown : (worst ?? unknown))),
    secondLevel: measureLevel(second?.level ?? unknown),
    worst: { level: worst?.level ?? 'unknown', direction: worst?.direction ?? null },
    news2: name === 'news2' ? readNews2(observation) : null,
    recordedBy: observation.performer?.find((p) => p.display)?.display ?? null,
    change: changeOf(observation),
    note: observation.note?.find((n) => !isChange(n.extension))?.text ?? null,
    isDerived,
    isCorrectable: !isDerived && name !== 'other' && isWhole(name, observation),
    setKey: observation.identifier?.find((i) => i.system === setSystem)?.value ?? null,
  };
}

const acvpu = (level: Consciousness): Stated => levelOf(level === 'alert' ? 'normal' : 'critical-low');

const measureLevel = ({ level, direction }: Stated): MeasureLevel =>
  level === 'critical'
    ? direction === null
      ? 'critical'
      : `critical-${direction}`
    : level === 'abnormal'
      ? (direction ?? 'abnormal')
      : level;

/** Of the category, or of a listed code: a glucose that the laboratory calls its own is a result. */
export const isVitalSign = (o: Observation): boolean =>
  isOfVitals(o) ||
  (measureOf(o.code) !== null && !o.category?.some((c) => c.coding?.some((x) => x.code === 'laboratory')));

const rowOf = ({ text, codes: [code] }: Coded): string =>
  code ? `${code.system}|${code.code}` : (text ?? '').toLowerCase();

/** A correction replaces value and components: everything there must be what it can write. */
function isWhole(name: MeasureName, { code, component = [] }: Observation): boolean {
  if (name !== 'bloodPressure') return component.length === 0;
  return (
    !isSign(code, 'systolic') &&
    !isSign(code, 'diastolic') &&
    component.every((c) => isSign(c.code, 'systolic') || isSign(c.code, 'diastolic'))
  );
}

function readPressure(o: Observation, at: string | null, subject: Subject): Numbers {
  const holder = (sign: 'systolic' | 'diastolic'): Valued | undefined =>
    o.component?.find((c) => isSign(c.code, sign)) ?? (isSign(o.code, sign) ? o : undefined);
  const [systolic, diastolic] = [holder('systolic'), holder('diastolic')];
  const [first, second] = [
    systolic ? readSign('systolic', systolic, at, subject) : null,
    diastolic ? readSign('diastolic', diastolic, at, subject) : null,
  ];
  const all = [first, second].filter((n) => n !== null);
  const others = readObservation(
    {
      ...o,
      ...(systolic === o || diastolic === o ? withoutValue : {}),
      component: (o.component ?? []).filter((c) => c !== systolic && c !== diastolic),
    },
    subject,
  );
  const own = judgementOf({ kind: 'absent', reason: null }, { ...o, referenceRange: [] }, subject, at);
  // what is said of the whole pressure is said of its first number
  const isOfWhole = o.component !== undefined && own.level !== 'unknown';
  const firstLevel = first && isOfWhole ? (worstOf([first.level, own]) ?? first.level) : first?.level;
  return {
    first: first?.shown && firstLevel ? { ...first.shown, level: firstLevel } : null,
    second: second?.shown ? { ...second.shown, level: second.level } : null,
    unit: 'mm[Hg]',
    recorded: first?.recorded ?? second?.recorded ?? null,
    consciousness: null,
    parts: [
      ...all.flatMap((n) => n.parts),
      ...others.filter((r) => r.value.kind !== 'absent' || r.value.reason).map(partOf),
    ],
    notJudged: first?.notJudged ?? second?.notJudged ?? null,
    said: [...own.said, ...all.flatMap((n) => n.said)],
  };
}

/** The Observation without its own value, to read what else it holds. */
const withoutValue = {
  valueQuantity: undefined,
  valueInteger: undefined,
  valueString: undefined,
  valueCodeableConcept: undefined,
  dataAbsentReason: undefined,
} as unknown as Partial<Observation>;

interface Read extends Pick<Numbers, 'recorded' | 'parts' | 'notJudged' | 'said'> {
  shown: Shown | null;
  level: Stated;
}

/** A value of one sign: in the unit of the house where it can be converted at once, as recorded where not. */
function readSign(sign: VitalSign, from: Valued, at: string | null, subject: Subject): Read | null {
  const value = readValue(from);
  if (!value) return null;
  const { level, direction, notJudged, said } = judgementOfSign(sign, value, from, subject, at);
  const { unit, decimals } = vitalDefinitions[sign];
  const shown = inHouseUnit(value, from, unit, decimals);
  const name = 'resourceType' in from ? null : coded(from.code);
  return {
    shown,
    recorded: shown?.recorded ?? null,
    level: { level, direction },
    parts: shown ? [] : [{ name, value, level, direction }],
    notJudged,
    said,
  };
}

function readSingle(
  name: Exclude<MeasureName, 'bloodPressure' | 'other'>,
  o: Observation,
  at: string | null,
  subject: Subject,
): Numbers {
  const sign = signOf(name);
  const others = readObservation({ ...o, ...withoutAnyValue(o) }, subject)
    .filter((r) => r.value.kind !== 'absent' || r.value.reason)
    .map(partOf);
  const rest = { second: null, consciousness: null };
  if (sign) {
    const read = readSign(sign, o, at, subject);
    return {
      ...rest,
      first: read?.shown ? { ...read.shown, level: read.level } : null,
      unit: read?.shown ? vitalDefinitions[sign].unit : null,
      recorded: read?.recorded ?? null,
      parts: [...(read?.parts ?? []), ...others],
      notJudged: read?.notJudged ?? null,
      said: read?.said ?? [],
    };
  }
  const value = readValue(o);
  const judged = value && judgementOf(value, o, subject, at);
  const level: Stated = judged ?? unknown;
  const consciousness = name === 'consciousness' ? consciousnessOf(o.valueCodeableConcept) : null;
  if (consciousness)
    // whatever an author says of it: anything but alert is the red score of NEWS2
    return {
      ...rest,
      first: null,
      unit: null,
      recorded: null,
      consciousness,
      parts: [],
      notJudged: null,
      said: [],
    };
  const unit = name === 'bmi' ? 'kg/m2' : name === 'oxygen' ? 'L/min' : '{score}';
  const shown = value && inHouseUnit(value, o, unit, 2);
  return {
    ...rest,
    first: shown ? { ...shown, level: { level: level.level, direction: level.direction } } : null,
    unit: shown ? unit : null,
    recorded: shown?.recorded ?? null,
    parts: [
      ...(value && !shown ? [{ name: null, value, level: level.level, direction: level.direction }] : []),
      // the points of a score are its own
      ...(name === 'news2' ? [] : others),
    ],
    notJudged: judged?.notJudged ?? null,
    said: judged?.said ?? [],
  };
}

const withoutAnyValue = (o: Observation): Partial<Observation> =>
  ({
    ...Object.fromEntries(
      Object.keys(o)
        .filter((k) => /^_?value[A-Z]/.test(k))
        .map((k) => [k, undefined]),
    ),
    dataAbsentReason: undefined,
    interpretation: undefined,
    note: undefined,
  }) as unknown as Partial<Observation>;

function readOther(o: Observation, subject: Subject): Numbers {
  const readings = readObservation(o, subject);
  return {
    first: null,
    second: null,
    unit: null,
    recorded: null,
    consciousness: null,
    parts: readings.map(partOf),
    notJudged: readings.find((r) => r.notJudged !== null)?.notJudged ?? null,
    said: readings.flatMap((r) => r.said),
  };
}

const partOf = ({ of, name, value, level, direction }: ReturnType<typeof readObservation>[number]): Part => ({
  name: of === null ? null : name,
  value,
  level,
  direction,
});

const isChange = (extensions: { url?: string }[] | undefined) =>
  extensions?.some((e) => e.url === changeExtension) ?? false;
/** Marks the notes that say why a value was changed or taken back. */
export const changeExtension = 'https://keneyapp.example/change-note';

function changeOf(observation: Observation): Measure['change'] {
  const last = observation.note?.filter((n) => isChange(n.extension)).at(-1);
  if (last)
    return {
      by: last.authorReference?.display ?? last.authorString ?? null,
      at: last.time ?? null,
      text: last.text || null,
    };
  return stateOf(observation.status) === 'recorded'
    ? null
    : { by: null, at: observation.meta?.lastUpdated ?? null, text: null };
}

function stateOf(status: Observation['status'] | undefined): Measure['state'] {
  if (status === 'entered-in-error' || status === 'cancelled') return 'entered-in-error';
  return status === 'amended' || status === 'corrected' ? 'corrected' : 'recorded';
}

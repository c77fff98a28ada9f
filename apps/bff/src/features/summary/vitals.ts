import {
  ageInMonths,
  assessVital,
  civilDateAt,
  convertCommon,
  parseIsoDate,
  roundTo,
  vitalCodes,
  vitalDefinitions,
  type VitalSign,
} from '@keneyapp/clinical';
import type { Observation, ObservationComponent } from '@medplum/fhirtypes';
import { hasCode } from '@keneyapp/fhir-model/coded';
import { instant } from '@keneyapp/fhir-model/dates';
import { shownUnit, tidy } from '@keneyapp/fhir-model/quantity';
import { systems } from '@keneyapp/fhir-model/systems';
import { effective, isValid, levelOf, saidLevel, textOf } from './observation.ts';
import type { VitalKind, VitalTile } from './rows.ts';

interface Reading {
  observation: Observation;
  date: string;
  value: number | null;
  second: number | null;
  unit: string | null;
  unitCode: string | null;
  text: string | null;
  said: ReturnType<typeof saidLevel>;
}
type Sign = {
  kind: VitalKind;
  codes: readonly string[];
  sign: VitalSign | null;
  unit: string | null;
  decimals: number;
};

const sign = (kind: VitalKind, of: VitalSign): Sign => ({
  kind,
  codes: vitalDefinitions[of].loinc,
  sign: of,
  unit: vitalDefinitions[of].unit,
  decimals: vitalDefinitions[of].decimals,
});
/** In the order of a chart. */
const signs: readonly Sign[] = [
  {
    kind: 'blood-pressure',
    codes: [vitalCodes.bloodPressure, '55284-4', '8480-6'],
    sign: 'systolic',
    unit: 'mm[Hg]',
    decimals: 0,
  },
  sign('heart-rate', 'heartRate'),
  sign('temperature', 'temperature'),
  sign('respiratory-rate', 'respiratoryRate'),
  sign('oxygen-saturation', 'oxygenSaturation'),
  { kind: 'consciousness', codes: [vitalCodes.consciousness], sign: null, unit: null, decimals: 0 },
  sign('pain', 'pain'),
  sign('glucose', 'glucose'),
  sign('weight', 'weight'),
  sign('height', 'height'),
  { kind: 'bmi', codes: [vitalCodes.bmi], sign: null, unit: 'kg/m2', decimals: 1 },
  sign('head-circumference', 'headCircumference'),
];
const mostPoints = 12;

/** Last value and course of each vital sign there is. `observations` in any order. */
export function vitalTiles(observations: Observation[], birthDate: string | null): VitalTile[] {
  const valid = observations.filter((o) => isValid(o) && effective(o) !== null);
  return signs.flatMap((s) => {
    const readings = valid
      .flatMap((o) => (hasCode(o.code, systems.loinc, ...s.codes) ? (readingOf(o, s, valid) ?? []) : []))
      .sort((a, b) => instant(b.date) - instant(a.date));
    const last = readings[0];
    return last ? [tile(s, last, readings, birthDate)] : [];
  });
}

function tile(s: Sign, last: Reading, readings: Reading[], birthDate: string | null): VitalTile {
  const points = readings
    .filter((r) => r.value !== null && r.unitCode === last.unitCode)
    .slice(0, mostPoints)
    .reverse();
  return {
    kind: s.kind,
    observationId: last.observation.id ?? '',
    date: last.date,
    value: last.value,
    second: last.second,
    unit: last.unit,
    unitCode: last.unitCode,
    text: last.text,
    ...(last.said ?? assessed(s, last, birthDate)),
    points: points.map((r) => ({ date: r.date, value: r.value ?? 0, second: r.second })),
  };
}

/** Judged by the ranges of the age then, the worse of the two pressures. */
function assessed(
  s: Sign,
  { value, second, date, unitCode }: Reading,
  birthDate: string | null,
): { level: VitalTile['level']; direction: VitalTile['direction'] } {
  const birth = birthDate === null ? null : parseIsoDate(birthDate);
  if (s.sign === null || value === null || unitCode !== s.unit || !birth) return levelOf('unknown');
  const subject = {
    ageMonths: ageInMonths(
      birth,
      date.length > 10 ? civilDateAt(new Date(date)) : (parseIsoDate(date) ?? birth),
    ),
  };
  const of = (which: VitalSign, v: number) => {
    const level = assessVital(which, v, subject);
    return levelOf(level === 'impossible' ? 'unknown' : level);
  };
  const judged = [
    of(s.sign, value),
    ...(second === null || s.sign !== 'systolic' ? [] : [of('diastolic', second)]),
  ];
  return (
    judged.find((j) => j.level === 'critical') ??
    judged.find((j) => j.level === 'abnormal') ??
    judged[0] ??
    levelOf('unknown')
  );
}

function readingOf(o: Observation, s: Sign, all: Observation[]): Reading | null {
  const date = effective(o);
  if (date === null) return null;
  const base = { observation: o, date, said: saidLevel(o.interpretation), text: null };
  if (s.kind === 'blood-pressure') {
    const part = (code: string) =>
      quantityOf(
        o.component?.find((c) => hasCode(c.code, systems.loinc, code)),
        s,
      );
    // two observations of one moment, as some devices send them
    const partner = all.find((p) => hasCode(p.code, systems.loinc, '8462-4') && effective(p) === date);
    const [systolic, diastolic] = o.component
      ? [part('8480-6'), part('8462-4')]
      : [quantityOf(o, s), quantityOf(partner, s)];
    if (!systolic && !diastolic) return null;
    const said = base.said ?? worst(o.component);
    return {
      ...base,
      said,
      value: systolic?.value ?? null,
      second: diastolic?.value ?? null,
      unit: (systolic ?? diastolic)?.unit ?? null,
      unitCode: (systolic ?? diastolic)?.unitCode ?? null,
    };
  }
  const quantity = quantityOf(o, s);
  if (quantity) return { ...base, ...quantity, second: null };
  const text = textOf(o);
  const number = s.kind === 'pain' && text !== null && /^\d+$/.test(text) ? Number(text) : null;
  return text === null
    ? null
    : {
        ...base,
        value: number,
        second: null,
        unit: null,
        unitCode: number === null ? null : s.unit,
        text: number === null ? text : null,
      };
}

function worst(components: ObservationComponent[] | undefined): Reading['said'] {
  const said = (components ?? []).flatMap((c) => saidLevel(c.interpretation) ?? []);
  return (
    said.find((l) => l.level === 'critical') ?? said.find((l) => l.level === 'abnormal') ?? said[0] ?? null
  );
}

/** In the unit of the sign where it can be converted, as recorded where not. */
function quantityOf(
  from: Pick<Observation, 'valueQuantity'> | undefined,
  s: Sign,
): { value: number; unit: string | null; unitCode: string | null } | null {
  const quantity = from?.valueQuantity;
  if (typeof quantity?.value !== 'number') return null;
  const recorded = quantity.code ?? quantity.unit ?? null;
  const converted =
    s.unit === null || recorded === null ? null : convertCommon(quantity.value, recorded, s.unit);
  if (converted !== null && s.unit !== null)
    return { value: roundTo(converted, s.decimals), unit: shownUnit(null, s.unit), unitCode: s.unit };
  return {
    value: tidy(quantity.value),
    unit: shownUnit(quantity.unit ?? null, quantity.code ?? null),
    unitCode: recorded,
  };
}

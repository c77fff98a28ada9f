import { digitsOf } from '@keneyapp/fhir-client/json';
import type { Observation, Quantity, Resource } from '@medplum/fhirtypes';
import { readMeasure } from '../vital-sign.ts';
import { valuesOf } from '../vital-values.ts';
import { nobody } from './range.ts';
import { readObservation } from './read.ts';

/** Every Observation of a resource: itself, entries, contained ones. */
export function observationsIn(resource: unknown): Observation[] {
  const { resourceType, contained, entry } = (resource ?? {}) as {
    resourceType?: string;
    contained?: Resource[];
    entry?: { resource?: Resource }[];
  };
  return [
    ...(resourceType === 'Observation' ? [resource as Observation] : []),
    ...(contained ?? []).flatMap(observationsIn),
    ...(entry ?? []).flatMap((e) => observationsIn(e.resource)),
  ];
}

/** What of the values of an Observation its reading does not hold: digits, words, codes, moments. Empty for a true reading. */
export function lostIn(o: Observation): string[] {
  const id = o.id ?? 'x';
  const read = JSON.stringify(readObservation(o, nobody));
  const measure = readMeasure({ ...o, id }, nobody);
  const measured = measure && JSON.stringify([measure, valuesOf(measure)]);
  const wanted = [o, ...(o.component ?? [])].flatMap((holder) =>
    Object.entries(holder as unknown as Record<string, unknown>).flatMap(([key, value]) =>
      /^value[A-Z]/.test(key) ? leaves(holder as object, key, value) : [],
    ),
  );
  const holders = [o, ...(o.component ?? [])].filter((h) =>
    Object.keys(h).some((k) => /^value[A-Z]/.test(k) || k === 'dataAbsentReason'),
  ).length;
  return [
    ...wanted.filter((w) => !read.includes(w)).map((w) => `reading: ${w}`),
    ...(measured === null || measure?.news2
      ? []
      : wanted
          .filter((w) => !measured.includes(w) && !/^"(true|false)"$/.test(w))
          .map((w) => `measure: ${w}`)),
    ...(readObservation(o, nobody).length < holders ? [`${holders} values, fewer read`] : []),
  ];
}

/** The texts that must be found again in the JSON of a reading. */
function leaves(holder: object, key: string, value: unknown): string[] {
  const text = (t: string | undefined) =>
    t?.trim() ? [JSON.stringify(t.trim().split(/\s*\n\s*/)[0]).slice(1, -1)] : [];
  const number = (q: Quantity | undefined) => (q?.value === undefined ? [] : [`"${digitsOf(q, 'value')}"`]);
  const v = value as never;
  switch (key) {
    case 'valueQuantity':
      return number(v);
    case 'valueInteger':
      return [String(digitsOf(holder, key))];
    case 'valueString':
    case 'valueDateTime':
    case 'valueTime':
      return text(v);
    case 'valueCodeableConcept': {
      const { text: words, coding } = v as { text?: string; coding?: { code?: string }[] };
      return [...text(words?.replace(/ \([a-z /]+\)$/, '')), ...(coding ?? []).flatMap((c) => text(c.code))];
    }
    case 'valueRange':
      return [...number((v as { low?: Quantity }).low), ...number((v as { high?: Quantity }).high)];
    case 'valueRatio':
      return [
        ...number((v as { numerator?: Quantity }).numerator),
        ...number((v as { denominator?: Quantity }).denominator),
      ];
    case 'valuePeriod':
      return [...text((v as { start?: string }).start), ...text((v as { end?: string }).end)];
    case 'valueSampledData':
      return text((v as { data?: string }).data?.trim().split(/\s+/).slice(0, 10).join(' '));
    default:
      return typeof value === 'object'
        ? Object.values(value ?? {}).flatMap((part) => (typeof part === 'string' ? text(part) : []))
        : [String(value)];
  }
}

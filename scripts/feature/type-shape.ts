import { readFileSync } from 'node:fs';
import { chart, type ResourceType } from '@keneyapp/fhir-model/catalogue';
import { inRoot } from '../lib/paths.mjs';
import { PlainError } from '../lib/plain-error.mjs';

/** What the first version of a list reads of a FHIR type, as TypeScript of its reader. */
export interface TypeShape {
  type: ResourceType;
  name: string;
  when: string;
  status: string;
  note: string;
  /** Search parameters: whose it is, and its date where R4 has one. */
  search: string;
  sort: string | null;
}

/** @throws PlainError for a type of which a chart holds nothing, or that is called by no code. */
export function shapeOf(type: string): TypeShape {
  if (!Object.hasOwn(chart, type))
    throw new PlainError(`${type} is no type of a chart: see packages/fhir-model/src/catalogue.ts`);
  const known = type as keyof typeof chart;
  const elements = elementsOf(type);
  const coded = ['code', 'type', 'category'].find((name) => /CodeableConcept/.test(elements.get(name) ?? ''));
  if (!coded) throw new PlainError(`a ${type} is called by no code: write its reader by hand`);
  const isList = elements.get(coded)?.endsWith('[]');
  const { search, sort } = chart[known];
  return {
    type: known,
    name: `coded(resource.${coded}${isList ? '?.[0]' : ''})`,
    when: whenOf(chart[known].dates, elements),
    status: elements.has('status') ? 'resource.status ?? null' : 'null',
    note: elements.get('note') === 'Annotation[]' ? 'notes(resource.note)' : 'null',
    search: search === 'patient' ? 'patient: ctx.patientId' : `${search}: \`Patient/\${ctx.patientId}\``,
    sort,
  };
}

/** `performedDateTime performedPeriod` as one moment. */
function whenOf(dates: readonly string[], elements: Map<string, string>): string {
  const parts = dates.flatMap((name) =>
    elements.get(name) === 'Period'
      ? [`period: resource.${name}`]
      : elements.get(name) === 'string'
        ? [`dateTime: resource.${name}`]
        : [],
  );
  const one = (kind: string) => parts.find((part) => part.startsWith(kind));
  return `whenOf({ ${[one('dateTime'), one('period')].filter(Boolean).join(', ')} })`;
}

/** Elements of a type and their types, from the types of FHIR R4. */
function elementsOf(type: string): Map<string, string> {
  const text = readFileSync(inRoot(`node_modules/@medplum/fhirtypes/dist/${type}.d.ts`), 'utf8');
  const own = text.slice(text.indexOf(`export interface ${type} {`), text.indexOf('\n}'));
  return new Map([...own.matchAll(/^ {2}(\w+)\??: ([^;]+);/gm)].map(([, name = '', is = '']) => [name, is]));
}

import { readFileSync } from 'node:fs';
import { chart, type ChartType, type ResourceType } from '@keneyapp/fhir-model/catalogue';
import type { Resource } from '@medplum/fhirtypes';
import { isReleased } from '../../apps/bff/src/access/released.ts';
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
  /** One that a patient sees, as the elements of a test's resource: `text` is its name, `subject` whose it is. */
  told: string;
}

/** @throws PlainError for a type of which a chart holds nothing, or that is called by no code. */
export function shapeOf(type: string): TypeShape {
  if (!Object.hasOwn(chart, type))
    throw new PlainError(`${type} is no type of a chart: see packages/fhir-model/src/catalogue.ts`);
  const known = type as keyof typeof chart;
  const elements = elementsOf(type);
  const isCoded = (name: string) => /^CodeableConcept/.test(elements.get(name)?.is ?? '');
  // a relative is called by the relationship, a goal by its description: what R4 asks for says what it is
  const asked = [...elements].flatMap(([name, { isRequired }]) => (isRequired ? [name] : []));
  const coded = ['code', ...asked, 'type', 'category'].find(isCoded);
  if (!coded) throw new PlainError(`a ${type} is called by no code: write its reader by hand`);
  const isList = elements.get(coded)?.is.endsWith('[]') ?? false;
  const status = ['status', 'lifecycleStatus'].find((name) => elements.has(name));
  const { search, sort } = chart[known];
  return {
    type: known,
    name: `coded(resource.${coded}${isList ? '?.[0]' : ''})`,
    when: whenOf(chart[known].dates, elements),
    status: status ? `resource.${status} ?? null` : 'null',
    note: elements.get('note')?.is === 'Annotation[]' ? 'notes(resource.note)' : 'null',
    search: search === 'patient' ? 'patient: ctx.patientId' : `${search}: \`Patient/\${ctx.patientId}\``,
    sort,
    told: [
      `resourceType: '${type}'`,
      `${chart[known].paths[0]}: subject`,
      ...(status ? [`${status}: '${releasedOf(known, status, elements.get(status)?.is ?? '')}'`] : []),
      `${coded}: ${isList ? '[text]' : 'text'}`,
    ].join(', '),
  };
}

/** The first status in which a patient sees it. */
function releasedOf(type: ChartType, element: string, union: string): string {
  const all = [...union.matchAll(/'([^']+)'/g)].map(([, status = '']) => status);
  const released = all.find((status) => isReleased({ resourceType: type, [element]: status } as Resource));
  if (!released) throw new PlainError(`no ${type} is told to a patient: apps/bff/src/access/released.ts`);
  return released;
}

/** `performedDateTime performedPeriod` as one moment. */
function whenOf(dates: readonly string[], elements: Elements): string {
  const parts = dates.flatMap((name) =>
    elements.get(name)?.is === 'Period'
      ? [`period: resource.${name}`]
      : elements.get(name)?.is === 'string'
        ? [`dateTime: resource.${name}`]
        : [],
  );
  const one = (kind: string) => parts.find((part) => part.startsWith(kind));
  return `whenOf({ ${[one('dateTime'), one('period')].filter(Boolean).join(', ')} })`;
}

type Elements = Map<string, { is: string; isRequired: boolean }>;

/** Elements of a type and their types, from the types of FHIR R4. */
function elementsOf(type: string): Elements {
  const text = readFileSync(inRoot(`node_modules/@medplum/fhirtypes/dist/${type}.d.ts`), 'utf8');
  const start = text.indexOf(`export interface ${type} {`);
  const own = text.slice(start, text.indexOf('\n}', start));
  return new Map(
    [...own.matchAll(/^ {2}(\w+)(\??): ([^;]+);/gm)].map(([, name = '', optional, is = '']) => [
      name,
      { is, isRequired: optional === '' },
    ]),
  );
}

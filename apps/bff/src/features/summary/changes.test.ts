import type { Bundle, Resource } from '@medplum/fhirtypes';
import { FhirError } from '@keneyapp/fhir-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rememberOpened } from '../../chart-openings.ts';
import { openDatabase, type Database } from '../../database/client.ts';
import { append } from '../../events/append.ts';
import { changesOf, changeSearches, writtenBy } from './changes.ts';

let database: Database;
beforeAll(async () => {
  database = await openDatabase('pglite:memory');
}, 60_000);
afterAll(async () => {
  await database?.close();
});

const since = new Date('2026-11-28T14:10:00Z');

test('a visit keeps its mark for half an hour without the chart, and the next one counts from its beginning', async () => {
  const at = (minutes: number) => new Date(Date.UTC(2026, 10, 28, 14, minutes));
  const visit = (minutes: number, userId = 'u') =>
    rememberOpened(database.db, { userId, patientId: 'p', now: at(minutes) });
  const open = async (...of: Parameters<typeof visit>) => (await visit(...of)).before;
  expect([await open(0), await open(10), await open(35)]).toEqual([null, null, null]);
  // the visit went on until 14:35; what came after its beginning may not have been seen
  expect(await open(70)).toEqual(at(0));
  expect([await open(75), await open(100)]).toEqual([at(0), at(0)]);
  expect(await open(160)).toEqual(at(70));
  // this visit has its own beginning, which opening again does not move
  expect(await visit(170)).toEqual({ began: at(160), before: at(70) });
  expect(await visit(160, 'other')).toEqual({ began: at(160), before: null });
  expect(await visit(165, 'other')).toEqual({ began: at(160), before: null });
  expect(await Promise.all([open(400), open(400)])).toEqual([at(160), at(160)]);
});

test('what others wrote is counted by the page that shows it, not what this person wrote or what was taken back', async () => {
  const of = (resourceType: string, id: string, more: object = {}): Resource =>
    ({ resourceType, id, status: 'final', meta: { versionId: '1' }, ...more }) as Resource;
  const vitals = { category: [{ coding: [{ code: 'vital-signs' }] }] };
  const said = (code: string) => ({ coding: [{ code }] });
  const value = { valueQuantity: { value: 1 } };
  const observations = [
    of('Observation', 'k', value),
    of('Observation', 'na', value),
    of('Observation', 'panel', { hasMember: [{}, {}] }),
    of('Observation', 'wrong', { ...value, status: 'entered-in-error' }),
    of('Observation', 'own', value),
    of('Observation', 'news2', {
      ...value,
      ...vitals,
      effectiveDateTime: '2026-11-29T08:03:00Z',
      meta: { versionId: '1', lastUpdated: '2026-11-29T08:04:00Z' },
    }),
    of('Observation', 'pulse', { ...value, ...vitals, effectiveDateTime: '2026-11-28T15:00:00Z' }),
    of('Observation', 'breath', { ...value, ...vitals, effectiveDateTime: '2026-11-28T15:00:00Z' }),
  ];
  const bundle = (resources: Resource[], next = false): Bundle => ({
    resourceType: 'Bundle',
    type: 'searchset',
    entry: resources.map((resource) => ({ resource })),
    ...(next ? { link: [{ relation: 'next', url: 'x' }] } : {}),
  });
  const answers = changeSearches('p', since).map(({ type, params }) => {
    expect(params).toMatchObject({ patient: 'p', _lastUpdated: 'gt2026-11-28T14:10:00.000Z' });
    if (type === 'Observation') return bundle(observations);
    if (type === 'DocumentReference')
      return bundle([of(type, 'd'), of(type, 'wrong', { docStatus: 'entered-in-error' })], true);
    if (type === 'Composition')
      return bundle([of(type, 'c'), of(type, 'wrong', { status: 'entered-in-error' })]);
    if (type === 'Condition' || type === 'AllergyIntolerance')
      return bundle([
        of(type, 'kept', { status: undefined, verificationStatus: said('refuted') }),
        of(type, 'wrong', { status: undefined, verificationStatus: said('entered-in-error') }),
      ]);
    return type === 'ImagingStudy' ? new FhirError(502, null) : bundle([]);
  });
  const began = new Date('2026-11-29T08:00:00Z');
  const visit = { before: since, began };
  expect(changesOf(answers, visit, new Set(['Observation/own/1']))).toEqual({
    since: since.toISOString(),
    visitAt: began.toISOString(),
    items: [
      { kind: 'observation', count: 2, lately: 0, isMore: false },
      // files and texts are one page
      { kind: 'document', count: 2, lately: 0, isMore: true },
      { kind: 'allergy', count: 1, lately: 0, isMore: false },
      { kind: 'problem', count: 1, lately: 0, isMore: false },
      // one of them since the chart is open
      { kind: 'vitals', count: 2, lately: 1, isMore: false },
    ],
    isPartial: true,
  });
  // another version of what they wrote is somebody else's
  const [first] = changesOf(answers, visit, new Set(['Observation/own/0'])).items;
  expect(first).toMatchObject({ kind: 'observation', count: 3 });
  // at the first visit everything counts from its beginning
  expect(changesOf(answers, { before: null, began: since }, new Set())).toMatchObject({
    since: since.toISOString(),
    items: expect.arrayContaining([expect.objectContaining({ kind: 'vitals', count: 2, lately: 0 })]),
  });
});

test('their own writes are known by the log of events, in this chart alone', async () => {
  const event = (resourceId: string, patient: string, by: string) => ({
    type: 'chart.changed' as const,
    version: 1 as const,
    topic: { kind: 'patient' as const, id: patient },
    intentId: null,
    resourceType: 'Observation',
    resourceId,
    versionId: '3',
    home: 'vitals',
    by,
    at: since.toISOString(),
  });
  await database.transaction((rows) =>
    append(rows, [event('a', 'p', 'me'), event('b', 'p', 'you'), event('c', 'q', 'me')]),
  );
  const own = await writtenBy(database.db, { userId: 'me', patientId: 'p', since });
  expect([...own]).toEqual(['Observation/a/3']);
});

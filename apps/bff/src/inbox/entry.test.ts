import { levelExtension, readTask } from '@keneyapp/fhir-model/task';
import type { Duration, Task } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { entryOf } from './entry.ts';

const to = { key: 'Practitioner/second', role: null, name: null };
const entry = (own: Partial<Task>) =>
  entryOf(
    {
      ...{ resourceType: 'Task', id: 'one', status: 'requested', intent: 'order' },
      ...{ meta: { lastUpdated: '2026-03-01T08:00:00Z' }, authoredOn: '2026-03-01T08:00:00Z' },
      ...own,
    },
    () => undefined,
  );
function after(valueDuration: Duration): Task {
  const level = levelExtension({ to, afterMinutes: 5 });
  const extension = (level.extension ?? []).map((one) =>
    one.url === 'after' ? { ...one, valueDuration } : one,
  );
  return { resourceType: 'Task', status: 'requested', intent: 'order', extension: [{ ...level, extension }] };
}

it('a time that no calendar of a hospital has is none', () => {
  for (const end of ['0000-01-01T00:00:00Z', '0001-01-01', '9999-12-31T23:59:59-12:00', '2026-13-45'])
    expect(
      entry({
        ...{ restriction: { period: { end } }, authoredOn: end, executionPeriod: { start: end } },
        ...{ status: 'on-hold', extension: [levelExtension({ to, afterMinutes: 30 })] },
      }),
      end,
    ).toMatchObject({
      ...{ due: null, putOffUntil: null, escalatesAt: null },
      authoredAt: '2026-03-01T08:00:00Z',
    });
});

it('a level is asked after the time it says, in its unit, between a minute and thirty days', () => {
  const minutes = (duration: Duration) => readTask(after(duration)).levels.map((one) => one.afterMinutes);
  const ucum = 'http://unitsofmeasure.org';
  expect(minutes({ value: 2, system: ucum, code: 'h', unit: 'min' })).toEqual([120]);
  expect(minutes({ value: 1, unit: 'd' })).toEqual([1_440]);
  expect(minutes({ value: 45 })).toEqual([45]);
  expect(minutes({ value: 90, code: 's' })).toEqual([1.5]);
  expect(minutes({ value: 1, code: 'furlong' })).toEqual([]);
  expect(minutes({ value: 1e300, code: 'd' })).toEqual([43_200]);
  expect(minutes({ value: -5, code: 'min' })).toEqual([1]);
  expect(entry(after({ value: 1e12, code: 'min' })).escalatesAt).toBe('2026-03-31T08:00:00.000Z');
});

it('a state that nobody knows waits as open', () => {
  for (const status of ['unheard-of', 'constructor'])
    expect(entry({ status: status as Task['status'] }).state).toBe('open');
});

it('a day without a time is late when it is over at the hospital', () => {
  const due = (end: string) => entry({ restriction: { period: { end } } }).due;
  expect(due('2026-07-01')).toBe('2026-07-01T22:00:00.000Z');
  expect(due('2026-12-01')).toBe('2026-12-01T23:00:00.000Z');
  expect(due('2026-11')).toBe('2026-11-30T23:00:00.000Z');
  expect(due('2026')).toBe('2026-12-31T23:00:00.000Z');
  expect(due('2026-12-01T10:00:00+01:00')).toBe('2026-12-01T09:00:00.000Z');
});

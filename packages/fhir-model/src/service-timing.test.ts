import { expect, it } from 'vitest';
import { occurrenceOf, rhythmOfOccurrence, type Rhythm } from './service-timing.ts';

const daily = { times: { count: 1, per: { value: 1, unit: 'd' as const } } };

it.each<[string, Rhythm]>([
  ['once', { timing: null, duration: null }],
  ['every day for a week', { timing: daily, duration: { value: 1, unit: 'wk' } }],
  ['until it is stopped', { timing: daily, duration: null }],
  [
    'three times, eight hours apart',
    {
      timing: { times: { count: 3, per: { value: 1, unit: 'd' } }, every: { value: 8, unit: 'h' } },
      duration: { value: 2, unit: 'd' },
    },
  ],
  ['in the morning and at eight', { timing: { at: ['MORN'], clock: ['08:00'] }, duration: null }],
  ['for three days, without a rhythm', { timing: null, duration: { value: 3, unit: 'd' } }],
])('%s is read back as it was written', (_what, rhythm) => {
  expect(rhythmOfOccurrence(occurrenceOf(rhythm, '2026-03-02'))).toEqual(rhythm);
});

it('says from when until when, and how often in words', () => {
  expect(occurrenceOf({ timing: daily, duration: { value: 5, unit: 'd' } }, '2026-03-02')).toEqual({
    occurrenceTiming: {
      repeat: expect.objectContaining({
        boundsPeriod: { start: '2026-03-02', end: '2026-03-06' },
      }) as unknown,
      code: { text: '1 fois par jour, pendant 5 jours' },
    },
  });
});

it.each([
  {},
  { occurrencePeriod: { start: '2026-03-02' } },
  { occurrenceTiming: { event: ['2026-03-02'] } },
  {
    occurrenceTiming: {
      code: { text: 'selon protocole' },
      repeat: { frequency: 2, period: 1, periodUnit: 'd' as const },
    },
  },
])('what another system said otherwise is not read: %j', (request) => {
  expect(rhythmOfOccurrence(request)).toBeNull();
});

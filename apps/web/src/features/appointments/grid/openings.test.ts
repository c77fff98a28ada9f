import { expect, it } from 'vitest';
import { freeSpans, openingOn, spansOn, stateOf, without } from './openings.ts';

const at = (from: number, to: number) => ({ from, to });

it('takes of a range what falls on the day, by the clock of the hospital', () => {
  const range = (start: string, end: string) => [{ start, end }];
  expect(spansOn('2026-12-01', range('2026-12-01T08:00:00Z', '2026-12-01T11:30:00Z'))).toEqual([
    at(540, 750),
  ]);
  expect(spansOn('2026-12-01', range('2026-11-30T08:00:00Z', '2026-12-04T08:00:00Z'))).toEqual([
    at(0, 1_440),
  ]);
  expect(spansOn('2026-12-01', range('2026-11-30T08:00:00Z', '2026-12-01T08:00:00Z'))).toEqual([at(0, 540)]);
  expect(spansOn('2026-12-01', range('2026-12-02T08:00:00Z', '2026-12-02T09:00:00Z'))).toEqual([]);
});

it('knows nothing of who has no agenda, and names nobody of a hold', () => {
  const view = {
    columns: [
      {
        resource: 'Practitioner/p',
        open: [{ start: '2026-12-01T08:00:00Z', end: '2026-12-01T11:00:00Z' }],
        absent: [],
      },
    ],
    held: [
      { start: '2026-12-01T09:00:00Z', end: '2026-12-01T09:30:00Z', resources: ['Practitioner/p'] },
      { start: '2026-12-01T10:00:00Z', end: '2026-12-01T10:30:00Z', resources: ['Practitioner/q'] },
    ],
  };
  expect(openingOn(view, 'Practitioner/q', '2026-12-01')).toBeNull();
  expect(openingOn(undefined, 'Practitioner/p', '2026-12-01')).toBeNull();
  expect(openingOn(view, 'Practitioner/p', '2026-12-01')).toEqual({
    open: [at(540, 720)],
    absent: [],
    held: [at(600, 630)],
  });
});

it('cuts out of a span what is not wanted, in whatever order it comes', () => {
  expect(without(at(0, 100), [at(60, 70), at(10, 20), at(15, 30)])).toEqual([
    at(0, 10),
    at(30, 60),
    at(70, 100),
  ]);
  expect(without(at(50, 60), [at(0, 55), at(90, 95)])).toEqual([at(55, 60)]);
  expect(without(at(50, 60), [at(0, 100)])).toEqual([]);
});

it('what is free is open, and nobody is there', () => {
  const opening = { open: [at(840, 1_050), at(540, 750)], absent: [at(1_000, 1_050)], held: [at(600, 630)] };
  expect(freeSpans(opening, [at(540, 570), at(620, 660)])).toEqual([
    at(570, 600),
    at(660, 750),
    at(840, 1_000),
  ]);
  expect(stateOf(opening, [], at(545, 575))).toBe('free');
  expect(stateOf(opening, [at(540, 570)], at(545, 575))).toBe('taken');
  expect(stateOf(opening, [], at(615, 645))).toBe('held');
  expect(stateOf(opening, [], at(990, 1_010))).toBe('absent');
  expect(stateOf(opening, [], at(740, 760))).toBe('closed');
  expect(stateOf(null, [], at(740, 760))).toBe('unknown');
});

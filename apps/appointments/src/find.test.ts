import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import {
  book,
  endHold,
  fixture,
  hold,
  monday,
  onBothDatabases,
  paris,
  plusMinutes,
} from './testing-agenda.ts';

const at = (time: string, day?: string) => plusMinutes(paris(time, day), 0);
const days = (n: number) => plusMinutes(paris('00:00'), n * 1_440);

await onBothDatabases('finding', (agenda) => {
  const find = (input: object) =>
    agenda().call('find', { kind: '', needs: [], from: days(0), until: days(1), limit: 3, ...input });

  it('the earliest first; of one moment whoever has the least to do that day', async () => {
    const { kind, resources } = await fixture(agenda(), { practitioners: 2, grid: 30 });
    const [busy = '', idle = ''] = resources;
    await book(agenda(), { kind, start: paris('12:00'), resources: [busy] });
    await book(agenda(), { kind, start: paris('08:00'), resources: [idle] });
    const { free, none } = await find({ kind, needs: [resources] });
    expect(none).toBeNull();
    expect(free.map(({ visit }) => [visit.start, visit.resources])).toEqual([
      [at('08:00'), [busy]],
      [at('08:30'), [busy]],
      [at('08:30'), [idle]],
    ]);
    await book(agenda(), { kind, start: paris('13:00'), resources: [busy] });
    const { free: later } = await find({ kind, needs: [resources], from: paris('09:00'), limit: 2 });
    expect(later.map(({ visit }) => visit.resources)).toEqual([[idle], [busy]]);
  });

  it('a doctor, an echo and a room together, in the morning, not on Wednesday', async () => {
    const { kind, resources } = await fixture(agenda(), { practitioners: 4, grid: 30, minutes: 60 });
    const [doctor = '', other = '', echo = '', room = ''] = resources;
    const wednesday = '2090-06-14';
    await book(agenda(), { kind, start: paris('08:00'), resources: [echo] });
    await book(agenda(), { kind, start: paris('09:00'), resources: [doctor] });
    await book(agenda(), { kind, start: paris('09:30'), resources: [room] });
    const asked = { kind, needs: [[doctor, other], [echo], [room]], starts: '08:00', ends: '12:00' };
    const { free } = await find({ ...asked, limit: 2 });
    expect(free.map(({ visit }) => [visit.start, visit.resources])).toEqual([
      [at('10:30'), [other, echo, room]],
      [at('10:30'), [doctor, echo, room]],
    ]);
    const week = await find({
      ...asked,
      weekdays: [1, 2, 4, 5],
      from: `${wednesday}T00:00:00+02:00`,
      until: days(7),
    });
    expect(week.free[0]?.visit.start).toBe(at('08:00', '2090-06-15'));
    for (const { visit } of week.free) {
      const answer = await agenda().call('reserve', {
        key: randomUUID(),
        patient: null,
        visits: [{ ...visit, appointment: randomUUID() }],
        isTrial: true,
      });
      expect(answer.obstacles).toEqual([]);
    }
  });

  it('what is kept free around visits is kept free; a hold counts as taken until it ends', async () => {
    const { kind, one } = await fixture(agenda(), { before: 10, after: 10, grid: 10 });
    const held = await hold(agenda(), { kind, start: paris('08:20'), resources: [one] });
    const starts = async () => (await find({ kind, needs: [[one]] })).free.map(({ visit }) => visit.start);
    expect(await starts()).toEqual([at('09:10'), at('09:20'), at('09:30')]);
    await endHold(agenda(), held.bookings[0]?.id ?? '');
    expect(await starts()).toEqual([at('08:00'), at('08:10'), at('08:20')]);
  });

  it('a test and its consultation on one day, with at most an hour between', async () => {
    const test = await fixture(agenda(), { grid: 30, minutes: 30 });
    const visit = await fixture(agenda(), { grid: 30, minutes: 30 });
    for (const time of ['08:30', '09:00', '09:30', '10:00'])
      await book(agenda(), { kind: visit.kind, start: paris(time), resources: [visit.one] });
    const { free } = await find({
      kind: test.kind,
      needs: [[test.one]],
      then: { kind: visit.kind, needs: [[visit.one]], maxGapMinutes: 60 },
    });
    expect(free.map((found) => [found.visit.start, found.then?.start])).toEqual([
      [at('09:00'), at('10:30')],
      [at('09:30'), at('10:30')],
      [at('10:00'), at('10:30')],
    ]);
  });

  it('none: why for each need, and what comes next', async () => {
    const { kind, resources } = await fixture(agenda(), { practitioners: 3, minutes: 600, grid: 60 });
    const [doctor = '', room = '', away = ''] = resources;
    await book(agenda(), { kind, start: paris('08:00'), resources: [doctor] });
    await agenda().call('rules.put', {
      value: { id: `away-${kind}`, resource: away, type: 'absence', start: days(0), end: days(3) },
      version: null,
    });
    const { free, none } = await find({ kind, needs: [[doctor], [room], [away]] });
    expect(free).toEqual([]);
    expect(none).toMatchObject({
      needs: ['full', 'free', 'closed'],
      firstAfter: { visit: { start: at('08:00', '2090-06-15') }, then: null },
    });
  });

  it('none of two on one day: why for each, and the next both', async () => {
    const test = await fixture(agenda(), { grid: 30 });
    const visit = await fixture(agenda(), { grid: 30 });
    await agenda().call('rules.put', {
      value: {
        id: `away-${visit.kind}`,
        resource: visit.one,
        type: 'absence',
        start: days(0),
        end: days(40),
      },
      version: null,
    });
    const asked = {
      kind: test.kind,
      needs: [[test.one]],
      then: { kind: visit.kind, needs: [[visit.one]], maxGapMinutes: 60 },
    };
    const first = {
      visit: { start: plusMinutes(paris('08:00'), 40 * 1_440), resources: [test.one] },
      then: { start: plusMinutes(paris('08:30'), 40 * 1_440), resources: [visit.one] },
    };
    const { free, none } = await find({ ...asked, until: days(3) });
    expect(free).toEqual([]);
    expect(none).toMatchObject({ needs: ['free', 'closed'], firstAfter: first });
  });

  it('what begins before and ends after the time of day at which it was asked is found behind three weeks', async () => {
    const { kind, one } = await fixture(agenda(), { grid: 60, minutes: 60 });
    await agenda().call('rules.put', {
      value: {
        id: `away-${kind}`,
        resource: one,
        type: 'absence',
        start: days(0),
        end: paris('10:00', '2090-07-03'),
      },
      version: null,
    });
    const { free } = await find({ kind, needs: [[one]], from: paris('10:35'), until: days(60), limit: 1 });
    expect(free[0]?.visit.start).toBe(at('10:00', '2090-07-03'));
  });

  it('looks further when the next three weeks are full', async () => {
    const { kind, one } = await fixture(agenda());
    await agenda().call('rules.put', {
      value: { id: `away-${kind}`, resource: one, type: 'absence', start: days(0), end: days(60) },
      version: null,
    });
    const { free } = await find({ kind, needs: [[one]], until: days(180), limit: 1 });
    expect(free[0]?.visit.start).toBe(plusMinutes(paris('08:00'), 60 * 1_440));
  });

  it('a group with places left can be joined, a full one cannot', async () => {
    const { kind, one } = await fixture(agenda(), { places: 2, grid: 30 });
    await book(agenda(), { kind, start: paris('08:00'), resources: [one] });
    const first = async () => (await find({ kind, needs: [[one]], limit: 1 })).free[0]?.visit.start;
    expect(await first()).toBe(at('08:00'));
    await book(agenda(), { kind, start: paris('08:00'), resources: [one] });
    expect(await first()).toBe(at('08:30'));
  });

  it('on the day that has an hour twice both are offered, on the day that has it not none', async () => {
    const { kind, one } = await fixture(agenda(), { grid: 60, minutes: 60 });
    await agenda().call('rules.put', {
      value: {
        id: `night-${kind}`,
        resource: one,
        type: 'opening',
        weekdays: [7],
        starts: '01:00',
        ends: '04:00',
        from: '2026-01-01',
        until: null,
      },
      version: null,
    });
    const starts = async (from: string, until: string) =>
      (await find({ kind, needs: [[one]], from, until, ends: '05:00', limit: 10 })).free.map(({ visit }) =>
        visit.start.slice(0, 16),
      );
    expect(await starts('2090-03-25T23:00:00Z', '2090-03-26T06:00:00Z')).toEqual([
      '2090-03-26T00:00',
      '2090-03-26T01:00',
    ]);
    expect(await starts('2090-10-28T20:00:00Z', '2090-10-29T06:00:00Z')).toEqual([
      '2090-10-28T23:00',
      '2090-10-29T00:00',
      '2090-10-29T01:00',
      '2090-10-29T02:00',
    ]);
  });

  it('a kind nobody knows and a span that is none are refused with words', async () => {
    await expect(find({ kind: 'nothing', needs: [['Practitioner/x']] })).rejects.toMatchObject({
      status: 422,
    });
    await expect(
      find({ kind: 'k', needs: [['Practitioner/x']], until: `${monday}T00:00:00+02:00` }),
    ).rejects.toMatchObject({ status: 400, issues: [{ field: 'until' }] });
  });
});

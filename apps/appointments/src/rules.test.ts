import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { holidays } from './holidays.ts';
import {
  book,
  fixture,
  hold,
  monday,
  onBothDatabases,
  paris,
  plusMinutes,
  weekly,
} from './testing-agenda.ts';

it('public holidays: those of the country, and the two more of Alsace-Moselle', () => {
  const of = (zone: 'metropole' | 'alsace-moselle') =>
    holidays(zone, new Date('2026-03-01T00:00:00Z'), new Date('2026-04-01T00:00:00Z'));
  expect(of('metropole')).toHaveLength(11);
  expect(of('metropole')).toEqual(
    expect.arrayContaining(['2026-04-06', '2026-05-14', '2026-07-14', '2026-12-25']),
  );
  expect(of('alsace-moselle').filter((day) => !of('metropole').includes(day))).toEqual([
    '2026-04-03',
    '2026-12-26',
  ]);
  // Easter before the clock change: days are not 24 hours long
  expect(holidays('metropole', new Date('2008-01-02'), new Date('2008-01-02'))).toEqual(
    expect.arrayContaining(['2008-03-24', '2008-05-01', '2008-05-12']),
  );
});

await onBothDatabases('rules', (agenda) => {
  const open = async (resource: string, from: string, until: string) => {
    const { columns } = await agenda().call('agenda', { resources: [resource], from, until });
    return (columns[0]?.open ?? []).map(({ start, end, kinds }) => [start, end, ...(kinds ? [kinds] : [])]);
  };

  it('hours are local through the clock changes: the day of the change is an hour shorter, or longer', async () => {
    const resource = `Practitioner/${randomUUID()}`;
    await agenda().call('resources.put', { value: { reference: resource, unit: null }, version: null });
    await agenda().call('rules.put', { value: weekly(resource, '00:00', '24:00'), version: null });
    const hours = async (day: string, next: string) => {
      const all = await open(resource, `${day}T12:00:00Z`, `${next}T11:00:00Z`);
      const ms = all.map(([start, end]) => Date.parse(String(end)) - Date.parse(String(start)));
      return ms.map((one) => one / 3_600_000);
    };
    expect(await hours('2026-03-28', '2026-03-30')).toEqual([47]);
    const morning = weekly(resource, '01:00', '04:00');
    await agenda().call('rules.remove', { id: weekly(resource, '00:00', '24:00').id, version: 1 });
    await agenda().call('rules.put', { value: morning, version: null });
    // 1 h to 4 h: two hours on the day that has no 2 h, four on the day that has it twice
    expect(await open(resource, '2026-03-28T22:00:00Z', '2026-03-29T20:00:00Z')).toEqual([
      ['2026-03-29T00:00:00.000Z', '2026-03-29T02:00:00.000Z'],
    ]);
    expect(await open(resource, '2026-10-24T22:00:00Z', '2026-10-25T20:00:00Z')).toEqual([
      ['2026-10-24T23:00:00.000Z', '2026-10-25T03:00:00.000Z'],
    ]);
  });

  it('a series keeps its local time over a clock change, and a visit that spans one has its length', async () => {
    const { kind, one } = await fixture(agenda(), { minutes: 90 });
    await agenda().call('rules.put', { value: weekly(one, '00:00', '06:00'), version: null });
    // the last Sundays of March 2090 and October 2090
    const times = [
      '2090-03-19T07:00:00Z',
      '2090-03-26T06:00:00Z',
      '2090-10-28T07:00:00Z',
      '2090-10-30T08:00:00Z',
    ];
    const { bookings, obstacles } = await hold(
      agenda(),
      times.map((start) => ({ kind, start, resources: [one] })),
    );
    expect(obstacles).toEqual([]);
    const local = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', timeStyle: 'short' });
    expect(bookings.map(({ start }) => local.format(new Date(start)))).toEqual([
      '08:00',
      '08:00',
      '09:00',
      '09:00',
    ]);
    const spanning = await book(agenda(), { kind, start: '2090-03-26T00:30:00Z', resources: [one] });
    expect([local.format(new Date(spanning.start)), local.format(new Date(spanning.end))]).toEqual([
      '01:30',
      '04:00',
    ]);
  });

  it('weeks, periods, holidays, absences and what is open once', async () => {
    const { kind, one } = await fixture(agenda());
    const other = `Practitioner/${randomUUID()}`;
    await agenda().call('resources.put', { value: { reference: other, unit: null }, version: null });
    const rule = { ...weekly(other), weekdays: [1], from: '2026-05-04', until: '2026-06-07', everyWeeks: 2 };
    await agenda().call('rules.put', { value: rule, version: null });
    const days = async () => [
      ...new Set(
        (await open(other, '2026-05-01T00:00:00Z', '2026-06-30T00:00:00Z')).map(([start]) =>
          String(start).slice(0, 10),
        ),
      ),
    ];
    expect(await days()).toEqual(['2026-05-04', '2026-05-18', '2026-06-01']);
    await agenda().call('rules.put', { value: { ...rule, everyWeeks: 1 }, version: 1 });
    // 25 May 2026 is Whit Monday
    expect(await days()).toEqual(['2026-05-04', '2026-05-11', '2026-05-18', '2026-06-01']);
    await agenda().call('rules.put', { value: { ...rule, everyWeeks: 1, onHolidays: true }, version: 2 });
    expect(await days()).toContain('2026-05-25');
    const span = { start: paris('09:00'), end: paris('10:00') };
    await agenda().call('rules.put', {
      value: { id: `away-${kind}`, resource: one, type: 'absence', ...span },
      version: null,
    });
    expect((await hold(agenda(), { kind, start: paris('09:30'), resources: [one] })).obstacles).toMatchObject(
      [{ reason: 'absent' }],
    );
    expect(await open(one, paris('08:00'), paris('18:00'))).toHaveLength(2);
    const evening = { start: paris('20:00'), end: paris('21:00') };
    await agenda().call('rules.put', {
      value: { id: `extra-${kind}`, resource: one, type: 'extra', ...evening },
      version: null,
    });
    expect((await hold(agenda(), { kind, start: paris('20:30'), resources: [one] })).obstacles).toEqual([]);
  });

  it('what is kept for urgent visits is open to all from so many days before', async () => {
    const { kind, one } = await fixture(agenda());
    const urgent = await fixture(agenda());
    const [{ today } = {}] = await agenda().database.rows(
      'SELECT appointments.paris_day(clock_timestamp())::text AS today',
    );
    const inDays = (n: number) =>
      new Date(Date.parse(`${String(today)}T12:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
    const kept = { ...weekly(one, '19:00', '21:00'), kinds: [urgent.kind], keptDays: 1, onHolidays: true };
    await agenda().call('rules.put', { value: kept, version: null });
    const at = async (of: string, day: string) => {
      const { obstacles } = await hold(agenda(), { kind: of, start: `${day}T18:15:00Z`, resources: [one] });
      return obstacles.map(({ reason }) => reason);
    };
    expect(await at(kind, inDays(3))).toEqual(['kept']);
    expect(await at(urgent.kind, inDays(3))).toEqual([]);
    expect(await at(kind, inDays(1))).toEqual([]);
  });

  it('of two keepers the second hears that it has changed', async () => {
    const { one } = await fixture(agenda());
    const value = weekly(one);
    const answers = await Promise.allSettled(
      [
        { ...value, starts: '09:00' },
        { ...value, starts: '10:00' },
      ].map((changed) => agenda().call('rules.put', { value: changed, version: 1 })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { status: 409 } });
    await expect(agenda().call('rules.put', { value, version: null })).rejects.toMatchObject({ status: 409 });
    const { rules } = await agenda().call('rules.list', { resources: [one] });
    expect(rules).toMatchObject([{ value: { id: value.id }, version: 2 }]);
  });

  it('before a change of rules: which bookings it would leave outside', async () => {
    const { kind, one } = await fixture(agenda());
    const early = await book(agenda(), { kind, start: paris('08:00'), resources: [one] });
    const late = await book(agenda(), { kind, start: paris('17:30'), resources: [one] });
    await book(agenda(), { kind, start: paris('22:00'), resources: [one] }, { over: true }); // outside already
    const outside = async (input: object) =>
      (await agenda().call('rules.preview', { put: [], remove: [], ...input })).outside.map(({ id }) => id);
    expect(await outside({ put: [{ ...weekly(one), starts: '09:00' }] })).toEqual([early.id]);
    expect(await outside({ remove: [weekly(one).id] })).toEqual([early.id, late.id]);
    const away = { id: 'away', resource: one, type: 'absence', start: paris('16:00'), end: paris('20:00') };
    expect(await outside({ put: [away] })).toEqual([late.id]);
    const { rules } = await agenda().call('rules.list', { resources: [one] });
    expect(rules).toMatchObject([{ value: { starts: '08:00' }, version: 1 }]);
  });

  it('the past, the grid, and what nobody knows', async () => {
    const { kind, one } = await fixture(agenda(), { grid: 20 });
    const reasons = async (visit: object) =>
      (await hold(agenda(), { kind, start: paris('09:00'), resources: [one], ...visit })).obstacles.map(
        ({ reason }) => reason,
      );
    expect(await reasons({ start: paris('09:10') })).toEqual(['off-grid']);
    expect(await reasons({ start: '2026-01-05T09:00:00+01:00' })).toEqual(['past']);
    // nor over it, whatever the reason
    const past = await hold(
      agenda(),
      { kind, start: '2026-01-05T09:00:00+01:00', resources: [one] },
      { over: true },
    );
    expect(past.obstacles).toMatchObject([{ reason: 'past' }]);
    const { id } = await book(agenda(), { kind, start: paris('09:00'), resources: [one] });
    const moved = await agenda().call('move', {
      key: crypto.randomUUID(),
      moves: [{ booking: id, start: '2026-01-05T09:00:00+01:00' }],
      over: true,
    });
    expect(moved.obstacles).toMatchObject([{ reason: 'past' }]);
    for (const start of ['0001-01-01T10:00:00Z', '9999-12-31T23:45:00-10:00'])
      await expect(reasons({ start })).rejects.toMatchObject({ status: 400 });
    expect(await reasons({ kind: 'nothing', resources: ['Practitioner/nobody'] })).toEqual([
      'unknown',
      'unknown',
    ]);
  });

  it('three thousand bookings on one day are read at once', async () => {
    const { kind, one, resources } = await fixture(agenda(), { practitioners: 30, minutes: 5, lanes: 2 });
    await agenda().database.rows(
      `WITH place AS (
        SELECT gen_random_uuid() AS session, gen_random_uuid() AS booking, r.resource, l AS lane,
          tstzrange($2::timestamptz + make_interval(mins => i * 10), $2::timestamptz + make_interval(mins => i * 10 + 5)) AS during
        FROM unnest($1::text[]) r (resource), generate_series(1, 2) l, generate_series(0, 49) i
      ), s AS (INSERT INTO appointments.session (id, kind, during, places) SELECT session, $3, during, 1 FROM place),
      r AS (INSERT INTO appointments.session_resource SELECT session, resource, 1, lane, during FROM place),
      o AS (INSERT INTO appointments.occupation SELECT resource, lane, during, session FROM place),
      b AS (INSERT INTO appointments.booking (id, appointment, state, session, is_over)
        SELECT booking, booking::text, 'booked', session, false FROM place)
      INSERT INTO appointments.seat SELECT session, 1, booking FROM place`,
      [resources, paris('08:00'), kind],
    );
    const began = performance.now();
    const { bookings } = await agenda().call('agenda', {
      resources,
      from: paris('00:00'),
      until: plusMinutes(paris('00:00'), 1_440),
    });
    expect(bookings).toHaveLength(3_000);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(
      (await hold(agenda(), { kind, start: paris('08:05', monday), resources: [one] })).obstacles,
    ).toEqual([]);
  });
});

import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import {
  assertSound,
  book,
  endHold,
  fixture,
  hold,
  onBothDatabases,
  paris,
  plusMinutes,
} from './testing-agenda.ts';

const many = <T>(n: number, work: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: n }, (_, i) => work(i)));

await onBothDatabases('booking', (agenda) => {
  it('fifty at once for the last place: one gets it, the others hear who has it', async () => {
    const { kind, one } = await fixture(agenda());
    const answers = await many(50, () => hold(agenda(), { kind, start: paris('09:00'), resources: [one] }));
    const won = answers.filter(({ bookings }) => bookings.length > 0);
    expect(won).toHaveLength(1);
    for (const { obstacles } of answers.filter((answer) => answer !== won[0]))
      expect(obstacles).toMatchObject([
        { at: 0, resource: one, reason: 'taken', by: [{ id: won[0]?.bookings[0]?.id }] },
      ]);
  });

  it('fifty confirmations of one hold: one effect, and the same answer fifty times', async () => {
    const { kind, one } = await fixture(agenda());
    const { bookings } = await hold(agenda(), { kind, start: paris('09:00'), resources: [one] });
    const [held] = bookings;
    const answers = await many(50, () =>
      agenda().call('step', { bookings: [held?.id ?? ''], step: 'confirm' }),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.bookings).toMatchObject([{ id: held?.id, state: 'booked', expires: null }]);
    const { entries } = await agenda().call('bookings.history', { booking: held?.id ?? '' });
    expect(entries.map(({ what }) => what)).toEqual(['held', 'booked']);
  });

  it('fifty over a hold that has ended: one takes it over', async () => {
    const { kind, one } = await fixture(agenda());
    const visit = { kind, start: paris('09:00'), resources: [one] };
    const { bookings } = await hold(agenda(), visit);
    await endHold(agenda(), bookings[0]?.id ?? '');
    const answers = await many(50, () => hold(agenda(), visit));
    expect(answers.filter((answer) => answer.bookings.length > 0)).toHaveLength(1);
    const { entries } = await agenda().call('bookings.history', { booking: bookings[0]?.id ?? '' });
    expect(entries.map(({ what }) => what)).toEqual(['held', 'expired']);
    await assertSound(agenda());
  });

  it('a confirmation and a takeover at the moment the hold ends: never both', async () => {
    const { kind, one } = await fixture(agenda());
    const outcomes = await many(40, async (i) => {
      const visit = { kind, start: plusMinutes(paris('08:00'), i * 600 * 24), resources: [one] };
      const held = await hold(agenda(), visit, { over: true });
      const id = held.bookings[0]?.id ?? '';
      await agenda().database.rows(
        `UPDATE appointments.booking SET expires = clock_timestamp() + make_interval(secs => 0.03) WHERE id = $1::uuid`,
        [id],
      );
      await new Promise((resolve) => setTimeout(resolve, 20 + (i % 20)));
      const [confirmed, taken] = await Promise.all([
        agenda().call('step', { bookings: [id], step: 'confirm' }),
        hold(agenda(), visit, {}),
      ]);
      return Number(confirmed.bookings.length > 0) + Number(taken.bookings.length > 0);
    });
    expect(outcomes.filter((won) => won > 1)).toEqual([]);
    expect(outcomes.some((won) => won === 1)).toBe(true);
    await assertSound(agenda());
  });

  it('a group of eight against fifty: eight', async () => {
    const { kind, one } = await fixture(agenda(), { places: 8 });
    const answers = await many(50, () => hold(agenda(), { kind, start: paris('10:00'), resources: [one] }));
    const won = answers.flatMap(({ bookings }) => bookings);
    expect(won).toHaveLength(8);
    const refused = answers.find(({ bookings }) => bookings.length === 0);
    expect(refused?.obstacles).toMatchObject([{ reason: 'full-group' }]);
    expect(refused?.obstacles[0]?.by).toHaveLength(8);
    // the last one who leaves takes the room along
    await agenda().call('step', { bookings: won.map(({ id }) => id), step: 'release' });
    expect((await hold(agenda(), { kind, start: paris('10:05'), resources: [one] })).obstacles).toEqual([]);
  });

  it('two series over each other in opposite order: one whole, the other not at all, and no deadlock', async () => {
    const { kind, resources } = await fixture(agenda(), { practitioners: 6 });
    for (let round = 0; round < 5; round += 1) {
      const series = resources.map((resource, i) => ({
        kind,
        start: plusMinutes(paris('09:00'), round * 1_440 + i * 30),
        resources: [resource, resources[(i + 1) % 6] ?? ''],
      }));
      const answers = await Promise.all([
        hold(agenda(), series),
        hold(agenda(), [...series].reverse()),
        hold(agenda(), series[round] ?? series),
      ]);
      const [forward, backward] = answers.map(({ bookings }) => bookings.length);
      expect([0, 6]).toContain(forward);
      expect([0, 6]).toContain(backward);
      expect(Math.min(forward ?? 1, backward ?? 1)).toBe(0);
    }
    // PostgreSQL finds one after a second of waiting, and counts it
    const [row] = await agenda().database.rows(
      'SELECT deadlocks::integer FROM pg_stat_database WHERE datname = current_database()',
    );
    expect(row).toEqual({ deadlocks: 0 });
    await assertSound(agenda());
  });

  it('sent again with its key it is answered as before; something else under that key is refused', async () => {
    const { kind, one } = await fixture(agenda());
    const asked = {
      key: randomUUID(),
      patient: 'Patient/p1',
      visits: [{ kind, start: paris('09:00'), resources: [one], appointment: randomUUID() }],
    };
    const answers = await many(10, () => agenda().call('reserve', asked));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.bookings).toHaveLength(1);
    await expect(agenda().call('reserve', { ...asked, patient: 'Patient/p2' })).rejects.toMatchObject({
      status: 422,
    });
  });

  it('all or none: what stands against each is said, and a trial takes nothing', async () => {
    const { kind, one } = await fixture(agenda());
    const taken = await book(agenda(), { kind, start: paris('09:00'), resources: [one] });
    const visits = ['08:00', '09:15', '07:30', '08:15'].map((time) => ({
      kind,
      start: paris(time),
      resources: [one],
      appointment: randomUUID(),
    }));
    const refused = await agenda().call('reserve', { key: randomUUID(), patient: null, visits });
    expect(refused.bookings).toEqual([]);
    expect(refused.obstacles.map(({ at, reason, by }) => [at, reason, by.map(({ id }) => id)])).toEqual([
      [1, 'taken', [taken.id]],
      [2, 'closed', []],
      [3, 'taken', []], // the first of the same request has it
    ]);
    const trial = { key: randomUUID(), patient: null, visits: visits.slice(0, 1) };
    expect((await agenda().call('reserve', { ...trial, isTrial: true })).bookings).toHaveLength(1);
    expect((await agenda().call('reserve', trial)).bookings).toHaveLength(1);
  });

  it('whoever books over others says so for ever, and nobody is put over it unawares', async () => {
    const { kind, one } = await fixture(agenda());
    const visit = { kind, start: paris('09:00'), resources: [one] };
    const first = await book(agenda(), visit);
    const over = await book(agenda(), visit, { over: true });
    expect([first.isOver, over.isOver]).toEqual([false, true]);
    await agenda().call('step', { bookings: [first.id], step: 'release' });
    const third = await hold(agenda(), visit);
    expect(third.obstacles).toMatchObject([{ reason: 'taken', by: [{ id: over.id, isOver: true }] }]);
    await assertSound(agenda());
  });

  it('a room that does four things at once does four', async () => {
    const { kind, one } = await fixture(agenda(), { lanes: 4 });
    const answers = await many(10, (i) =>
      hold(agenda(), { kind, start: plusMinutes(paris('09:00'), (i % 3) * 5), resources: [one] }),
    );
    expect(answers.filter(({ bookings }) => bookings.length > 0)).toHaveLength(4);
    await assertSound(agenda());
  });

  it('a room that does two things at once: what was put over them is one of them when another has left', async () => {
    const { kind, one } = await fixture(agenda(), { lanes: 2, minutes: 60 });
    const at = (time: string, options = {}) =>
      hold(agenda(), { kind, start: paris(time), resources: [one] }, options);
    await at('09:00');
    const second = await at('09:00');
    await at('09:30', { over: true });
    expect((await at('10:00')).bookings).toHaveLength(1);
    expect((await at('10:00')).obstacles).toMatchObject([{ reason: 'taken' }]);
    await agenda().call('step', { bookings: second.bookings.map(({ id }) => id), step: 'release' });
    expect((await at('09:00')).obstacles).toMatchObject([{ reason: 'taken' }]);
    expect((await at('08:30')).obstacles).toEqual([]);
    await assertSound(agenda());
  });

  it('what is kept free before and after stands between two', async () => {
    const { kind, one } = await fixture(agenda(), { before: 10, after: 5 });
    await book(agenda(), { kind, start: paris('09:00'), resources: [one] });
    const at = async (time: string) =>
      (await hold(agenda(), { kind, start: paris(time), resources: [one] })).obstacles.length;
    expect([await at('09:35'), await at('09:40'), await at('08:20')]).toEqual([1, 1, 1]);
    expect([await at('09:45'), await at('08:15')]).toEqual([0, 0]);
  });

  it('a process killed while it writes leaves what can be found and let go', async () => {
    const { kind, one } = await fixture(agenda());
    const visit = { kind, start: paris('09:00'), resources: [one] };
    const { bookings } = await hold(agenda(), visit);
    const id = bookings[0]?.id ?? '';
    await agenda().call('step', { bookings: [id], step: 'begin' });
    const listed = async (olderThanSeconds: number) =>
      (await agenda().call('bookings.unsettled', { olderThanSeconds })).bookings.map((one) => one.id);
    expect(await listed(60)).not.toContain(id);
    expect(await listed(0)).toContain(id);
    await agenda().sweep(); // it does not end by the clock
    expect((await hold(agenda(), visit)).obstacles).toMatchObject([{ reason: 'taken' }]);
    await agenda().call('step', { bookings: [id], step: 'release' });
    expect(await listed(0)).not.toContain(id);
    expect((await hold(agenda(), visit)).obstacles).toEqual([]);
  });

  it('what the same patient has besides is said', async () => {
    const { kind, one } = await fixture(agenda());
    const other = await fixture(agenda());
    const patient = `Patient/${randomUUID()}`;
    const first = await book(agenda(), { kind, start: paris('09:00'), resources: [one] }, { patient });
    const second = await hold(
      agenda(),
      { kind: other.kind, start: paris('16:00'), resources: [other.one] },
      { patient },
    );
    expect(second.others.map(({ id }) => id)).toEqual([first.id]);
    const mine = await agenda().call('bookings.list', { patient, from: paris('00:00') });
    expect(mine.bookings).toHaveLength(2);
  });
});

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
  weekly,
} from './testing-agenda.ts';

await onBothDatabases('waiting and arriving', (agenda) => {
  const wait = (kind: string, needs: string[][], urgency: 'routine' | 'soon' | 'urgent', more = {}) =>
    agenda().call('waiting.put', {
      id: randomUUID(),
      patient: `Patient/${randomUUID()}`,
      kind,
      needs,
      from: paris('00:00'),
      until: plusMinutes(paris('00:00'), 1_440),
      urgency,
      ...more,
    });
  const entry = async (patient: string) => (await agenda().call('waiting.list', { patient })).entries[0];

  it('a freed place is offered by urgency, then to who waits longest; the next one has it when the offer ends', async () => {
    const { kind, one } = await fixture(agenda());
    const visit = { kind, start: paris('09:00'), resources: [one] };
    const booked = await book(agenda(), visit);
    const routine = await wait(kind, [[one]], 'routine');
    const urgent = await wait(kind, [[one]], 'urgent');
    const urgentLater = await wait(kind, [[one]], 'urgent');
    await wait(kind, [[one]], 'urgent', { starts: '14:00' });
    await agenda().call('step', { bookings: [booked.id], step: 'release' });
    await agenda().sweep();
    const offered = await entry(urgent.patient);
    expect(offered).toMatchObject({
      state: 'offered',
      offer: { start: booked.start, state: 'held', patient: urgent.patient },
    });
    expect((await hold(agenda(), visit)).obstacles).toMatchObject([{ reason: 'taken' }]);
    await endHold(agenda(), offered?.offer?.id ?? '');
    await agenda().sweep();
    expect(await entry(urgent.patient)).toMatchObject({ state: 'waiting', offer: null });
    const next = await entry(urgentLater.patient);
    expect(next).toMatchObject({ state: 'offered', offer: { start: booked.start } });
    await agenda().call('step', { bookings: [next?.offer?.id ?? ''], step: 'begin' });
    await agenda().call('step', { bookings: [next?.offer?.id ?? ''], step: 'confirm' });
    expect(await entry(urgentLater.patient)).toMatchObject({ state: 'booked', offer: { state: 'booked' } });
    expect(await entry(routine.patient)).toMatchObject({ state: 'waiting' });
    const { entries } = await agenda().call('bookings.history', { booking: next?.offer?.id ?? '' });
    expect(entries.map(({ what }) => what)).toEqual(['held', 'offered', 'begun', 'booked']);
    await expect(agenda().call('waiting.withdraw', { id: urgentLater.id })).rejects.toMatchObject({
      status: 409,
    });
    expect(await agenda().call('waiting.withdraw', { id: routine.id })).toMatchObject({ state: 'withdrawn' });
    await assertSound(agenda());
  });

  it('what others wrote occupies; what it lies over is a clash until somebody has looked at it', async () => {
    const { kind, one } = await fixture(agenda());
    const visit = { kind, start: paris('09:00'), resources: [one] };
    const booked = await book(agenda(), visit);
    const unknown = `Location/${randomUUID()}`;
    const appointment = {
      appointment: randomUUID(),
      patient: 'Patient/x',
      resources: [one, unknown],
      start: paris('09:15'),
      end: paris('10:00'),
    };
    const { booking, clashes } = await agenda().call('arrived', appointment);
    expect(booking).toMatchObject({ state: 'booked', isOver: true, kind: null });
    expect(clashes).toMatchObject([{ resource: one, one: { id: booking?.id }, other: { id: booked.id } }]);
    expect((await agenda().call('arrived', appointment)).booking).toEqual(booking);
    // what it is for is heard later than where it is, and not forgotten; a word of another house is none of ours
    const kinds = [];
    for (const said of [kind, null, 'elsewhere'])
      kinds.push((await agenda().call('arrived', { ...appointment, kind: said })).booking?.kind);
    expect(kinds).toEqual([kind, kind, kind]);
    expect((await hold(agenda(), { ...visit, start: paris('09:30') })).obstacles).toMatchObject([
      { reason: 'taken' },
    ]);
    const listed = async () =>
      (await agenda().call('clashes.list', { resources: [one] })).clashes.map(({ id }) => id);
    expect(await listed()).toEqual([clashes[0]?.id]);
    // it goes elsewhere: there is none any more
    const moved = { ...appointment, start: paris('11:00'), end: paris('11:30') };
    expect((await agenda().call('arrived', moved)).clashes).toEqual([]);
    expect(await listed()).toEqual([]);
    await agenda().call('arrived', appointment);
    const [again = ''] = await listed();
    await agenda().call('clashes.seen', { id: again });
    expect(await listed()).toEqual([]);
    await agenda().call('arrived', { ...appointment, start: null, end: null });
    expect((await hold(agenda(), { ...visit, start: paris('09:30') })).obstacles).toEqual([]);
    await assertSound(agenda());
  });

  it('an import that puts many at one time: each has its place, above a thousand too, and each says that there are many', async () => {
    const { one } = await fixture(agenda());
    const from = { start: paris('09:00'), end: paris('09:30'), resources: [one], patient: null };
    await agenda().database.rows(
      `INSERT INTO appointments.occupation (resource, lane, during, move)
      SELECT $1, lane, tstzrange($2::timestamptz, $3::timestamptz), gen_random_uuid() FROM generate_series(1, 1000) lane`,
      [one, paris('08:45'), paris('09:15')],
    );
    const arrive = () => agenda().call('arrived', { ...from, appointment: randomUUID() });
    for (let i = 0; i < 25; i++) {
      const { booking, clashes } = await arrive();
      expect(booking?.resources).toEqual([one]);
      expect(clashes).toHaveLength(Math.min(i, 10));
    }
    await agenda().database.rows('DELETE FROM appointments.occupation WHERE move IS NOT NULL');
  });

  it('what comes back of our own is no news: while it is written, and when it says the same', async () => {
    const { kind, one } = await fixture(agenda());
    const { bookings } = await hold(agenda(), { kind, start: paris('09:00'), resources: [one] });
    const [held] = bookings;
    if (!held) throw new Error('nothing was held');
    const echo = {
      appointment: held.appointment,
      patient: null,
      resources: [one],
      start: held.start,
      end: held.end,
    };
    await agenda().call('step', { bookings: [held.id], step: 'begin' });
    expect(await agenda().call('arrived', { ...echo, start: null, end: null })).toMatchObject({
      booking: { state: 'writing' },
    });
    await agenda().call('step', { bookings: [held.id], step: 'confirm' });
    expect(await agenda().call('arrived', echo)).toMatchObject({
      booking: { id: held.id, isOver: false },
      clashes: [],
    });
    const { entries } = await agenda().call('bookings.history', { booking: held.id });
    expect(entries.map(({ what }) => what)).toEqual(['held', 'begun', 'booked']);
  });

  it('whoever looks hears which agenda changed on which day, and nothing else', async () => {
    const { kind, one } = await fixture(agenda());
    const heard: unknown[] = [];
    const first = Promise.withResolvers<void>();
    const stop = agenda().app.agendaChanges((change) => {
      if (change.resource !== one || change.day === null) return;
      heard.push(change);
      first.resolve();
    });
    await book(agenda(), { kind, start: paris('09:00'), resources: [one] });
    await first.promise;
    expect(heard[0]).toEqual({ resource: one, day: '2090-06-12' });
    stop();
    const rules = Promise.withResolvers<unknown>();
    const end = agenda().app.agendaChanges((change) => {
      if (change.resource === one && change.day === null) rules.resolve(change);
    });
    await agenda().call('rules.remove', { id: weekly(one).id, version: 1 });
    expect(await rules.promise).toEqual({ resource: one, day: null });
    end();
  });

  it('history is only ever added to', async () => {
    for (const statement of [
      'UPDATE appointments.history SET what = NULL',
      'DELETE FROM appointments.history',
    ])
      await expect(agenda().database.rows(statement)).rejects.toThrow('only ever added to');
  });
});

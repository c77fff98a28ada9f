import { expect, it } from 'vitest';
import { book, fixture, hold, monday, onBothDatabases, paris, plusMinutes } from './testing-agenda.ts';

const at = (time: string, day?: string) => plusMinutes(paris(time, day), 0);
const tuesday = '2090-06-13';

await onBothDatabases('what others are shown', (agenda) => {
  const shown = async (resource: string, from = paris('00:00'), until = paris('00:00', tuesday)) => {
    const { slots } = await agenda().call('slots', { resources: [resource], from, until });
    return slots.map(({ start, end, isFree, kinds }) => [
      start,
      end,
      isFree ? 'free' : 'taken',
      ...(kinds ?? []),
    ]);
  };

  it('neighbours are one; buffers and holds are taken; closed is nothing', async () => {
    const { kind, one } = await fixture(agenda(), { after: 10 });
    await book(agenda(), { kind, start: paris('09:00'), resources: [one] });
    await hold(agenda(), { kind, start: paris('09:40'), resources: [one] });
    expect(await shown(one)).toEqual([
      [at('08:00'), at('09:00'), 'free'],
      [at('09:00'), at('10:20'), 'taken'],
      [at('10:20'), at('18:00'), 'free'],
    ]);
  });

  it('whoever does two things at once is taken when both are, and by what lies over them', async () => {
    const { kind, one } = await fixture(agenda(), { lanes: 2 });
    await book(agenda(), { kind, start: paris('08:00'), resources: [one] });
    await book(agenda(), { kind, start: paris('08:15'), resources: [one] });
    const taken = [at('08:15'), at('08:30'), 'taken'];
    expect((await shown(one)).filter(([, , what]) => what === 'taken')).toEqual([taken]);
    for (const _ of [1, 2, 3])
      await book(agenda(), { kind, start: paris('12:00'), resources: [one] }, { over: true });
    expect((await shown(one)).filter(([, , what]) => what === 'taken')).toEqual([
      taken,
      [at('12:00'), at('12:30'), 'taken'],
    ]);
  });

  it('what goes on over midnight is cut there, what is open for some kinds says so, an absence is closed', async () => {
    const { kind, one } = await fixture(agenda());
    const put = (value: object) =>
      agenda().call('rules.put', { value: { resource: one, ...value } as never, version: null });
    await put({
      id: `night-${kind}`,
      type: 'extra',
      start: paris('20:00'),
      end: paris('21:00'),
      kinds: [kind],
    });
    await put({ id: `away-${kind}`, type: 'absence', start: paris('09:00'), end: paris('18:00') });
    await agenda().call('arrived', {
      appointment: `late-${kind}`,
      patient: null,
      resources: [one],
      start: paris('23:30'),
      end: paris('00:30', tuesday),
    });
    expect(await shown(one, paris('00:00'), paris('08:00', tuesday))).toEqual([
      [at('08:00'), at('09:00'), 'free'],
      [at('20:00'), at('21:00'), 'free', kind],
      [at('23:30'), at('00:00', tuesday), 'taken'],
      [at('00:00', tuesday), at('00:30', tuesday), 'taken'],
    ]);
    const { slots } = await agenda().call('slots', {
      resources: ['Practitioner/nobody'],
      from: paris('00:00', monday),
      until: paris('00:00', tuesday),
    });
    expect(slots).toEqual([]);
  });
});

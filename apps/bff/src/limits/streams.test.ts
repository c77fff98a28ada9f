import { expect, it } from 'vitest';
import { Streams } from './streams.ts';

it('one session holds twenty, one person forty, and what is closed makes room, once', () => {
  const streams = new Streams(1);
  const of = (id: string, userId = 'p') => streams.open({ id, userId });
  const closers = Array.from({ length: 20 }, () => of('a'));
  expect(of('a')).toBeNull();
  for (let i = 0; i < 20; i += 1) of('b');
  expect(of('c')).toBeNull();
  expect(of('d', 'somebody else')).not.toBeNull();
  closers[0]?.();
  closers[0]?.();
  expect(of('a')).not.toBeNull();
  expect(of('a')).toBeNull();
});

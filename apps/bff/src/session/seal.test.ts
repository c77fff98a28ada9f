import { createCipheriv, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSeal } from './seal.ts';

const [old, next] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];

/** As it was sealed before keys had names: version 1, nonce, tag, text. */
function namelessSeal(key: string, text: string, context: string): Uint8Array {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'base64'), nonce).setAAD(
    Buffer.from(context),
  );
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(1), nonce, cipher.getAuthTag(), body]);
}

test('every key reads what it sealed, and the first one writes', () => {
  const both = createSeal(next, old);
  const before = createSeal(old).seal('text', 'place');
  expect(both.open(before, 'place')).toBe('text');
  expect(both.isCurrent(before)).toBe(false);
  const after = both.seal('text', 'place');
  expect(both.isCurrent(after)).toBe(true);
  expect(createSeal(next).open(after, 'place')).toBe('text');
  expect(() => createSeal(old).open(after, 'place')).toThrow('not known');
});
test('what was sealed before keys had names is read with any of them, and is not current', () => {
  const sealed = namelessSeal(old, 'text', 'place');
  for (const keys of [[old], [next, old]]) {
    const seal = createSeal(...keys);
    expect(seal.open(sealed, 'place')).toBe('text');
    expect(seal.isCurrent(sealed)).toBe(false);
    expect(() => seal.open(sealed, 'elsewhere')).toThrow();
  }
  expect(() => createSeal(next).open(sealed, 'place')).toThrow('not known');
});
test('what was changed, moved or cut off does not open', () => {
  const seal = createSeal(next);
  const sealed = seal.seal('text', 'place');
  expect(() => seal.open(sealed, 'elsewhere')).toThrow();
  for (const at of [0, 1, 9, 25, sealed.length - 1]) {
    const changed = Uint8Array.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => seal.open(changed, 'place'), String(at)).toThrow();
  }
  for (const length of [0, 9, 20, sealed.length - 1])
    expect(() => seal.open(sealed.subarray(0, length), 'place'), String(length)).toThrow();
});
test('a mark holds for these values in this order at this place', () => {
  const seal = createSeal(next, old);
  const at = new Date('2026-01-01T00:00:00.123Z');
  const mark = seal.mark(['a', null, at, Uint8Array.of(1, 2)], 'table');
  expect(seal.isMarked(mark, ['a', null, new Date(at), Buffer.of(1, 2)], 'table')).toBe(true);
  for (const [values, place] of [
    [['a', null, at, Uint8Array.of(1, 3)], 'table'],
    [['a', '', at, Uint8Array.of(1, 2)], 'table'],
    [[null, 'a', at, Uint8Array.of(1, 2)], 'table'],
    [['a', null, new Date(at.getTime() + 1), Uint8Array.of(1, 2)], 'table'],
    [['a', null, at, Uint8Array.of(1, 2)], 'other'],
  ] as const)
    expect(seal.isMarked(mark, values, place)).toBe(false);
  expect(seal.isMarked(null, ['a'], 'table')).toBe(false);
  expect(seal.isMarked(new Uint8Array(), ['a'], 'table')).toBe(false);
  expect(createSeal(old).isMarked(mark, ['a', null, at, Uint8Array.of(1, 2)], 'table')).toBe(false);
  expect(seal.isMarked(createSeal(old).mark(['a'], 'table'), ['a'], 'table')).toBe(true);
});

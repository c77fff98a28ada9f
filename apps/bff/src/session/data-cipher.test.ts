import { createCipheriv, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createDataCipher } from './data-cipher.ts';

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
  const both = createDataCipher(next, old);
  const before = createDataCipher(old).encrypt('text', 'place');
  expect(both.decrypt(before, 'place')).toBe('text');
  expect(both.isCurrent(before)).toBe(false);
  const after = both.encrypt('text', 'place');
  expect(both.isCurrent(after)).toBe(true);
  expect(createDataCipher(next).decrypt(after, 'place')).toBe('text');
  expect(() => createDataCipher(old).decrypt(after, 'place')).toThrow('not known');
});
test('what was sealed before keys had names is read with any of them, and is not current', () => {
  const sealed = namelessSeal(old, 'text', 'place');
  for (const keys of [[old], [next, old]]) {
    const cipher = createDataCipher(...keys);
    expect(cipher.decrypt(sealed, 'place')).toBe('text');
    expect(cipher.isCurrent(sealed)).toBe(false);
    expect(() => cipher.decrypt(sealed, 'elsewhere')).toThrow();
  }
  expect(() => createDataCipher(next).decrypt(sealed, 'place')).toThrow('not known');
});
test('what was changed, moved or cut off does not open', () => {
  const cipher = createDataCipher(next);
  const sealed = cipher.encrypt('text', 'place');
  expect(() => cipher.decrypt(sealed, 'elsewhere')).toThrow();
  for (const at of [0, 1, 9, 25, sealed.length - 1]) {
    const changed = Uint8Array.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => cipher.decrypt(changed, 'place'), String(at)).toThrow();
  }
  for (const length of [0, 9, 20, sealed.length - 1])
    expect(() => cipher.decrypt(sealed.subarray(0, length), 'place'), String(length)).toThrow();
});
test('a mark holds for these values in this order at this place', () => {
  const cipher = createDataCipher(next, old);
  const at = new Date('2026-01-01T00:00:00.123Z');
  const mark = cipher.mark(['a', null, at, Uint8Array.of(1, 2)], 'table');
  expect(cipher.isMarked(mark, ['a', null, new Date(at), Buffer.of(1, 2)], 'table')).toBe(true);
  for (const [values, place] of [
    [['a', null, at, Uint8Array.of(1, 3)], 'table'],
    [['a', '', at, Uint8Array.of(1, 2)], 'table'],
    [[null, 'a', at, Uint8Array.of(1, 2)], 'table'],
    [['a', null, new Date(at.getTime() + 1), Uint8Array.of(1, 2)], 'table'],
    [['a', null, at, Uint8Array.of(1, 2)], 'other'],
  ] as const)
    expect(cipher.isMarked(mark, values, place)).toBe(false);
  expect(cipher.isMarked(null, ['a'], 'table')).toBe(false);
  expect(cipher.isMarked(new Uint8Array(), ['a'], 'table')).toBe(false);
  expect(createDataCipher(old).isMarked(mark, ['a', null, at, Uint8Array.of(1, 2)], 'table')).toBe(false);
  expect(cipher.isMarked(createDataCipher(old).mark(['a'], 'table'), ['a'], 'table')).toBe(true);
});

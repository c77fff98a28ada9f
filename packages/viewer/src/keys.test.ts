import { expect, test } from 'vitest';
import { actionOf, viewerKeys } from './keys.ts';

const press = (key: string, more: object = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  ...more,
});

test('no key means two things in one place', () => {
  for (const place of ['quickLook', 'viewer'] as const) {
    const all = viewerKeys
      .filter((row) => row.only === undefined || row.only === place)
      .flatMap((row) => row.keys.map((key) => `${row.shift ? 'Shift+' : ''}${key}`));
    expect(all).toEqual([...new Set(all)]);
  }
});

test('a key does what the table says; keys of the page and of the browser stay theirs', () => {
  expect(actionOf(press('4'), 'viewer')).toBe('preset4');
  expect(actionOf(press('4'), 'quickLook')).toBe('preset4');
  expect(actionOf(press('R', { shiftKey: true }), 'viewer')).toBe('rotateRight');
  expect(actionOf(press('ArrowUp'), 'viewer')).toBe('previousImage');
  expect(actionOf(press('ArrowUp', { shiftKey: true }), 'viewer')).toBe('panUp');
  expect(actionOf(press('?', { shiftKey: true }), 'quickLook')).toBe('help');
  expect(actionOf(press('d'), 'quickLook')).toBeNull();
  expect(actionOf(press('k', { ctrlKey: true }), 'viewer')).toBeNull();
});
